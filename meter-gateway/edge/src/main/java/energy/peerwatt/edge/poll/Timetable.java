package energy.peerwatt.edge.poll;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what the next turn is: a background poll, or one of the two boundary reads around the
 * change of a quarter-hour. Durations are wall time. Used by one thread.
 */
final class Timetable {

    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();
    private static final long QUIET_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LATE_NANOS = Duration.ofMillis(500).toNanos();

    private final MarketClock clock;
    private final long intervalNanos;
    private long lastTurnNanos;
    private Instant boundary;
    private boolean beforeDone;

    /**
     * The next reading of all devices of an endpoint.
     *
     * @param waitNanos until it is due; not positive if it is
     * @param boundary true for a boundary read
     */
    record Turn(long waitNanos, boolean boundary) {}

    Timetable(MarketClock clock, Duration interval, long nowNanos) {
        this.clock = clock;
        intervalNanos = interval.toNanos();
        lastTurnNanos = nowNanos - intervalNanos;
        boundary = nextBoundary();
    }

    /** Nothing changes by asking, except that boundaries long past are given up. */
    Turn next(long nowNanos) {
        if (untilBoundary() + MARGIN_NANOS < -LATE_NANOS) {
            boundary = nextBoundary();
            beforeDone = false;
        }
        long until = untilBoundary();
        boolean before = !beforeDone && until > 0;
        long toBoundaryRead = before ? until - MARGIN_NANOS : until + MARGIN_NANOS;
        long toBackground = lastTurnNanos + intervalNanos - nowNanos;
        // A background poll that could still run when the boundary read is due is left out.
        return Math.max(toBackground, 0) < toBoundaryRead - QUIET_NANOS
                ? new Turn(toBackground, false)
                : new Turn(toBoundaryRead, true);
    }

    /** The turn was taken, from this time on. */
    void done(Turn turn, long startedNanos) {
        lastTurnNanos = startedNanos;
        if (!turn.boundary()) {
            return;
        }
        if (!beforeDone && untilBoundary() > 0) {
            beforeDone = true;
            return;
        }
        boundary = boundary.plus(DeliveryInterval.QUARTER_HOUR);
        beforeDone = false;
    }

    /** Wall nanoseconds to the change of the quarter-hour in question; negative after it. */
    long untilBoundary() {
        return Duration.between(clock.now(), boundary).dividedBy(clock.speed()).toNanos();
    }

    private Instant nextBoundary() {
        return DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR).end();
    }
}
