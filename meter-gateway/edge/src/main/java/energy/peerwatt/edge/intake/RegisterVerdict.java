package energy.peerwatt.edge.intake;

/** Whether a register value may become a reading. */
sealed interface RegisterVerdict {

    /**
     * It may.
     *
     * @param state what to compare the next value with, once this one is kept
     */
    record Plausible(RegisterState state) implements RegisterVerdict {}

    /** It is kept out; there is no reading at this moment. */
    record Quarantined(Reason reason, long changeMilliWh) implements RegisterVerdict {}

    /** Why a value is kept out. */
    enum Reason {
        /** Less than before and no wrap: a reset, a replaced meter, or a dip to zero. */
        BACKWARDS,
        /** More than any connection of this gateway can carry since the last value. */
        TOO_FAST
    }
}
