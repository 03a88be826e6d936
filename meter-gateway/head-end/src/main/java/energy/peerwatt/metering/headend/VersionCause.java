package energy.peerwatt.metering.headend;

/** Why a value has a later version. */
public enum VersionCause {
    /** Registers were read after the value had been estimated without. */
    MEASURED,
    /** A reading arrived after newer ones. */
    LATE_READING,
    /** A reading was replaced by a newer one of the same time. */
    CORRECTED_READING,
    /** An operator set the value. */
    OPERATOR
}
