package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Clears a small call by trying every price there is. */
final class CallOracle {

    /** In order of arrival; limits as stated, for buyers with the fee. */
    record Order(
            long id,
            int member,
            Side side,
            long quantity,
            long limit,
            SelfTradePrevention selfTrade) {

        Order with(long left) {
            return new Order(id, member, side, left, limit, selfTrade);
        }

        boolean meets(Order other, long fee) {
            Order bid = side == Side.BUY ? this : other;
            Order ask = side == Side.BUY ? other : this;
            return side != other.side && member == other.member && bid.limit - fee >= ask.limit;
        }
    }

    private final List<Order> bids;
    private final List<Order> asks;
    private final long fee;
    final long volume;
    private final long[] executable;
    private final long[] strict;

    CallOracle(List<Order> orders, long fee) {
        this.fee = fee;
        bids = sorted(orders, Side.BUY);
        asks = sorted(orders, Side.SELL);
        volume = everyPrice().map(this::executableAt).max().orElse(0);
        executable = range(price -> executableAt(price) == volume && isLimit(price));
        strict = range(price -> executableAt(price) == volume && isStrict(price));
    }

    private static List<Order> sorted(List<Order> orders, Side side) {
        Comparator<Order> byLimit = Comparator.comparingLong(Order::limit);
        return orders.stream()
                .filter(o -> o.side == side)
                .sorted(side == Side.BUY ? byLimit.reversed() : byLimit)
                .toList();
    }

    /** Every micro-currency from below the lowest to above the highest limit. */
    private LongStream everyPrice() {
        if (bids.isEmpty() || asks.isEmpty()) {
            return LongStream.empty();
        }
        long lowest = Math.min(bids.getLast().limit - fee, asks.getFirst().limit);
        long highest = Math.max(bids.getFirst().limit - fee, asks.getLast().limit);
        return LongStream.rangeClosed(lowest - 1, highest + 1);
    }

    private boolean isLimit(long price) {
        return bids.stream().anyMatch(o -> o.limit - fee == price)
                || asks.stream().anyMatch(o -> o.limit == price);
    }

    private long executableAt(long price) {
        return Math.min(sum(bids, o -> o.limit - fee >= price), sum(asks, o -> o.limit <= price));
    }

    /** Whether nobody strictly better than the price has to go without. */
    private boolean isStrict(long price) {
        return sum(bids, o -> o.limit - fee > price) <= volume
                && sum(asks, o -> o.limit < price) <= volume;
    }

    private static long sum(List<Order> orders, java.util.function.Predicate<Order> which) {
        return orders.stream().filter(which).mapToLong(Order::quantity).sum();
    }

    private long[] range(LongPredicate which) {
        return everyPrice().filter(which).toArray();
    }

    /** The lowest and the highest price at which the volume can trade. */
    boolean isExecutable(long price) {
        return executable[0] <= price && price <= executable[executable.length - 1];
    }

    /** The middle of all prices of a strict equilibrium, rounded down. */
    long price() {
        return Math.floorDiv(strict[0] + strict[strict.length - 1], 2);
    }

    /** All that a call up to {@code bound} must report. */
    List<Record> events(int contract, long bound, Rationing rationing) {
        long most = Math.min(volume, bound);
        long[] bought = shares(bids, most, rationing);
        long[] sold = shares(asks, most, rationing);
        List<Record> events = new ArrayList<>();
        for (int b = 0; b < bought.length; b++) {
            for (int s = 0; s < sold.length; s++) {
                long both = Math.min(bought[b], sold[s]);
                if (both > 0) {
                    bought[b] -= both;
                    sold[s] -= both;
                    report(contract, bids.get(b), asks.get(s), both, events);
                }
            }
        }
        return events;
    }

    private void report(int contract, Order bid, Order ask, long both, List<Record> events) {
        events.add(
                new EventLog.Traded(
                        contract, ask.id, ask.member, bid.id, bid.member, both, price()));
    }

    /**
     * What is left of orders that come in one after another and meet their own.
     *
     * @param events to which is added what leaves
     */
    static List<Order> met(List<Order> orders, long fee, int contract, List<Record> events) {
        List<Order> kept = new ArrayList<>();
        for (Order order : orders) {
            Order rest = order;
            for (Order own = ownOf(rest, fee, kept); own != null; own = ownOf(rest, fee, kept)) {
                long both = Math.min(own.quantity, rest.quantity);
                SelfTradePrevention rule = order.selfTrade;
                boolean decrement = rule == SelfTradePrevention.DECREMENT;
                if (rule != SelfTradePrevention.CANCEL_NEWEST) {
                    Order left = own.with(decrement ? own.quantity - both : 0);
                    events.add(removal(contract, own, left));
                    kept.set(kept.indexOf(own), left);
                }
                if (rule != SelfTradePrevention.CANCEL_OLDEST) {
                    Order left = rest.with(decrement ? rest.quantity - both : 0);
                    events.add(removal(contract, rest, left));
                    rest = left;
                }
            }
            kept.add(rest);
        }
        return kept.stream().filter(order -> order.quantity > 0).toList();
    }

    /** The best order that one meets, the earliest of equals. */
    private static @Nullable Order ownOf(Order order, long fee, List<Order> kept) {
        Comparator<Order> bestFirst = Comparator.comparingLong(Order::limit);
        return kept.stream()
                .filter(o -> order.quantity > 0 && o.quantity > 0 && order.meets(o, fee))
                .min(order.side == Side.BUY ? bestFirst : bestFirst.reversed())
                .orElse(null);
    }

    private static Record removal(int contract, Order order, Order left) {
        return new EventLog.Removed(
                contract,
                order.id,
                order.member,
                order.side,
                order.limit,
                order.quantity - left.quantity,
                left.quantity,
                Removal.SELF_TRADE);
    }

    private static long[] shares(List<Order> side, long most, Rationing rationing) {
        long[] shares = new long[side.size()];
        long left = most;
        for (int from = 0; from < shares.length; ) {
            long limit = side.get(from).limit;
            List<Order> level = side.stream().filter(o -> o.limit == limit).toList();
            long[] part = rationing == Rationing.TIME ? inTurn(level, left) : proRata(level, left);
            System.arraycopy(part, 0, shares, from, part.length);
            left -= LongStream.of(part).sum();
            from += part.length;
        }
        return shares;
    }

    private static long[] inTurn(List<Order> level, long most) {
        long[] shares = new long[level.size()];
        long left = most;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.min(left, level.get(i).quantity);
            left -= shares[i];
        }
        return shares;
    }

    static long[] proRata(List<Order> level, long most) {
        long total = level.stream().mapToLong(Order::quantity).sum();
        if (total <= most) {
            return level.stream().mapToLong(Order::quantity).toArray();
        }
        long[] shares = new long[level.size()];
        BigInteger[] rests = new BigInteger[shares.length];
        long left = most;
        for (int i = 0; i < shares.length; i++) {
            BigInteger[] parts =
                    BigInteger.valueOf(level.get(i).quantity)
                            .multiply(BigInteger.valueOf(most))
                            .divideAndRemainder(BigInteger.valueOf(total));
            shares[i] = parts[0].longValueExact();
            rests[i] = parts[1];
            left -= shares[i];
        }
        for (; left > 0; left--) {
            int largest = 0;
            for (int i = 1; i < rests.length; i++) {
                largest = rests[i].compareTo(rests[largest]) > 0 ? i : largest;
            }
            shares[largest]++;
            rests[largest] = BigInteger.ONE.negate();
        }
        return shares;
    }
}
