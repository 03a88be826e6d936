package energy.peerwatt.market;

/** Why the engine refused a command. The names are part of the REST interface and never change. */
public enum RejectReason {
    UNKNOWN_AREA,
    /** The interval's length is not the area's. */
    WRONG_INTERVAL,
    GATE_CLOSED,
    BEYOND_HORIZON,
    OFF_TICK,
    OFF_LOT,
    /** The limit or the quantity is larger than any order's may be, see {@link AreaRules}. */
    OUT_OF_RANGE,
    /** There is no such order, or nothing of it is left. */
    UNKNOWN_ORDER,
    /** The same client order id was used for a different order. */
    DUPLICATE_CLIENT_ORDER_ID,
    /** The terms contradict each other, or the market's design at this time. */
    TERMS_NOT_ALLOWED,
    /** The time until which it shall stand has passed. */
    EXPIRED,
    /** It would go beyond the participant's buy exposure. */
    BUY_EXPOSURE,
    /** It would go beyond what the participant may sell in the interval. */
    SELL_LIMIT,
    /** It would go beyond what the area's feeder can carry in the interval. */
    FEEDER_LIMIT,
    /** A basket that could not trade whole at once. */
    UNFILLABLE,
    /** The areas differ in interval, tick, gate or design, or are one. */
    AREAS_DO_NOT_FIT,
    /** A bound on blocks or on trusted participants is reached. */
    TOO_MANY,
    /** Too many events wait to be stored; try again. */
    BUSY,
    /** The bytes that came are no command of this version. */
    MALFORMED
}
