package energy.peerwatt.book;

import energy.peerwatt.market.Side;

/**
 * Walks a side's limits from the best on, and the orders within a limit by priority. One object can
 * be used again for other sides of its book.
 */
public interface LevelCursor {

    /** At most so many limits make a page. */
    int PAGE_LIMITS = 16;

    /** Goes before the best limit of a side; valid until the contract changes. */
    LevelCursor reset(int contract, Side side);

    /** Moves to the next limit; false if there is none. */
    boolean next();

    /**
     * Moves before the first limit of the next page, past what is left of the current one; {@link
     * #next} goes on from there. A page is one or more neighbouring limits that the book sums up.
     *
     * @return false if there is none
     */
    boolean nextPage();

    /** The worst limit of the page that {@link #nextPage} moved to; before {@link #next} only. */
    long worstLimit();

    /** Wh of all orders of the page; before {@link #next} only. */
    long pageQuantity();

    /**
     * Reads the page's limits, best first, and how many Wh there are down to each of them; before
     * {@link #next} only. May use all {@link #PAGE_LIMITS} places from {@code from} on.
     *
     * @param from where to write the first, positive; what the place before it says is added
     * @return past where the last is written
     */
    int readPage(long[] limits, long[] ends, int from);

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
