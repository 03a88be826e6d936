package energy.peerwatt.metering.headend.check;

/** What is looked for. */
public enum Check {
    /** Registers stood still for hours in which they moved on each of the days before. */
    FROZEN(Severity.SUSPECT),
    /** Far more than at any other time of the day, and more than homes take or give. */
    DAY_SPIKE(Severity.SUSPECT),
    /** The values do not add up to the difference of the registers: somebody substituted one. */
    SUM(Severity.INFO),
    /** Import and export went on together for hours: perhaps the registers are of phases. */
    BOTH_DIRECTIONS(Severity.INFO),
    /** Export where nothing can give: import and export are swapped, or panels are not known. */
    EXPORT_WITHOUT_SOURCE(Severity.SUSPECT),
    /** More export than was generated, without storage: import and export are swapped. */
    EXPORT_ABOVE_GENERATION(Severity.SUSPECT),
    /** More generated than the panels can give. */
    GENERATION_ABOVE_PEAK(Severity.SUSPECT),
    /** Panels that give at night. */
    NIGHT_SUN(Severity.SUSPECT),
    /** Panels that for an hour or longer give far more or less than usual, unlike those around. */
    UNLIKE_NEIGHBOURS(Severity.INFO),
    /** Two readings of one time with different values; the newer one counts. */
    CONTRADICTION(Severity.SUSPECT),
    /** The gateway's clock does not follow a reference, or does not say. */
    CLOCK_UNKNOWN(Severity.INFO, true),
    /** The gateway's clock is known to be wrong. */
    CLOCK_OFF(Severity.SUSPECT, true),
    /** The gateway's clock was set while it read. */
    CLOCK_JUMP(Severity.SUSPECT, true),
    /** The gateway's clock goes too fast or too slow. */
    CLOCK_DRIFT(Severity.SUSPECT, true),
    /** The gateway's clock is so wrong that its readings are not used. */
    CLOCK_REJECTED(Severity.REJECT, true),
    /** The device names itself otherwise than before, and nobody told that it was exchanged. */
    DEVICE_CHANGED(Severity.SUSPECT),
    /** The device is decoded by something else than before. */
    PROFILE_CHANGED(Severity.INFO, true),
    /** The register counts something else than the power beside it says. */
    POWER_UNLIKE_REGISTER(Severity.SUSPECT),
    /** The meter signs its own records, and readings came without one that proves them. */
    RECORD_REFUSED(Severity.REJECT),
    /** The gateway lost part of what it kept and numbers its readings anew. */
    NUMBERED_ANEW(Severity.INFO, true);

    private final Severity severity;
    private final boolean ofGateway;

    Check(Severity severity) {
        this(severity, false);
    }

    Check(Severity severity, boolean ofGateway) {
        this.severity = severity;
        this.ofGateway = ofGateway;
    }

    /** Whether it is found in the gateway and says nothing of the metering point's member. */
    public boolean isOfGateway() {
        return ofGateway;
    }

    /** How much it matters unless configured otherwise. */
    public Severity severity() {
        return severity;
    }
}
