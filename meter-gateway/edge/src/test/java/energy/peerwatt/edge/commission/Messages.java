package energy.peerwatt.edge.commission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Devices that publish the same again and again. */
final class Messages implements AutoCloseable {

    /** One message. */
    record Message(String topic, String payload, boolean retained) {

        Message(String topic, String payload) {
            this(topic, payload, false);
        }
    }

    private final MqttClient client;
    private final Thread thread;
    private volatile boolean closed;

    Messages(String url, List<Message> messages) throws MqttException {
        client = new MqttClient(url, "devices", new MemoryPersistence());
        client.connect();
        thread = Thread.ofVirtual().start(() -> repeat(messages));
    }

    private void repeat(List<Message> messages) {
        while (!closed) {
            for (Message message : messages) {
                try {
                    client.publish(
                            message.topic(),
                            message.payload().getBytes(StandardCharsets.UTF_8),
                            0,
                            message.retained());
                } catch (MqttException e) {
                    return;
                }
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Override
    public void close() throws MqttException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.disconnect();
        client.close();
    }
}
