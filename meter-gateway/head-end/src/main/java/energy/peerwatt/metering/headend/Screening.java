package energy.peerwatt.metering.headend;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reading may become energy. An unusable reading is kept with its verdict, never dropped.
 *
 * <p>Usable readings of a register ascend strictly in time and never descend in value; the boundary
 * rule relies on it.
 */
public enum Screening {
    /** May bracket a boundary. */
    USABLE,
    /** Not later than the newest usable reading of its register. */
    LATE,
    /** Shows less than the newest usable reading. A decrease is never energy. */
    ROLLBACK,
    /** Read later than {@link #CLOCK_TOLERANCE} after it was received: a wrong gateway clock. */
    FUTURE;

    /** How far a gateway's clock may be ahead of the head-end's, in market time. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    /**
     * Judges the next reading of a register.
     *
     * @param newest newest usable reading so far, null if there is none
     * @param receivedAt market time at which the head-end received {@code next}
     */
    public static Screening of(
            @Nullable RegisterReading newest, RegisterReading next, Instant receivedAt) {
        if (next.at().isAfter(receivedAt.plus(CLOCK_TOLERANCE))) {
            return FUTURE;
        }
        if (newest == null) {
            return USABLE;
        }
        if (!next.at().isAfter(newest.at())) {
            return LATE;
        }
        return next.registerWh() < newest.registerWh() ? ROLLBACK : USABLE;
    }
}
