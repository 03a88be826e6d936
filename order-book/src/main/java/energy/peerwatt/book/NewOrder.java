package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/**
 * An order on its way into the book. One object is used again for every order of a thread; {@link
 * #limitOrder} sets every field.
 */
public final class NewOrder {

    /** What becomes of what does not trade at once. */
    public enum Lasting {
        /** It rests. */
        RESTS,
        /** It is removed. */
        IMMEDIATE,
        /** Nothing trades unless all of it does. */
        FILL_OR_KILL
    }

    private long id;
    private int participant;
    private int group;
    private int contract;
    private Side side = Side.BUY;
    private long quantity;
    private long limit;
    private Lasting lasting = Lasting.RESTS;
    private SelfTradePrevention selfTrade = SelfTradePrevention.CANCEL_NEWEST;
    private boolean postOnly;
    private long minimumFill;
    private long clip;

    /** Another order with the same in every field. */
    NewOrder copy() {
        return new NewOrder()
                .limitOrder(id, participant, group, contract, side, quantity, limit)
                .lasting(lasting)
                .selfTrade(selfTrade)
                .postOnly(postOnly)
                .minimumFill(minimumFill)
                .clip(clip);
    }

    /**
     * A plain limit order that rests.
     *
     * @param id issued by the engine, dense and increasing; at least 1
     * @param participant the engine's dense number, from 0
     * @param group a number shared by all that must not trade with each other
     * @param contract where it rests
     * @param quantity Wh, positive
     * @param limit micro-currency per kWh, all-in for a buyer, net for a seller
     */
    public NewOrder limitOrder(
            long id,
            int participant,
            int group,
            int contract,
            Side side,
            long quantity,
            long limit) {
        this.id = id;
        this.participant = participant;
        this.group = group;
        this.contract = contract;
        this.side = side;
        this.quantity = quantity;
        this.limit = limit;
        this.lasting = Lasting.RESTS;
        this.selfTrade = SelfTradePrevention.CANCEL_NEWEST;
        this.postOnly = false;
        this.minimumFill = 0;
        this.clip = 0;
        return this;
    }

    public NewOrder lasting(Lasting value) {
        lasting = value;
        return this;
    }

    public NewOrder selfTrade(SelfTradePrevention value) {
        selfTrade = value;
        return this;
    }

    /** Rests without trading, or not at all. */
    public NewOrder postOnly(boolean value) {
        postOnly = value;
        return this;
    }

    /** Must trade at least this at once, in Wh; 0 for no minimum. Concerns its arrival only. */
    public NewOrder minimumFill(long value) {
        minimumFill = value;
        return this;
    }

    /** An iceberg shows at most this at a time, in Wh; 0 shows everything. */
    public NewOrder clip(long value) {
        clip = value;
        return this;
    }

    public long id() {
        return id;
    }

    public int participant() {
        return participant;
    }

    public int group() {
        return group;
    }

    public int contract() {
        return contract;
    }

    public Side side() {
        return side;
    }

    public long quantity() {
        return quantity;
    }

    public long limit() {
        return limit;
    }

    public Lasting lasting() {
        return lasting;
    }

    public SelfTradePrevention selfTrade() {
        return selfTrade;
    }

    public boolean postOnly() {
        return postOnly;
    }

    public long minimumFill() {
        return minimumFill;
    }

    public long clip() {
        return clip;
    }
}
