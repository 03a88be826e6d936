package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;

/** One contract in its call phase: collects orders numbered from 1 and writes down what happens. */
final class CallFloor implements BookEvents {

    final OrderBook book;
    final int contract;
    final CallAuction auction = new CallAuction();
    final List<String> events = new ArrayList<>();
    private final NewOrder order = new NewOrder();
    private long lastOrder;

    CallFloor(OrderBook book) {
        this.book = book;
        contract = book.open(1);
    }

    /** A bid of a member of its own; returns its number. */
    long bid(long quantity, long limit) {
        return collect(Side.BUY, quantity, limit, 100 + (int) lastOrder, 0, 0);
    }

    /** An ask of a member of its own; returns its number. */
    long ask(long quantity, long limit) {
        return collect(Side.SELL, quantity, limit, 100 + (int) lastOrder, 0, 0);
    }

    /**
     * Collects an order.
     *
     * @param member participant and group
     * @param fee at which it may not be executable against an order of its group
     */
    long collect(Side side, long quantity, long limit, int member, long clip, long fee) {
        lastOrder++;
        order.limitOrder(lastOrder, member, member, contract, side, quantity, limit).clip(clip);
        book.collect(order, fee, this);
        return lastOrder;
    }

    long clear(long fee, long bound, Rationing rationing) {
        return auction.clear(book, contract, fee, bound, rationing, this);
    }

    long clear() {
        return clear(0, MatchScope.UNLIMITED, Rationing.TIME);
    }

    @Override
    public void traded(
            int in, long sellOrder, int seller, long buyOrder, int buyer, long wh, long price) {
        events.add(trade(in, sellOrder, seller, buyOrder, buyer, wh, price));
    }

    @Override
    public void removed(
            int in,
            long removed,
            int participant,
            Side side,
            long limit,
            long wh,
            long left,
            Removal reason) {
        events.add(removal(in, removed, participant, side, limit, wh, left, reason));
    }

    static String trade(
            int contract, long ask, int seller, long bid, int buyer, long wh, long price) {
        return "c%d: %d of %d sells %d to %d of %d at %d"
                .formatted(contract, ask, seller, wh, bid, buyer, price);
    }

    static String removal(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long wh,
            long left,
            Removal reason) {
        return "c%d: %s %d of %d at %d loses %d, left %d, %s"
                .formatted(contract, side, order, participant, limit, wh, left, reason);
    }
}
