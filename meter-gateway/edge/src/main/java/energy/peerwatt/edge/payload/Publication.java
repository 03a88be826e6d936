package energy.peerwatt.edge.payload;

/** Something to send so that a device keeps talking. */
public final class Publication {

    private final String topic;
    private final byte[] payload;

    Publication(String topic, byte[] payload) {
        this.topic = topic;
        this.payload = payload;
    }

    /** Where to. */
    public String topic() {
        return topic;
    }

    /** What; not to be changed. */
    public byte[] payload() {
        return payload;
    }
}
