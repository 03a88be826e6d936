package energy.peerwatt.metering.protocol;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What became of a plan so far. Every report says everything again, so a lost one is healed by the
 * next; the one with the highest revision counts.
 *
 * @param plan sequence of the plan, see {@link SetpointPlan#sequence()}
 * @param revision grows with every report about a plan, at least 1
 * @param at market time, whole seconds
 * @param reason why it is in this state; {@link Reason#NONE} while nothing is wrong
 * @param steps results by ascending step; a step that is not due yet has none
 */
public record SetpointReport(
        SetpointTarget target,
        long plan,
        long revision,
        Instant at,
        State state,
        Reason reason,
        List<StepResult> steps) {

    /** State of a plan. */
    public enum State {
        /** Kept on disk; it is carried out even if the link is lost from now on. */
        ACCEPTED,
        /** Nothing of it was or will be done. */
        REFUSED,
        /** It was accepted and holds no more; the device is left to itself, or to a newer plan. */
        ENDED
    }

    /** State of a step that was due. */
    public enum StepState {
        /** Written as ordered and read back. */
        APPLIED,
        /** Written narrower than ordered, or not below the floor, and read back. */
        CLAMPED,
        /** The device cannot do this; nothing was written. */
        REFUSED,
        /** The device did not do as it was told and was left to itself. */
        FAILED,
        /** Its time passed before it could be written. */
        EXPIRED
    }

    /** Why. */
    public enum Reason {
        NONE,
        /** The time of the plan or of the step is over. */
        EXPIRED,
        /** A plan without steps took it back. */
        REVOKED,
        /**
         * A plan with a higher sequence is known, or may have been: the gateway lost its memory.
         */
        SUPERSEDED,
        /** Another plan with the same sequence is known. */
        CONTRADICTION,
        /** Issued later than the gateway's clock shows. */
        FROM_THE_FUTURE,
        /** The gateway has no such device. */
        UNKNOWN_DEVICE,
        /** The household did not switch on the control of this device at the gateway. */
        NOT_ALLOWED,
        /** The device has no register for this. */
        UNSUPPORTED,
        /** The device does not say what it can bear. */
        NAMEPLATE_UNKNOWN,
        /** The device does not go back by itself if the gateway dies. */
        NO_REVERSION,
        /** Somebody else controls the device already. */
        OTHER_CONTROL,
        /** More than the nameplate allows. */
        NAMEPLATE,
        /** The household keeps this. */
        FLOOR,
        /** The device does not answer. */
        UNREACHABLE,
        /** The device declined to be written. */
        DECLINED,
        /** The device shows something else than what was written. */
        READ_BACK
    }

    /**
     * Result of one step.
     *
     * @param step its index in the plan, from 0
     * @param at market time of this result, whole seconds
     * @param watts what the device showed when read back, in the direction of the step's kind, at
     *     least 0; empty if nothing was read back
     */
    public record StepResult(
            int step, Instant at, StepState state, Reason reason, OptionalLong watts) {

        public StepResult {
            SetpointPlan.requireSecond(at);
            if (step < 0 || step >= SetpointPlan.MAX_STEPS) {
                throw new IllegalArgumentException("step " + step);
            }
            if (watts.isPresent() && watts.getAsLong() < 0) {
                throw new IllegalArgumentException("power " + watts);
            }
        }
    }

    public SetpointReport {
        SetpointPlan.requireSecond(at);
        steps = List.copyOf(steps);
        if (plan < 1 || revision < 1) {
            throw new IllegalArgumentException("plan " + plan + ", revision " + revision);
        }
        int last = -1;
        for (StepResult result : steps) {
            if (result.step() <= last) {
                throw new IllegalArgumentException("results not ascending at " + result.step());
            }
            last = result.step();
        }
    }

    /** The bytes that are signed, for keeping; see the module's README. */
    public byte[] encoded() {
        return SetpointCodec.encode(this);
    }

    /**
     * Reads what {@link #encoded} gave.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static SetpointReport decode(byte[] encoded) {
        try {
            return SetpointCodec.decodeReport(encoded);
        } catch (MalformedBlockException e) {
            throw new IllegalArgumentException("not a report", e);
        }
    }
}
