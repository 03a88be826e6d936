package energy.peerwatt.web.trading;

/** Where an order stands. The names are part of the REST interface and of the tables. */
public enum OrderState {
    /** Something of it rests in the book. */
    OPEN,
    FILLED,
    /** Taken back, or stopped before it would have traded with its own participant. */
    CANCELLED,
    /** The gate closed before all of it was traded. */
    EXPIRED
}
