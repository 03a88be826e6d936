package energy.peerwatt.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import energy.peerwatt.metering.protocol.Acknowledgement;
import energy.peerwatt.metering.protocol.BlockTopics;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Hears what the head-end acknowledges to a gateway, and what the broker says about its sessions.
 * May be asked from any thread.
 */
final class BrokerEar implements AutoCloseable {

    private static final String GATEWAY = "gw-lindenweg";

    /** Mosquitto's count of sessions that it keeps for clients that are gone. */
    private static final String ABANDONED = "$SYS/broker/clients/disconnected";

    /** Told each time the broker has counted again; the count only if it has changed. */
    private static final String COUNTED = "$SYS/broker/uptime";

    private final String topic = new BlockTopics(GATEWAY).ack();
    private final AtomicLong abandoned = new AtomicLong();
    private final AtomicLong counts = new AtomicLong();
    private final AtomicLong highest = new AtomicLong();
    private final AtomicLong count = new AtomicLong();
    private final String url;
    private MqttAsyncClient client;

    BrokerEar(String url) throws MqttException {
        this.url = url;
        client = client();
    }

    /** Connects again if the broker was lost; called now and then, by one thread. */
    void look() throws MqttException {
        if (client.isConnected()) {
            return;
        }
        client.close(true);
        abandoned.set(0);
        client = client();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(2);
        client.connect(options).waitForCompletion(2_000);
        client.subscribe(topic, 1).waitForCompletion(2_000);
        client.subscribe(ABANDONED, 1).waitForCompletion(2_000);
        client.subscribe(COUNTED, 1).waitForCompletion(2_000);
    }

    /** Highest sequence acknowledged so far. */
    long highest() {
        return highest.get();
    }

    /** How many acknowledgements were heard. */
    long count() {
        return count.get();
    }

    /** Sessions whose client is gone, as the broker last said. */
    long abandonedSessions() {
        return abandoned.get();
    }

    /** How often the broker has counted its sessions while this listened. */
    long counts() {
        return counts.get();
    }

    private MqttAsyncClient client() throws MqttException {
        MqttAsyncClient fresh = new MqttAsyncClient(url, "listener", new MemoryPersistence());
        fresh.setCallback(new Listener());
        return fresh;
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 500, true);
        }
        client.close(true);
    }

    private final class Listener implements MqttCallback {

        @Override
        public void messageArrived(String name, MqttMessage message) {
            switch (name) {
                case ABANDONED -> abandoned.set(Long.parseLong(text(message)));
                case COUNTED -> counts.incrementAndGet();
                default -> Acknowledgement.parse(message.getPayload()).ifPresent(this::take);
            }
        }

        private void take(Acknowledgement acknowledgement) {
            highest.accumulateAndGet(acknowledgement.sequence(), Math::max);
            count.incrementAndGet();
        }

        private static String text(MqttMessage message) {
            return new String(message.getPayload(), UTF_8).strip();
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException failure) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
