package energy.peerwatt.edge.mqtt;

import energy.peerwatt.edge.device.DeviceSample;

/** What became of a meter's message. */
public sealed interface MeterMessage {

    /** The message in our words. */
    record Decoded(DeviceSample sample) implements MeterMessage {}

    /** Nothing of the message may be used. */
    record Refused(Reason reason) implements MeterMessage {}

    /** Why a message is refused. */
    enum Reason {
        /** Kept by the broker: state of unknown age. */
        RETAINED,
        /** Larger than any meter's message. */
        TOO_LARGE,
        /** Not a JSON object. */
        NOT_JSON,
        /** A valid message that carries no measurement we use. */
        NO_MEASUREMENT,
        /** A measurement is no number, or beyond any meter. */
        NOT_A_NUMBER,
        /** A register below zero. */
        NEGATIVE_REGISTER,
        /** The total is a list whose parts may have different units. */
        TOTAL_IS_LIST,
        /** There is export, and the only total may run backwards with it. */
        TOTAL_RUNS_BACKWARDS
    }
}
