package energy.peerwatt.market;

/** How long an order stands. */
public enum TimeInForce {
    /** Until the interval's gate closes. */
    UNTIL_GATE,
    /** Until a time before the gate. */
    UNTIL_TIME,
    /** What does not trade at once leaves. */
    IMMEDIATE_OR_CANCEL,
    /** Trades whole at once or not at all. */
    FILL_OR_KILL
}
