package energy.peerwatt.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One market time unit in UTC, half-open {@code [start, end)}.
 *
 * <p>Intervals are numbered from the epoch, so days of 92 or 100 quarter-hours need no special
 * case.
 *
 * @param start aligned to {@code length} from the epoch
 * @param length 5, 15, 30 or 60 minutes
 */
public record DeliveryInterval(Instant start, Duration length)
        implements Comparable<DeliveryInterval> {

    public static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

    private static final Set<Duration> LENGTHS =
            Set.of(
                    Duration.ofMinutes(5),
                    QUARTER_HOUR,
                    Duration.ofMinutes(30),
                    Duration.ofHours(1));

    public DeliveryInterval {
        requireLength(length);
        if (start.getNano() != 0
                || Math.floorMod(start.getEpochSecond(), length.toSeconds()) != 0) {
            throw new IllegalArgumentException("start is not aligned to " + length + ": " + start);
        }
    }

    /**
     * Checks a market's interval length.
     *
     * @throws IllegalArgumentException if it is not 5, 15, 30 or 60 minutes
     */
    public static void requireLength(Duration length) {
        if (!LENGTHS.contains(length)) {
            throw new IllegalArgumentException("length must be 5, 15, 30 or 60 minutes: " + length);
        }
    }

    /** The quarter-hour that starts at {@code start}. */
    public static DeliveryInterval quarterHourAt(Instant start) {
        return new DeliveryInterval(start, QUARTER_HOUR);
    }

    /** The interval of the given length that contains {@code instant}. */
    public static DeliveryInterval containing(Instant instant, Duration length) {
        return ofIndex(Math.floorDiv(instant.getEpochSecond(), length.toSeconds()), length);
    }

    /** The interval with number {@code index} counted from the epoch. */
    public static DeliveryInterval ofIndex(long index, Duration length) {
        long seconds = Math.multiplyExact(index, length.toSeconds());
        return new DeliveryInterval(Instant.ofEpochSecond(seconds), length);
    }

    /** Number of this interval counted from the epoch in units of its length. */
    public long index() {
        return Math.floorDiv(start.getEpochSecond(), length.toSeconds());
    }

    public Instant end() {
        return start.plus(length);
    }

    public DeliveryInterval next() {
        return plus(1);
    }

    /** The interval {@code count} after this one; negative counts go back. */
    public DeliveryInterval plus(long count) {
        return ofIndex(Math.addExact(index(), count), length);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end());
    }

    @Override
    public int compareTo(DeliveryInterval other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : length.compareTo(other.length);
    }

    @Override
    public String toString() {
        return start + "/" + length;
    }
}
