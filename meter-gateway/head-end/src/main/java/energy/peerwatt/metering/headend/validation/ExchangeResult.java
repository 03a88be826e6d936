package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.metering.headend.RegisterChange;

/** Whether an exchange of a meter is believed. */
public sealed interface ExchangeResult {

    /**
     * It counts.
     *
     * @param state of the new meter
     */
    record Exchanged(RegisterState state, RegisterChange change) implements ExchangeResult {}

    /** It contradicts what was read; nothing has changed. */
    record Refused(Refusal reason) implements ExchangeResult {}

    /** Why an exchange is not believed. */
    enum Refusal {
        /** The register was never read. */
        UNKNOWN_REGISTER,
        /** It has not happened yet: until then every reading would come too late. */
        FUTURE,
        /** A usable reading was taken at that time or later. */
        NEWER_READINGS,
        /** The old meter already showed more. */
        FINAL_BELOW_LAST,
        /** The old meter cannot have counted so far. */
        FINAL_ABOVE_LIMIT
    }
}
