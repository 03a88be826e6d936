package energy.peerwatt.metering.headend.store;

/** What became of releasing held-back readings. */
public enum ReleaseResult {
    DONE,
    /** There are none. */
    NOTHING_HELD_BACK,
    /** They show less than before, but too much for a register reset to 0: an exchange says why. */
    NOT_A_RESET
}
