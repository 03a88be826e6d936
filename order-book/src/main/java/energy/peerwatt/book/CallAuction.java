package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.util.Arrays;

/**
 * The uniform-price call auction: clears the resting orders of one contract at one net price.
 * Buyers' limits are all-in, so a bid counts at its limit less the fee; the fee is no part of the
 * price. Iceberg orders count whole. One object is used again for every call of a book, on its
 * thread; once it has seen the largest contract it allocates nothing.
 *
 * <p><b>Volume.</b> The most that can trade at one price: the maximum over all prices of the
 * smaller of demand and supply.
 *
 * <p><b>Price.</b> The lowest possible price is the larger of the marginal ask and the best bid
 * that is not filled whole; the highest is the smaller of the marginal bid and the best ask that is
 * not filled whole. The price is the middle of the two, rounded down to a micro-currency. At every
 * price in this range each order strictly better than the price is filled whole (strict clearing),
 * so where the marginal order is partly filled the price is its limit, and nobody pays more or gets
 * less than its limit.
 *
 * <p><b>Rationing.</b> Better limits first. The last limit of a side that does not fit whole is cut
 * by time or pro rata, see {@link Rationing}. Then buyers and sellers are paired in order of price,
 * then priority.
 *
 * <p><b>Own orders.</b> {@link OrderBook#collect} leaves no two orders of one group that could
 * trade with each other, but a fee may fall after it, and continuous trading leaves them where a
 * feeder has no room. By {@link #meetOwn} they meet before the call, as if all came in anew in
 * order of priority: each meets the earlier ones of its group, best first, as its own self-trade
 * rule says. What leaves is reported as {@link Removal#SELF_TRADE} and has no part in the price.
 *
 * <p><b>Bound.</b> Where less may trade than could, as when a feeder has little room, the price
 * stays that of the unbounded crossing and both sides are rationed to the bound; strict clearing is
 * then given up for a price that does not depend on who else uses the feeder.
 */
public final class CallAuction {

    private final OrderBook book;
    private final CallCurve bids;
    private final CallCurve asks;
    private final OwnOrders own;
    private final Allotment buys = new Allotment();
    private final Allotment sells = new Allotment();
    private int pairs;
    private int[] pairBuys = new int[128];
    private int[] pairSells = new int[128];
    private long[] pairQuantities = new long[128];
    private long price;
    private long volume;

    /** For all contracts of a book. */
    public CallAuction(OrderBook book) {
        this.book = book;
        bids = new CallCurve(book, Side.BUY);
        asks = new CallCurve(book, Side.SELL);
        own = new OwnOrders(book);
    }

    /**
     * Works out price and volume, and no more. Orders of one group count as they rest.
     *
     * @param fee micro-currency per kWh that a buyer pays on top of the net price; any sign
     * @return whether anything can trade; if not, there is no price
     */
    public boolean indicate(int contract, long fee) {
        bids.start(contract, fee);
        asks.start(contract, 0);
        passPages();
        volume = CallCurve.cross(bids, asks);
        long lowest = asks.marginal(volume);
        long highest = bids.marginal(volume);
        if (bids.more()) {
            lowest = Math.max(lowest, bids.price());
        }
        if (asks.more()) {
            highest = Math.min(highest, asks.price());
        }
        price = lowest + (highest - lowest) / 2;
        return volume > 0;
    }

    /** Passes whole pages as long as the worst limits of both would trade with each other. */
    private void passPages() {
        while (bids.hasPage() && asks.hasPage() && bids.worst() >= asks.worst()) {
            if (bids.pageEnd() <= asks.pageEnd()) {
                bids.pass();
            } else {
                asks.pass();
            }
        }
        bids.enter();
        asks.enter();
    }

    /**
     * Lets orders of one group meet that could trade with each other. Needed before {@link #allot}
     * unless all orders were collected at this fee or lower ones.
     */
    public void meetOwn(int contract, long fee, BookEvents events) {
        own.meet(contract, fee, events);
    }

    /**
     * Works out who trades how much with whom, without doing it. {@link #execute} does it; the book
     * must not change in between.
     *
     * @param bound Wh that may trade at most, not negative; {@link MatchScope#UNLIMITED} for none
     * @return whether there is anything to execute
     */
    public boolean allot(int contract, long fee, long bound, Rationing rationing) {
        pairs = 0;
        if (!indicate(contract, fee)) {
            return false;
        }
        volume = Math.min(volume, bound);
        buys.take(bids.orders(contract), volume, rationing);
        sells.take(asks.orders(contract), volume, rationing);
        pair();
        return volume > 0;
    }

    /**
     * Does what {@link #allot} worked out: fills the orders and reports every pair as traded at the
     * uniform price.
     */
    public void execute(int contract, BookEvents events) {
        for (int i = 0; i < pairs; i++) {
            int buy = pairBuys[i];
            int sell = pairSells[i];
            long quantity = pairQuantities[i];
            book.fill(buys.order(buy), quantity);
            book.fill(sells.order(sell), quantity);
            events.traded(
                    contract,
                    sells.order(sell),
                    sells.participant(sell),
                    buys.order(buy),
                    buys.participant(buy),
                    quantity,
                    price);
        }
        pairs = 0;
    }

    /**
     * {@link #allot} and {@link #execute} in one.
     *
     * @return Wh traded, 0 if nothing could
     */
    public long clear(int contract, long fee, long bound, Rationing rationing, BookEvents events) {
        if (!allot(contract, fee, bound, rationing)) {
            return 0;
        }
        execute(contract, events);
        return volume;
    }

    /** Net micro-currency per kWh; without meaning if nothing could trade. */
    public long price() {
        return price;
    }

    /** Wh that can trade; after {@link #allot} within the bound. */
    public long volume() {
        return volume;
    }

    /** Pairs both sides in their sequence. */
    private void pair() {
        long bought = 0;
        long sold = 0;
        int buy = 0;
        int sell = 0;
        while (buy < buys.size() && sell < sells.size()) {
            long quantity = Math.min(buys.quantity(buy) - bought, sells.quantity(sell) - sold);
            if (quantity > 0) {
                addPair(buy, sell, quantity);
            }
            bought += quantity;
            sold += quantity;
            if (bought == buys.quantity(buy)) {
                buy++;
                bought = 0;
            }
            if (sold == sells.quantity(sell)) {
                sell++;
                sold = 0;
            }
        }
    }

    private void addPair(int buy, int sell, long quantity) {
        if (pairs == pairBuys.length) {
            pairBuys = Arrays.copyOf(pairBuys, 2 * pairs);
            pairSells = Arrays.copyOf(pairSells, 2 * pairs);
            pairQuantities = Arrays.copyOf(pairQuantities, 2 * pairs);
        }
        pairBuys[pairs] = buy;
        pairSells[pairs] = sell;
        pairQuantities[pairs] = quantity;
        pairs++;
    }
}
