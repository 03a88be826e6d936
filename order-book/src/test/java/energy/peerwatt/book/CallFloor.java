package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.List;

/** One contract in its call phase, to write short tests with: orders are numbered from 1. */
final class CallFloor {

    final OrderBook book;
    final int contract;
    final CallAuction auction;
    private final EventLog events = new EventLog();
    private final NewOrder order = new NewOrder();
    private long lastOrder;

    /** Of the orders collected from now on. */
    SelfTradePrevention selfTrade = SelfTradePrevention.CANCEL_NEWEST;

    CallFloor(OrderBook book) {
        this.book = book;
        contract = book.open(1);
        auction = new CallAuction(book);
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
        order.limitOrder(lastOrder, member, member, contract, side, quantity, limit)
                .selfTrade(selfTrade)
                .clip(clip);
        book.collect(order, fee, events);
        return lastOrder;
    }

    long clear(long fee, long bound, Rationing rationing) {
        auction.meetOwn(contract, fee, events);
        return auction.clear(contract, fee, bound, rationing, events);
    }

    /** Does what the auction worked out last, once more. */
    void executeAgain() {
        auction.execute(contract, events);
    }

    long clear() {
        return clear(0, MatchScope.UNLIMITED, Rationing.TIME);
    }

    /** What happened since the last call. */
    List<Record> happened() {
        return events.take();
    }

    /** Of every trade since the last call, {@code bid-ask:Wh}. */
    List<String> pairs() {
        return events.take().stream()
                .map(EventLog.Traded.class::cast)
                .map(t -> t.buyOrder() + "-" + t.sellOrder() + ":" + t.quantity())
                .toList();
    }
}
