package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long the oldest reading has waited, in market time, by the time of every {@value #STEP}th.
 * Guarded by the spool's lock.
 */
final class SpoolTimes {

    private static final int STEP = 1_000;

    private final TreeMap<Long, Instant> times = new TreeMap<>();
    private long newest;
    private Instant newestAt = Instant.EPOCH;

    /** Notes a reading behind those noted before. */
    void note(Reading reading) {
        newest = reading.sequence();
        newestAt = reading.at();
        if (times.isEmpty() || newest >= times.lastKey() + STEP) {
            times.put(newest, newestAt);
        }
    }

    /**
     * From the oldest reading that is not acknowledged to the newest, zero if none waits. Too much
     * by at most the time of {@value #STEP} readings, or of one file from before a restart.
     */
    Duration waiting(long acknowledged) {
        Map.Entry<Long, Instant> oldest = times.floorEntry(acknowledged + 1);
        if (oldest == null || newest <= acknowledged) {
            return Duration.ZERO;
        }
        times.headMap(oldest.getKey()).clear();
        return Duration.between(oldest.getValue(), newestAt);
    }
}
