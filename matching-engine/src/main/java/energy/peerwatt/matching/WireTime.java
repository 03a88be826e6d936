package energy.peerwatt.matching;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;

/** Times as the wire has them: nanoseconds since the epoch, from 1677 to 2262. */
final class WireTime {

    /** No time. */
    static final long NULL = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private WireTime() {}

    /**
     * Nanoseconds since the epoch.
     *
     * @throws IllegalArgumentException before 1677-09-21 or after 2262-04-11
     */
    static long nanos(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        if (seconds < 0) {
            // The first second of the range would overflow before its nanoseconds are added.
            seconds++;
            nanos -= NANOS_PER_SECOND;
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("not between 1677 and 2262: " + instant, e);
        }
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /**
     * A length of time in nanoseconds.
     *
     * @throws IllegalArgumentException beyond 292 years
     */
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("longer than 292 years: " + duration, e);
        }
    }

    /** Whether there is a delivery interval of this start and length, both in s. */
    static boolean isInterval(long start, int length) {
        if (start < Instant.MIN.getEpochSecond() || start > Instant.MAX.getEpochSecond()) {
            return false;
        }
        // Constants make the remainders multiplications.
        return switch (length) {
            case 300 -> start % 300 == 0;
            case 900 -> start % 900 == 0;
            case 1800 -> start % 1800 == 0;
            case 3600 -> start % 3600 == 0;
            default -> false;
        };
    }

    /**
     * The delivery interval of this start and length, both in s.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DeliveryInterval interval(long start, int length) {
        if (!isInterval(start, length)) {
            throw new IllegalArgumentException("no interval: " + start + " s for " + length + " s");
        }
        return new DeliveryInterval(Instant.ofEpochSecond(start), Duration.ofSeconds(length));
    }
}
