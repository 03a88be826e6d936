package energy.peerwatt.book;

/** Why a quantity left an order without being traded. */
public enum Removal {
    /** It would have traded with an order of its own group. */
    SELF_TRADE,
    /** The rest of an immediate order. */
    NOT_FILLED_AT_ONCE,
    /** A fill-or-kill order, or one with a minimum, that could not get enough at once. */
    UNFILLABLE,
    /** A post-only order that would have traded. */
    WOULD_TRADE,
    /** Trading for the interval ended. */
    GATE_CLOSED
}
