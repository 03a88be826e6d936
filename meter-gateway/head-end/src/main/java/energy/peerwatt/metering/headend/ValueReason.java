package energy.peerwatt.metering.headend;

/** What an interval value's reader should know besides its quality. */
public enum ValueReason {
    /** No reading close to a boundary: interpolated. */
    GAP,
    /** The register reached its end and started again from 0. */
    ROLLOVER,
    /**
     * The register started again without an operator's word; what flowed unseen is not included.
     */
    RESET,
    /** The meter was exchanged. */
    EXCHANGE,
    /** More energy than the connection can carry in the interval. */
    SPIKE,
    /** Set by an operator. */
    OPERATOR,
    /** No reading came in time: estimated without a register at the end. */
    MISSING,
    /** Spread over time as on like days. */
    LIKE_DAYS,
    /** Spread over time as at the neighbours' panels. */
    NEIGHBOURS,
    /** Read by a clock that was more than 1 s off, or never synchronised. */
    CLOCK
}
