package energy.peerwatt.edge.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * When meters refresh their registers.
 *
 * <p>A register read at time t shows the true energy at the multiple of {@code seconds} nearest to
 * t; it is refreshed half a tick before each multiple. Half a tick is at least one wall second
 * (unless a quarter-hour itself passes faster), so reads just before and just after a quarter-hour
 * both show exactly the boundary value.
 *
 * @param seconds market seconds between refreshes, a divisor of 900
 */
record TickSchedule(int seconds) {

    static final int QUARTER_HOUR_SECONDS = 900;

    private static final int MIN_WALL_SECONDS = 2;

    TickSchedule {
        if (seconds < 1 || QUARTER_HOUR_SECONDS % seconds != 0) {
            throw new IllegalArgumentException("not a divisor of 900: " + seconds);
        }
    }

    /** The smallest divisor of 900 that lasts at least two wall seconds, at most 900. */
    static TickSchedule forSpeed(int speed) {
        int tick = 1;
        while (tick < QUARTER_HOUR_SECONDS
                && (QUARTER_HOUR_SECONDS % tick != 0 || tick < MIN_WALL_SECONDS * (long) speed)) {
            tick++;
        }
        return new TickSchedule(tick);
    }

    /** Epoch second whose true energy registers show at {@code time}. */
    long shownAt(Instant time) {
        Instant later = time.plus(half());
        return Math.floorDiv(later.getEpochSecond(), seconds) * seconds;
    }

    /** First multiple at or after {@code epochSecond}. */
    long firstFrom(long epochSecond) {
        return Math.ceilDiv(epochSecond, seconds) * seconds;
    }

    /** When registers begin to show the energy of {@code multiple}. */
    Instant refreshOf(long multiple) {
        return Instant.ofEpochSecond(multiple).minus(half());
    }

    /** First quarter-hour after {@code epochSecond}. */
    static long nextQuarterHour(long epochSecond) {
        return (Math.floorDiv(epochSecond, QUARTER_HOUR_SECONDS) + 1L) * QUARTER_HOUR_SECONDS;
    }

    private Duration half() {
        return Duration.ofSeconds(seconds).dividedBy(2);
    }
}
