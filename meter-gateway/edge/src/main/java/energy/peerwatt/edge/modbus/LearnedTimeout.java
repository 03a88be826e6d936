package energy.peerwatt.edge.modbus;

import java.time.Duration;

/**
 * How long to wait for one unit: at first what is configured, then four times the longest of its
 * last answers. After a timeout a wait that starts short and doubles up to the configured one, so
 * that a dead unit costs those that share its connection little and one that became slow is still
 * found. Used under the endpoint's lock.
 */
final class LearnedTimeout {

    private static final int WINDOW = 64;
    private static final int ENOUGH = 16;
    private static final int FACTOR = 4;
    private static final long SHORTEST_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private final long firstNanos;
    private final long shortestNanos;
    private final long[] latencies = new long[WINDOW];
    private long answers;
    private int timeouts;

    LearnedTimeout(Duration first) {
        firstNanos = first.toNanos();
        shortestNanos = Math.min(firstNanos, SHORTEST_NANOS);
    }

    /** Wait for the next answer. */
    long nanos() {
        long longest = 0;
        for (long latency : latencies) {
            longest = Math.max(longest, latency);
        }
        long most = Math.max(firstNanos, Math.min(FACTOR * longest, LONGEST_NANOS));
        if (timeouts > 0) {
            long afterTimeout = Math.max(shortestNanos, 2 * longest);
            return Math.min(most, afterTimeout << Math.min(timeouts - 1, 10));
        }
        return answers < ENOUGH ? firstNanos : Math.clamp(FACTOR * longest, shortestNanos, most);
    }

    void answered(long latencyNanos) {
        timeouts = 0;
        latencies[(int) (answers++ % WINDOW)] = latencyNanos;
    }

    void timedOut() {
        timeouts++;
    }
}
