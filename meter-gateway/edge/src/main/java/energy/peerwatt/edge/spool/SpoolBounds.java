package energy.peerwatt.edge.spool;

import java.time.Duration;

/**
 * When a spool takes no more readings, rather than lose those it has.
 *
 * @param maxBytes at least two segments (2 MiB)
 * @param maxAge market time that the oldest unacknowledged reading may lie behind a new one;
 *     positive
 */
public record SpoolBounds(long maxBytes, Duration maxAge) {

    static final long SEGMENT_BYTES = 1L << 20;

    public SpoolBounds {
        if (maxBytes < 2 * SEGMENT_BYTES) {
            throw new IllegalArgumentException("spool of " + maxBytes + " bytes is too small");
        }
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("age of the spool not positive: " + maxAge);
        }
    }
}
