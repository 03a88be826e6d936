package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.agrona.collections.Long2LongHashMap;

/**
 * Lets resting orders of one group meet before a call, if they would be executable with each other
 * at its fee. {@link OrderBook#collect} leaves no such orders, but a fee may fall after it. As if
 * they came in anew, in order of priority: each meets those before it, best first, as its own
 * self-trade rule says; icebergs count whole. Used again; not thread-safe.
 */
final class OwnOrders {

    /** No bid; does not overflow with a fee taken from it. */
    private static final long NONE = Long.MIN_VALUE / 2;

    private final OrderBook book;
    private final LevelCursor bids;
    private final LevelCursor asks;

    /** The highest executable bid of each group. */
    private final Long2LongHashMap highest = new Long2LongHashMap(NONE);

    OwnOrders(OrderBook book) {
        this.book = book;
        bids = book.cursor();
        asks = book.cursor();
    }

    void meet(int contract, long fee, BookEvents events) {
        if (areExecutable(contract, fee)) {
            new Meeting(contract, fee, events).meetAll();
        }
    }

    private boolean areExecutable(int contract, long fee) {
        bids.reset(contract, Side.BUY);
        asks.reset(contract, Side.SELL);
        if (!bids.next() || !asks.next() || bids.limit() - fee < asks.limit()) {
            return false;
        }
        long bestBid = bids.limit();
        readBids(asks.limit() + fee);
        do {
            while (asks.nextOrder()) {
                if (highest.get(asks.group()) - fee >= asks.limit()) {
                    return true;
                }
            }
        } while (asks.next() && bestBid - fee >= asks.limit());
        return false;
    }

    private void readBids(long lowest) {
        highest.clear();
        do {
            while (bids.nextOrder()) {
                highest.putIfAbsent(bids.group(), bids.limit());
            }
        } while (bids.next() && bids.limit() >= lowest);
    }

    private static final class Own {

        final NewOrder order;
        final long priority;
        long left;

        Own(NewOrder shown, long priority) {
            order = shown.copy();
            this.priority = priority;
            left = shown.quantity();
        }

        /** Less is better on both sides. */
        long cost() {
            return order.side() == Side.BUY ? -order.limit() : order.limit();
        }

        long priority() {
            return priority;
        }
    }

    /** The orders of one group that have met each other, best first. */
    private record Group(SortedSet<Own> bids, SortedSet<Own> asks) {

        private static final Comparator<Own> BEST_FIRST =
                Comparator.comparingLong(Own::cost).thenComparingLong(Own::priority);

        Group() {
            this(new TreeSet<>(BEST_FIRST), new TreeSet<>(BEST_FIRST));
        }

        SortedSet<Own> side(Side side) {
            return side == Side.BUY ? bids : asks;
        }
    }

    private final class Meeting {

        private final int contract;
        private final long fee;
        private final BookEvents events;

        /** For look-up only: its iteration order is undefined. */
        private final Map<Integer, Group> groups = new HashMap<>();

        Meeting(int contract, long fee, BookEvents events) {
            this.contract = contract;
            this.fee = fee;
            this.events = events;
        }

        void meetAll() {
            List<Own> orders = new ArrayList<>();
            book.visit(contract, (order, _, priority) -> orders.add(new Own(order, priority)));
            orders.sort(Comparator.comparingLong(Own::priority));
            for (Own order : orders) {
                Group group = groups.computeIfAbsent(order.order.group(), _ -> new Group());
                meet(order, group.side(order.order.side().opposite()));
                if (order.left > 0) {
                    group.side(order.order.side()).add(order);
                }
            }
        }

        private void meet(Own later, SortedSet<Own> opposite) {
            while (later.left > 0
                    && !opposite.isEmpty()
                    && later.cost() + opposite.first().cost() + fee <= 0) {
                Own earlier = opposite.first();
                meet(earlier, later, later.order.selfTrade());
                if (earlier.left == 0) {
                    opposite.remove(earlier);
                }
            }
        }

        private void meet(Own earlier, Own later, SelfTradePrevention rule) {
            long both = Math.min(earlier.left, later.left);
            switch (rule) {
                case CANCEL_NEWEST -> reduce(later, later.left);
                case CANCEL_OLDEST -> reduce(earlier, earlier.left);
                case CANCEL_BOTH -> {
                    reduce(earlier, earlier.left);
                    reduce(later, later.left);
                }
                case DECREMENT -> {
                    reduce(earlier, both);
                    reduce(later, both);
                }
            }
        }

        private void reduce(Own own, long quantity) {
            NewOrder order = own.order;
            own.left -= quantity;
            book.fill(order.id(), quantity);
            Matcher.removed(order, quantity, own.left, Removal.SELF_TRADE, events);
        }
    }
}
