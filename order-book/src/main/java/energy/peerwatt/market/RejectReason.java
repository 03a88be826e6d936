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
    /** Too many events wait to be stored; try again. */
    BUSY
}
