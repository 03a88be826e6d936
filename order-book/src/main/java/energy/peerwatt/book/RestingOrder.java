package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/** An order in a {@link ReferenceOrderBook}. */
final class RestingOrder {

    final long id;
    final int participant;
    final int group;
    final int contract;
    final Side side;
    final long limit;
    private final SelfTradePrevention selfTrade;
    private final boolean postOnly;
    private final long clip;
    private long displayed;
    private long hidden;
    private long priority;

    /** An order of which {@code left} is left, {@code displayed} of it shown. */
    RestingOrder(NewOrder order, long left, long displayed, long priority) {
        id = order.id();
        participant = order.participant();
        group = order.group();
        contract = order.contract();
        side = order.side();
        limit = order.limit();
        selfTrade = order.selfTrade();
        postOnly = order.postOnly();
        clip = order.clip();
        this.displayed = displayed;
        this.hidden = left - displayed;
        this.priority = priority;
    }

    /** What an order shows of a quantity when it comes to rest. */
    static long shown(long quantity, long clip) {
        return clip == 0 ? quantity : Math.min(clip, quantity);
    }

    long displayed() {
        return displayed;
    }

    /** Hidden part included. */
    long left() {
        return displayed + hidden;
    }

    long priority() {
        return priority;
    }

    /** It as an order that could be placed again. */
    NewOrder asNewOrder() {
        return asNewOrder(left(), limit);
    }

    NewOrder asNewOrder(long quantity, long newLimit) {
        return new NewOrder()
                .limitOrder(id, participant, group, contract, side, quantity, newLimit)
                .selfTrade(selfTrade)
                .postOnly(postOnly)
                .clip(clip);
    }

    RestingOrder copy() {
        return new RestingOrder(asNewOrder(), left(), displayed, priority);
    }

    /** Takes from the displayed part only. */
    void takeDisplayed(long quantity) {
        displayed -= quantity;
    }

    void showNextClip(long newPriority) {
        long total = left();
        displayed = shown(total, clip);
        hidden = total - displayed;
        priority = newPriority;
    }

    /** The hidden part shrinks first. */
    void reduceTo(long total) {
        displayed = Math.min(displayed, total);
        hidden = total - displayed;
    }

    /** Displayed and hidden parts count as one. */
    void fill(long quantity) {
        long total = left() - quantity;
        displayed = shown(total, clip);
        hidden = total - displayed;
    }
}
