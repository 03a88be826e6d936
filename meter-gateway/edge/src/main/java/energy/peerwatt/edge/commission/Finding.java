package energy.peerwatt.edge.commission;

/**
 * What one check found.
 *
 * @param text for the installer: what was seen and, if it is not good, what to do
 */
record Finding(Check check, Verdict verdict, String text) {

    /** How a check ended. */
    enum Verdict {
        /** Seen and right. */
        GOOD,
        /** The device does not measure it: nothing to judge. */
        NOT_MEASURED,
        /** Cannot be said yet. */
        UNDECIDED,
        /** Seen and wrong. */
        BAD
    }

    static Finding good(Check check, String text) {
        return new Finding(check, Verdict.GOOD, text);
    }

    static Finding bad(Check check, String text) {
        return new Finding(check, Verdict.BAD, text);
    }

    static Finding undecided(Check check, String text) {
        return new Finding(check, Verdict.UNDECIDED, text);
    }

    static Finding notMeasured(Check check) {
        return new Finding(check, Verdict.NOT_MEASURED, "not measured by this device");
    }

    /** Whether a device may be commissioned with it, unless the installer accepts it by name. */
    boolean passes() {
        return verdict == Verdict.GOOD || verdict == Verdict.NOT_MEASURED;
    }
}
