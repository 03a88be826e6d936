package energy.peerwatt.metering.headend;

import java.time.Instant;

/**
 * A register whose values cannot be computed; it is set aside and tried again now and then.
 *
 * @param step what could not be done
 * @param times how often it failed in a row, 1 or more
 * @param firstAt first failure, wall time
 * @param lastAt newest failure, wall time
 * @param retryAt next attempt, wall time
 * @param detail the failure, for an operator; at most 300 characters
 */
public record RegisterFault(
        RegisterId register,
        Step step,
        int times,
        Instant firstAt,
        Instant lastAt,
        Instant retryAt,
        String detail) {

    /** What is done for a register. */
    public enum Step {
        /** Its interval values are computed. */
        INTERVALS,
        /** Its late readings are looked at. */
        REVISION,
        /** Its missing values are estimated. */
        ESTIMATION
    }
}
