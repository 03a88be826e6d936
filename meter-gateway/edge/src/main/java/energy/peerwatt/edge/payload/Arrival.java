package energy.peerwatt.edge.payload;

/** A message as it came. */
public final class Arrival {

    private final String topic;
    private final byte[] payload;
    private final boolean retained;
    private final long nanos;

    /**
     * A message.
     *
     * @param payload not changed by anybody any more
     * @param retained true if the broker kept it from before the subscription
     * @param nanos when it came, on the scale of {@link System#nanoTime()}
     */
    public Arrival(String topic, byte[] payload, boolean retained, long nanos) {
        this.topic = topic;
        this.payload = payload;
        this.retained = retained;
        this.nanos = nanos;
    }

    String topic() {
        return topic;
    }

    byte[] payload() {
        return payload;
    }

    boolean retained() {
        return retained;
    }

    long nanos() {
        return nanos;
    }
}
