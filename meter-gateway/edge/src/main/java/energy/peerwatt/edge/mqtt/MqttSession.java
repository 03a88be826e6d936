package energy.peerwatt.edge.mqtt;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jboss.logging.Logger;

/**
 * One connection to a broker, from a clean start to its loss. Never used again after that: what was
 * in flight is the caller's to repeat.
 */
public final class MqttSession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MqttSession.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int KEEP_ALIVE_SECONDS = 15;

    /** Paho waits this long even after the broker has closed. */
    private static final long DISCONNECT_MILLIS = 50;

    private final MqttAsyncClient client;
    private volatile boolean isLost;

    private MqttSession(MqttAsyncClient client) {
        this.client = client;
    }

    /**
     * Connects.
     *
     * @throws MarketException {@code BROKER_UNAVAILABLE}
     */
    public static MqttSession connect(MqttAddress address, MqttListener listener) {
        MqttSession session = new MqttSession(client(address));
        try {
            session.client.setCallback(session.new Callback(listener));
            session.await(session.client.connect(options(address)), CONNECT_TIMEOUT);
            return session;
        } catch (MqttException e) {
            session.close();
            throw unavailable(address.url(), e);
        }
    }

    /** Messages that match the filter reach the listener from now on. */
    public void subscribe(String filter, int qos) {
        try {
            await(client.subscribe(new MqttSubscription(filter, qos)), REQUEST_TIMEOUT);
        } catch (MqttException e) {
            throw unavailable("subscribe " + filter, e);
        }
    }

    /**
     * Publishes with QoS 1 and waits until the broker has the message. That says nothing about
     * anybody behind the broker.
     *
     * @throws MarketException {@code BROKER_UNAVAILABLE}: it may have arrived or not
     */
    public void publish(String topic, byte[] payload) {
        try {
            await(client.publish(topic, payload, 1, false), REQUEST_TIMEOUT);
        } catch (MqttException e) {
            throw unavailable("publish " + topic, e);
        }
    }

    /** Publishes with QoS 0; lost without notice if the connection is. */
    public void offer(String topic, byte[] payload) {
        try {
            client.publish(topic, payload, 0, false);
        } catch (MqttException e) {
            LOG.debugf(e, "not sent: %s", topic);
        }
    }

    public boolean isConnected() {
        return !isLost && client.isConnected();
    }

    /** Ends the connection at once. Idempotent. */
    @Override
    public void close() {
        isLost = true;
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, DISCONNECT_MILLIS, true);
            }
        } catch (MqttException e) {
            LOG.debug("not disconnected in an orderly way", e);
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("client not closed in an orderly way", e);
        }
    }

    private void await(IMqttToken token, Duration timeout) throws MqttException {
        token.waitForCompletion(timeout.toMillis());
        if (!token.isComplete()) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_TIMEOUT);
        }
        int[] codes = token.getReasonCodes();
        for (int code : codes == null ? new int[0] : codes) {
            if (code >= 0x80) {
                throw new MqttException(code);
            }
        }
    }

    private static MqttAsyncClient client(MqttAddress address) {
        try {
            return new MqttAsyncClient(address.url(), address.clientId(), new MemoryPersistence());
        } catch (MqttException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "MQTT url " + address.url(), e);
        }
    }

    private static MqttConnectionOptions options(MqttAddress address) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) CONNECT_TIMEOUT.toSeconds());
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        address.login()
                .ifPresent(login -> {
                    options.setUserName(login.user());
                    options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
                });
        return options;
    }

    private static MarketException unavailable(String what, MqttException cause) {
        return new MarketException(
                ErrorCode.BROKER_UNAVAILABLE, what + ": " + cause.getMessage(), cause);
    }

    private final class Callback implements MqttCallback {

        private final MqttListener listener;

        Callback(MqttListener listener) {
            this.listener = listener;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                listener.onMessage(topic, message.getPayload(), message.isRetained());
            } catch (RuntimeException e) {
                // An exception here would end the connection, for a message that comes again.
                LOG.errorf(e, "message on %s not processed", topic);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            isLost = true;
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.debug("MQTT error", exception);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
