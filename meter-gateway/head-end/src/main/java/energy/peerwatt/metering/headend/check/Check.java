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
    UNLIKE_NEIGHBOURS(Severity.INFO);

    private final Severity severity;

    Check(Severity severity) {
        this.severity = severity;
    }

    /** How much it matters unless configured otherwise. */
    public Severity severity() {
        return severity;
    }
}
