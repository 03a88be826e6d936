package energy.peerwatt.edge.control;

import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import java.util.OptionalLong;

/**
 * What a device made of a step.
 *
 * @param watts what it showed when read back, at least 0; empty if nothing was
 * @param holdsSeconds after which it goes back by itself, where that is sooner than was wanted
 */
record ControlResult(
        StepState state, Reason reason, OptionalLong watts, OptionalLong holdsSeconds) {

    /** A result whose reversion is as it was wanted. */
    ControlResult(StepState state, Reason reason, OptionalLong watts) {
        this(state, reason, watts, OptionalLong.empty());
    }

    /** Written and read back; {@link Reason#NONE} if it is just what was ordered. */
    static ControlResult written(Reason clamp, long watts) {
        StepState state = clamp == Reason.NONE ? StepState.APPLIED : StepState.CLAMPED;
        return new ControlResult(state, clamp, OptionalLong.of(watts));
    }

    /** The same, but it goes back by itself after so many seconds. */
    ControlResult holding(long seconds) {
        return new ControlResult(state, reason, watts, OptionalLong.of(seconds));
    }

    /** Nothing was written. */
    static ControlResult refused(Reason reason) {
        return new ControlResult(StepState.REFUSED, reason, OptionalLong.empty());
    }

    static ControlResult failed(Reason reason) {
        return new ControlResult(StepState.FAILED, reason, OptionalLong.empty());
    }
}
