package energy.peerwatt.book;

/** Walks a side's limits from the best on, and the orders within a limit by priority. */
public interface LevelCursor {

    /** Moves to the next limit; false if there is none. */
    boolean next();

    /** The limit, micro-currency per kWh. */
    long limit();

    /** Wh of all its orders, hidden parts included. */
    long quantity();

    /** Moves to the limit's next order; false if there is none. */
    boolean nextOrder();

    long order();

    int participant();

    int group();

    /** Wh left of the order, hidden part included. */
    long orderQuantity();
}
