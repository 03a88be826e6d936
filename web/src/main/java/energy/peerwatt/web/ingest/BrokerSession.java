package energy.peerwatt.web.ingest;

import energy.peerwatt.web.parts.BrokerLogin;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jboss.logging.Logger;

/**
 * A connection to the market's broker, and a session there that ends with it: one that outlives its
 * process would be given its share of what is shared. It does not connect again. Belongs to one
 * thread; messages arrive on another.
 */
final class BrokerSession implements AutoCloseable {

    /** Messages that the broker sends before one of them is taken. */
    static final int RECEIVE_MAXIMUM = 32;

    private static final Logger LOG = Logger.getLogger(BrokerSession.class);
    private static final long TIMEOUT_MILLIS = 5_000;

    /** Takes what arrives; while it waits, the broker sends no more than can be taken. */
    @FunctionalInterface
    interface Receiver {
        void arrived(String topic, MqttMessage message) throws InterruptedException;
    }

    private final MqttAsyncClient client;

    private BrokerSession(MqttAsyncClient client) {
        this.client = client;
    }

    /**
     * Connects; nothing is left of it if that fails.
     *
     * @param clientId a connection with the same one that hangs is ended by this
     */
    static BrokerSession connect(BrokerLogin login, String clientId, Receiver receiver)
            throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient(login.url(), clientId, new MemoryPersistence());
        client.setCallback(new Arrivals(receiver));
        BrokerSession session = new BrokerSession(client);
        try {
            client.connect(options(login)).waitForCompletion(TIMEOUT_MILLIS);
            return session;
        } catch (MqttException e) {
            session.close();
            throw e;
        }
    }

    private static MqttConnectionOptions options(BrokerLogin login) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(login.user());
        options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(5);
        options.setKeepAliveInterval(15);
        return options;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    void subscribe(String filter, int qos) throws MqttException {
        client.subscribe(filter, qos).waitForCompletion(TIMEOUT_MILLIS);
    }

    /** Sends at least once, without waiting for the broker. */
    void publish(String topic, byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, false);
    }

    /** As {@link #publish}, and returns when the broker has it. */
    void publishAndWait(String topic, byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, false).waitForCompletion(TIMEOUT_MILLIS);
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 500, true);
            }
            client.close(true);
        } catch (MqttException e) {
            LOG.debugf(e, "the broker connection did not close in order");
        }
    }

    private record Arrivals(Receiver receiver) implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            receiver.arrived(topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            LOG.debugf("disconnected from the broker: %s", response);
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.debugf(failure, "broker connection");
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String url) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
