package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.EvidenceProfile;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One commissioned device that publishes to a broker. Used by one thread at a time. */
public abstract class MqttDevice {

    private static final int MAX_BYTES = 64 * 1024;

    private final Direction direction;
    private final EvidenceProfile decodedBy;

    MqttDevice(Options options) {
        this(options, options.direction());
    }

    MqttDevice(Options options, Direction direction) {
        this.direction = direction;
        decodedBy = options.profile();
    }

    /**
     * Topics this device wants now, {@code +} for any one level; may grow when it has described
     * itself.
     */
    public abstract Set<String> topics();

    /** Whether a topic is one of those. */
    public final boolean wants(String topic) {
        Set<String> wanted = topics();
        return wanted.contains(topic) || wanted.stream().anyMatch(filter -> matches(filter, topic));
    }

    /** Puts what a message says into the sample. */
    abstract void read(Arrival arrival, Sample sample) throws RefusedException;

    /** Whether a topic describes the device, so that the broker may well have kept it. */
    boolean isDescription(String topic) {
        return false;
    }

    /** The connection is new: whatever was known about the device's session is not any more. */
    public void connected() {}

    /**
     * What has to be sent now.
     *
     * @param nanos now, on the scale of {@link System#nanoTime()}
     * @param now the same, market time
     */
    public List<Publication> due(long nanos, Instant now) {
        return List.of();
    }

    /** Decodes or refuses a message of one of the {@link #topics()}. */
    public final MeterMessage take(Arrival arrival) {
        if (arrival.retained() && !isDescription(arrival.topic())) {
            return new MeterMessage.Refused(Refusal.RETAINED);
        }
        if (arrival.payload().length > MAX_BYTES) {
            return new MeterMessage.Refused(Refusal.TOO_LARGE);
        }
        try {
            Sample sample = new Sample(direction);
            read(arrival, sample);
            DeviceSample built = sample.build(decodedBy, arrival.payload());
            return built.registers().isEmpty() && built.live().isEmpty()
                    ? new MeterMessage.Understood()
                    : new MeterMessage.Decoded(built);
        } catch (RefusedException e) {
            return new MeterMessage.Refused(e.refusal());
        }
    }

    private static boolean matches(String filter, String topic) {
        if (filter.indexOf('+') < 0) {
            return false;
        }
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        if (wanted.length != levels.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals("+") && !wanted[i].equals(levels[i])) {
                return false;
            }
        }
        return true;
    }
}
