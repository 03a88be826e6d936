package energy.peerwatt.edge.poll;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what the next turn is: a background poll, or one of the two boundary reads around the
 * change of a quarter-hour. Background polls keep to a grid, so that a late one does not delay
 * those after it. Durations are wall time. Used by one thread.
 */
final class Timetable {

    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();
    private static final long QUIET_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LATE_NANOS = Duration.ofMillis(500).toNanos();

    /** A turn that takes longer is not waited for at a boundary. */
    private static final long LONGEST_TURN_NANOS = Duration.ofSeconds(10).toNanos();

    /** Which reading of all devices of an endpoint. */
    enum Kind {
        BACKGROUND,
        BEFORE_BOUNDARY,
        AFTER_BOUNDARY
    }

    /**
     * The next reading of all devices of an endpoint.
     *
     * @param waitNanos until it is due; not positive if it is
     */
    record Turn(long waitNanos, Kind kind) {

        boolean boundary() {
            return kind != Kind.BACKGROUND;
        }
    }

    private final MarketClock clock;
    private final long intervalNanos;
    private long dueNanos;
    private long turnNanos;
    private Instant boundary;
    private boolean beforeDone;

    /**
     * A grid of background polls.
     *
     * @param firstNanos when the first one is due
     */
    Timetable(MarketClock clock, Duration interval, long firstNanos) {
        this.clock = clock;
        intervalNanos = interval.toNanos();
        dueNanos = firstNanos;
        boundary = nextBoundary();
    }

    /** Nothing changes by asking, except that boundaries long past are given up. */
    Turn next(long nowNanos) {
        if (untilBoundary() + MARGIN_NANOS + turnNanos < -LATE_NANOS) {
            boundary = nextBoundary();
            beforeDone = false;
        }
        long until = untilBoundary();
        boolean before = !beforeDone && until > 0;
        long toBoundaryRead = before ? untilBoundaryRead() : until + MARGIN_NANOS;
        long toBackground = dueNanos - nowNanos;
        // A background poll that could still run when the boundary read is due is left out.
        return Math.max(toBackground, 0) < toBoundaryRead - Math.max(QUIET_NANOS, turnNanos)
                ? new Turn(toBackground, Kind.BACKGROUND)
                : new Turn(toBoundaryRead, before ? Kind.BEFORE_BOUNDARY : Kind.AFTER_BOUNDARY);
    }

    /**
     * The turn was taken.
     *
     * @param nowNanos after it
     * @param busyNanos what the devices that answered took of it; the read before the next boundary
     *     begins so much earlier
     * @return background polls that are left out because the turn ended too late for them
     */
    int done(Turn turn, long nowNanos, long busyNanos) {
        turnNanos = Math.clamp(busyNanos, turnNanos - turnNanos / 8, LONGEST_TURN_NANOS);
        switch (turn.kind()) {
            case BACKGROUND -> {
                dueNanos += intervalNanos;
                return skip((nowNanos - dueNanos) / intervalNanos);
            }
            case BEFORE_BOUNDARY -> beforeDone = true;
            case AFTER_BOUNDARY -> {
                boundary = boundary.plus(DeliveryInterval.QUARTER_HOUR);
                beforeDone = false;
            }
        }
        // The boundary read stands for what was due meanwhile.
        skip((nowNanos - dueNanos) / intervalNanos + (nowNanos >= dueNanos ? 1 : 0));
        return 0;
    }

    /** Wall nanoseconds to the change of the quarter-hour in question; negative after it. */
    long untilBoundary() {
        return Duration.between(clock.now(), boundary).dividedBy(clock.speed()).toNanos();
    }

    /** Wall nanoseconds to the read before that, which ends just before the change. */
    long untilBoundaryRead() {
        return untilBoundary() - MARGIN_NANOS - turnNanos;
    }

    private int skip(long polls) {
        if (polls <= 0) {
            return 0;
        }
        dueNanos += polls * intervalNanos;
        return (int) polls;
    }

    private Instant nextBoundary() {
        return DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR).end();
    }
}
