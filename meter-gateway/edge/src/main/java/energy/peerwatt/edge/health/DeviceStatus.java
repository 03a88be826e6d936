package energy.peerwatt.edge.health;

import energy.peerwatt.edge.device.DeviceEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a device at one moment.
 *
 * @param since market time; of the last good value if there is none now
 * @param polls questions, or messages that came
 * @param failures by kind, such as {@code timeout} or {@code exception-2}
 * @param latency of answers to questions; empty where none is asked
 */
public record DeviceStatus(
        DeviceEntry device,
        DeviceState state,
        Instant since,
        Optional<Instant> lastGood,
        boolean leftAlone,
        long polls,
        Map<String, Long> failures,
        Optional<Latency> latency) {

    public DeviceStatus {
        failures = Map.copyOf(failures);
    }

    /** Of the last 64 answers, in microseconds. */
    public record Latency(long median, long p95, long longest) {}
}
