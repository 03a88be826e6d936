package energy.peerwatt.market;

/**
 * What happens when an incoming order meets one of its own group. The incoming order's rule counts.
 */
public enum SelfTradePrevention {
    /** What is left of the incoming order leaves. */
    CANCEL_NEWEST,
    /** The resting order leaves and matching goes on. */
    CANCEL_OLDEST,
    /** Both leave. */
    CANCEL_BOTH,
    /** Both lose the smaller of the two quantities without trading; matching goes on. */
    DECREMENT
}
