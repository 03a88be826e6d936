package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an order could trade at once. It takes one effective price after the other: first what
 * the orders there display, in their sequence, then all that is hidden behind it, as clip after
 * clip would follow. Those of trusted participants come with all their clips before the others.
 */
final class Quoter {

    private final OpenOrders open;
    private final MatchScope scope = new MatchScope();

    /** By index in the scope: a cursor at the best limit not looked at yet, and its price. */
    private SideCursor[] cursors = {};

    private long[] effective = {};
    private long[] hidden = {};

    private long left;
    private boolean stopped;

    Quoter(OpenOrders open) {
        this.open = open;
    }

    /**
     * Finds what an order could trade, in Wh.
     *
     * @param into where to add the trades, if anywhere
     */
    long quote(NewOrder order, MatchScope within, @Nullable Quote into) {
        int own = open.side(order.contract(), order.side());
        long bound = -BookMemory.turned(own, order.limit());
        begin(own ^ BookMemory.OTHER_SIDE, within);
        left = order.quantity();
        stopped = false;
        long price = best();
        while (left > 0 && !stopped && price <= bound) {
            long before = left;
            takeAt(price, order);
            if (into != null) {
                into.add(before - left, BookMemory.isBids(own) ? price : -price);
            }
            pass(price);
            price = best();
        }
        return order.quantity() - left;
    }

    private void begin(int opposite, MatchScope within) {
        scope.set(within);
        widen(scope.size());
        for (int index = 0; index < scope.size(); index++) {
            cursors[index].reset(open.sideLike(opposite, scope.contract(index)));
            advance(index);
        }
    }

    private void widen(int size) {
        int old = cursors.length;
        if (size > old) {
            cursors = Arrays.copyOf(cursors, size);
            effective = new long[size];
            hidden = new long[size];
            for (int index = old; index < size; index++) {
                cursors[index] = new SideCursor(open);
            }
        }
    }

    private void advance(int index) {
        SideCursor cursor = cursors[index];
        effective[index] = cursor.next() ? cursor.cost() + scope.offset(index) : BookMemory.NOTHING;
    }

    private long best() {
        long best = BookMemory.NOTHING;
        for (int index = 0; index < scope.size(); index++) {
            if (scope.capacityOf(index) > 0) {
                best = Math.min(best, effective[index]);
            }
        }
        return best;
    }

    private void pass(long price) {
        for (int index = 0; index < scope.size(); index++) {
            if (effective[index] == price) {
                advance(index);
            }
        }
    }

    private void takeAt(long price, NewOrder order) {
        if (scope.trustsAnybody()) {
            takeAt(price, order, true);
            rewind(price);
        }
        takeAt(price, order, false);
    }

    private void takeAt(long price, NewOrder order, boolean trusted) {
        for (int index = 0; index < scope.size(); index++) {
            hidden[index] = 0;
            if (effective[index] == price) {
                nextOrder(index, trusted);
            }
        }
        takeDisplayed(price, order, trusted);
        for (int index = 0; index < scope.size() && !stopped; index++) {
            take(index, hidden[index]);
        }
    }

    private void takeDisplayed(long price, NewOrder order, boolean trusted) {
        int index = oldest(price);
        while (left > 0 && !stopped && index >= 0) {
            int node = cursors[index].node();
            if (open.memory.group(node) != order.group()) {
                long displayed = open.memory.displayed(node);
                take(index, displayed);
                hidden[index] += open.memory.left(node) - displayed;
            } else if (order.selfTrade() != SelfTradePrevention.CANCEL_OLDEST) {
                stopped = true;
            }
            nextOrder(index, trusted);
            index = oldest(price);
        }
    }

    private void take(int index, long wattHours) {
        long quantity = Math.min(Math.min(left, wattHours), scope.capacityOf(index));
        scope.use(index, quantity);
        left -= quantity;
    }

    /** The index whose current order has priority at a price, -1 if there is none. */
    private int oldest(long price) {
        int oldest = -1;
        long priority = Long.MAX_VALUE;
        for (int index = 0; index < scope.size(); index++) {
            int node = effective[index] == price ? cursors[index].node() : 0;
            if (node != 0 && open.memory.priority(node) < priority && scope.capacityOf(index) > 0) {
                oldest = index;
                priority = open.memory.priority(node);
            }
        }
        return oldest;
    }

    private void nextOrder(int index, boolean trusted) {
        SideCursor cursor = cursors[index];
        while (cursor.nextOrder() && scope.trusts(cursor.participant()) != trusted) {}
    }

    private void rewind(long price) {
        for (int index = 0; index < scope.size(); index++) {
            if (effective[index] == price) {
                cursors[index].rewind();
            }
        }
    }
}
