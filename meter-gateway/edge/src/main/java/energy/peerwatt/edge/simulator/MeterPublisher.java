package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jboss.logging.Logger;

/** The MQTT connection of all MQTT meters of the village: QoS 0, not retained. */
final class MeterPublisher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MeterPublisher.class);

    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int AT_MOST_ONCE = 0;

    private final MqttAsyncClient client;

    private MeterPublisher(MqttAsyncClient client) {
        this.client = client;
    }

    static MeterPublisher connect(String url) {
        try {
            MqttAsyncClient client =
                    new MqttAsyncClient(url, "village-meters", new MemoryPersistence());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setAutomaticReconnect(true);
            options.setCleanStart(true);
            client.connect(options).waitForCompletion(TIMEOUT_MILLIS);
            return new MeterPublisher(client);
        } catch (MqttException e) {
            throw new MarketException(ErrorCode.BROKER_UNAVAILABLE, "device broker " + url, e);
        }
    }

    /** Publishes without waiting; a message that cannot be sent is lost, as with a real meter. */
    void publish(Map<String, String> messages) {
        messages.forEach((topic, payload) -> {
            MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
            message.setQos(AT_MOST_ONCE);
            try {
                client.publish(topic, message);
            } catch (MqttException e) {
                LOG.debugf(e, "lost a message to %s", topic);
            }
        });
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 500, false);
            client.close(true);
        } catch (MqttException e) {
            LOG.debugf(e, "device broker connection did not close cleanly");
        }
    }
}
