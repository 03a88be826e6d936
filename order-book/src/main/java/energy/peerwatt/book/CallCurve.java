package energy.peerwatt.book;

import energy.peerwatt.market.Side;

/**
 * One side of a call at net prices: how much there is down to every limit, from the best on. Whole
 * pages are passed first; then {@link #enter} reads the limits of the page that is left into
 * arrays, and those of later pages as they are needed. Used again; not thread-safe.
 */
final class CallCurve {

    /** Better than any price. */
    private static final long BEST = 1L << 60;

    private final LevelCursor cursor;
    private final Side side;
    private long offset;

    /** Whether there is a page that is not passed, its Wh and its worst price. */
    private boolean hasPage;

    private long page;
    private long worst;

    /** Wh of the pages passed, and their worst price. */
    private long passed;

    private long passedWorst;

    /**
     * The limits read: and how many Wh there are down to them. The first stands for all that was
     * passed, and is better than any price if that is nothing.
     */
    private final long[] limits = new long[1 + LevelCursor.PAGE_LIMITS];

    private final long[] ends = new long[1 + LevelCursor.PAGE_LIMITS];
    private int size;

    /** The first limit that is not used whole, {@link #size} if there is none. */
    private int at;

    CallCurve(OrderBook book, Side side) {
        cursor = book.cursor();
        this.side = side;
    }

    /** Goes to the best page; prices are limits less the cost. */
    void start(int contract, long cost) {
        cursor.reset(contract, side);
        offset = cost;
        passed = 0;
        passedWorst = side == Side.BUY ? BEST : -BEST;
        nextPage();
    }

    private void nextPage() {
        hasPage = cursor.nextPage();
        if (hasPage) {
            worst = cursor.worstLimit();
            page = cursor.pageQuantity();
        }
    }

    boolean hasPage() {
        return hasPage;
    }

    /** The page's worst price. */
    long worst() {
        return worst - offset;
    }

    /** Wh down to the page's worst price. */
    long pageEnd() {
        return passed + page;
    }

    void pass() {
        passed += page;
        passedWorst = worst;
        nextPage();
    }

    /** Reads the page's limits, if there is one. */
    void enter() {
        limits[0] = passedWorst;
        ends[0] = passed;
        at = 0;
        size = hasPage ? cursor.readPage(limits, ends, 1) : 1;
    }

    /**
     * Goes from limit to limit of both sides while they would trade with each other. Which side's
     * limit is used up first is as good as random, so the loop does not branch on it.
     *
     * @return Wh that can trade
     */
    static long cross(CallCurve bids, CallCurve asks) {
        long crossed;
        do {
            crossed = crossPages(bids, asks);
            bids.enterNext();
            asks.enterNext();
        } while (crosses(bids, asks));
        return crossed;
    }

    /** Goes on to the end of a side's page at the most. */
    private static long crossPages(CallCurve bids, CallCurve asks) {
        int bid = bids.at;
        int ask = asks.at;
        long crossed;
        do {
            long demand = bids.ends[bid];
            long supply = asks.ends[ask];
            crossed = Math.min(demand, supply);
            bid += 1 - isLess(supply, demand);
            ask += 1 - isLess(demand, supply);
        } while (bid < bids.size
                && ask < asks.size
                && bids.limits[bid] - bids.offset >= asks.limits[ask]);
        bids.at = bid;
        asks.at = ask;
        return crossed;
    }

    /** 1 or 0. */
    private static int isLess(long less, long more) {
        return (int) ((less - more) >>> (Long.SIZE - 1));
    }

    private static boolean crosses(CallCurve bids, CallCurve asks) {
        return bids.more() && asks.more() && bids.price() >= asks.price();
    }

    private void enterNext() {
        if (at == size && hasPage) {
            pass();
            enter();
            at = 1;
        }
    }

    /** Whether there is a limit that is not used whole. */
    boolean more() {
        return at < size;
    }

    /** The first limit's price of those not used whole. */
    long price() {
        return limits[at] - offset;
    }

    /** The worst price of what was used, a volume. */
    long marginal(long volume) {
        return limits[at - 1 + isLess(ends[at - 1], volume)] - offset;
    }

    /** Goes before the side's best limit. */
    LevelCursor orders(int contract) {
        return cursor.reset(contract, side);
    }
}
