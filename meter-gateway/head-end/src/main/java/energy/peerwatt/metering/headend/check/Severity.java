package energy.peerwatt.metering.headend.check;

/** How much a finding matters. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Somebody should look before the value is relied on. */
    SUSPECT,
    /** Not to be used. */
    REJECT
}
