package energy.peerwatt.edge.format;

/** Why foreign bytes are no measurement. */
public enum Refusal {
    /** Kept by the broker: state of unknown age. */
    RETAINED,
    /** Larger than any meter's message. */
    TOO_LARGE,
    /** Not the JSON object that was expected. */
    NOT_JSON,
    /** The bytes do not follow their format. */
    MALFORMED,
    /** The checksum is another one. */
    CHECKSUM_WRONG,
    /** There is no checksum, and the configuration does not do without. */
    CHECKSUM_MISSING,
    /** A valid message without the measurement that was expected. */
    NO_MEASUREMENT,
    /** A valid message about something that is not used: voltage, states, announcements. */
    OTHER_QUANTITY,
    /** The device says that it does not know, or is gone. */
    ABSENT,
    /** The device calls its own value invalid or reports an error. */
    DEVICE_ERROR,
    /** A value of a control system: no register stands behind it. */
    CONTROL_VALUE,
    /** A measurement is no number, or beyond any meter. */
    NOT_A_NUMBER,
    /** The unit is not known. */
    UNIT_UNKNOWN,
    /** A register below zero. */
    NEGATIVE_REGISTER,
    /** The total is a list whose parts may have different units. */
    TOTAL_IS_LIST,
    /** There is export, and the only total may run backwards with it. */
    TOTAL_RUNS_BACKWARDS,
    /** The value may fall: it is not declared as a cumulative register. */
    NOT_CUMULATIVE,
    /** Several values fit, and the configuration does not say which. */
    AMBIGUOUS,
    /** The value would need a template to be run. */
    TEMPLATE,
    /** Another device, meter or key than the configured one. */
    OTHER_DEVICE,
    /** The signature does not fit the bytes. */
    SIGNATURE_WRONG,
    /** The way of signing is not known or not allowed. */
    SIGNATURE_UNKNOWN,
    /** Records of the meter are missing before this one, or it came before. */
    PAGINATION,
    /** The sender has not introduced itself, or must do so again. */
    NOT_BORN,
    /** Messages are missing before this one. */
    SEQUENCE_GAP,
    /** Recorded earlier and sent late: its time is not its arrival. */
    HISTORICAL
}
