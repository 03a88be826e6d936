package energy.peerwatt.edge.mqtt;

/** Takes messages of a session, on its thread; must not block long. */
@FunctionalInterface
public interface MqttListener {

    /**
     * A message arrived.
     *
     * @param retained true if the broker kept it from before the subscription
     */
    void onMessage(String topic, byte[] payload, boolean retained);
}
