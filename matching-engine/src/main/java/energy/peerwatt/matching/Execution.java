package energy.peerwatt.matching;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.Side;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the book what traded and what left, keeps limits, feeders and flows up to date, and
 * tells it on.
 */
final class Execution implements BookEvents {

    private final Contracts contracts;
    private final PreTradeLimits limits;
    private final Orders orders;
    private final ChangedIntervals changed;
    private final Journal journal;

    /** Of the incoming order; null while a call clears or gates close. */
    private @Nullable OpenInterval incoming;

    private boolean buys;

    /** Nano-currency that the incoming buyer pays, fees included. */
    private long paid;

    /** Wh that the incoming buyer bought. */
    private long bought;

    Execution(
            Contracts contracts,
            PreTradeLimits limits,
            Orders orders,
            ChangedIntervals changed,
            Journal journal) {
        this.contracts = contracts;
        this.limits = limits;
        this.orders = orders;
        this.changed = changed;
        this.journal = journal;
    }

    /** What follows is caused by an order of this side in this interval. */
    void begin(Side side, OpenInterval interval) {
        incoming = interval;
        buys = side == Side.BUY;
        paid = 0;
        bought = 0;
    }

    /** What follows happens between resting orders. */
    void beginWithoutIncoming() {
        incoming = null;
        buys = false;
    }

    /** The incoming order paid, if it bought; less than zero counts as zero. */
    void end(int participant, long reservedPrice) {
        OpenInterval interval = incoming;
        if (bought > 0 && interval != null) {
            long reserved = reservedPrice * bought;
            limits.pay(participant, interval.period, reserved, Math.max(0, paid));
        }
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        OpenInterval resting = contracts.interval(contract);
        OpenInterval own = incoming == null ? resting : incoming;
        OpenInterval sellers = buys ? resting : own;
        OpenInterval buyers = buys ? own : resting;
        sellers.sold += quantity;
        buyers.bought += quantity;
        if (sellers != buyers) {
            Network.sold(sellers.area, buyers.area, resting.index, quantity);
        }
        long allIn = price + contracts.fee(contract);
        if (buys) {
            paid += allIn * quantity;
            bought += quantity;
        } else {
            restingBuyerPays(contract, buyOrder, buyer, quantity, Math.max(0, allIn));
        }
        changed.add(resting);
        journal.traded(sellers, buyers, sellOrder, seller, buyOrder, buyer, quantity, price);
    }

    private void restingBuyerPays(int contract, long order, int buyer, long quantity, long price) {
        boolean plain = incoming != null && contracts.originClass(contract) == OriginClass.ANY;
        // A plain bid in continuous trading always pays just what it reserved.
        long reserved =
                plain ? price : contracts.reservedPrice(contract, orders.get(order).restingLimit);
        int period = contracts.interval(contract).period;
        limits.pay(buyer, period, reserved * quantity, price * quantity);
    }

    @Override
    public void removed(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason) {
        OpenInterval interval = contracts.interval(contract);
        release(interval, contract, participant, side, limit, quantity);
        changed.add(interval);
        CancelReason why = reasonOf(reason);
        if (left == 0) {
            journal.cancelled(orders.get(order), quantity, why);
        } else {
            journal.reduced(orders.get(order), quantity, left, why);
        }
    }

    /** An order's rest left the book without the book reporting it. */
    void cancelled(Order order, long left, CancelReason reason) {
        OpenInterval interval = order.interval();
        release(interval, order.contract, order.participant, order.side, order.restingLimit, left);
        changed.add(interval);
        journal.cancelled(order, left, reason);
    }

    private void release(
            OpenInterval interval,
            int contract,
            int participant,
            Side side,
            long limit,
            long quantity) {
        if (side == Side.SELL) {
            limits.releaseSale(participant, interval.period, quantity);
        } else {
            long cost = contracts.reservedPrice(contract, limit) * quantity;
            limits.release(participant, cost);
        }
    }

    private static CancelReason reasonOf(Removal removal) {
        return switch (removal) {
            case SELF_TRADE -> CancelReason.SELF_TRADE;
            case NOT_FILLED_AT_ONCE -> CancelReason.NOT_FILLED_AT_ONCE;
            case UNFILLABLE -> CancelReason.UNFILLABLE;
            case WOULD_TRADE -> CancelReason.WOULD_TRADE;
            case GATE_CLOSED -> CancelReason.GATE_CLOSED;
        };
    }
}
