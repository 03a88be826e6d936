package energy.peerwatt.market;

/** Quality of an interval value, worst last. The quality of a sum is the worst of its parts. */
public enum Quality {
    /** Measured at both ends. */
    ACTUAL,
    /** Replaced by the metering operator after validation. */
    SUBSTITUTED,
    /** Estimated; settled again once measured. */
    ESTIMATED;

    /** The worse of the two. */
    public Quality worst(Quality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
