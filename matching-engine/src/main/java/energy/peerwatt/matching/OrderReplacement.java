package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.sbe.ReplaceOrderDecoder;
import org.jspecify.annotations.Nullable;

/** Changes what is left of single orders and their limits. */
final class OrderReplacement {

    private final Market market;

    OrderReplacement(Market market) {
        this.market = market;
    }

    void replace(ReplaceOrderDecoder command) {
        long participant = command.participant();
        long clientOrderId = command.clientOrderId();
        Order order = market.orders.find(participant, clientOrderId);
        if (order == null) {
            market.journal.rejected(participant, clientOrderId, RejectReason.UNKNOWN_ORDER);
            return;
        }
        long quantity = command.quantity();
        long limit = command.limitPrice();
        RejectReason obstacle = obstacle(order, quantity, limit);
        if (obstacle != null) {
            market.journal.rejected(participant, clientOrderId, obstacle);
            return;
        }
        market.journal.replaced(order, quantity, limit);
        replace(order, quantity, limit);
    }

    private @Nullable RejectReason obstacle(Order order, long quantity, long limit) {
        if (!order.isOpen()) {
            return RejectReason.GATE_CLOSED;
        }
        OpenInterval interval = order.interval();
        if (interval.area.isClosed(interval.index, market.now())) {
            return RejectReason.GATE_CLOSED;
        }
        if (order.kind != Order.Kind.ORDER) {
            return RejectReason.TERMS_NOT_ALLOWED;
        }
        long left = market.book.left(order.id);
        if (left == 0) {
            return RejectReason.UNKNOWN_ORDER;
        }
        RejectReason wrong = Admission.amounts(interval.rules(), quantity, limit);
        return wrong != null ? wrong : reserve(order, left, quantity, limit);
    }

    /** Reserves what the order may cost or sell more, or gives back what it may less. */
    private @Nullable RejectReason reserve(Order order, long left, long quantity, long limit) {
        long more =
                reservation(order, quantity, limit) - reservation(order, left, order.restingLimit);
        if (!reserve(order, more)) {
            return order.side == Side.BUY ? RejectReason.BUY_EXPOSURE : RejectReason.SELL_LIMIT;
        }
        RejectReason full = null;
        if (quantity > left && quantity > order.interval().headroom(order.side)) {
            full = RejectReason.FEEDER_LIMIT;
        } else if (market.journal.isFull()) {
            full = RejectReason.BUSY;
        }
        if (full != null) {
            release(order, more);
        }
        return full;
    }

    /** Nano-currency of a buyer, Wh of a seller. */
    private long reservation(Order order, long quantity, long limit) {
        return order.side == Side.BUY
                ? market.contracts.reservedPrice(order.contract, limit) * quantity
                : quantity;
    }

    private boolean reserve(Order order, long more) {
        return order.side == Side.BUY
                ? market.limits.buy(order.participant, more)
                : market.limits.sell(order.participant, order.interval().period, more);
    }

    private void release(Order order, long amount) {
        if (order.side == Side.BUY) {
            market.limits.release(order.participant, amount);
        } else {
            market.limits.releaseSale(order.participant, order.interval().period, amount);
        }
    }

    private void replace(Order order, long quantity, long limit) {
        OpenInterval interval = order.interval();
        boolean keepsPlace = limit == order.restingLimit && quantity <= market.book.left(order.id);
        order.restingLimit = limit;
        order.restingQuantity = quantity;
        market.execution.begin(order.side, interval);
        if (!keepsPlace && interval.isCallPhase(market.now())) {
            collectAnew(order, quantity, limit, interval);
        } else {
            MatchScope scope =
                    market.scopes.everywhere(
                            order.side,
                            market.contracts.originClass(order.contract),
                            interval,
                            order.participant);
            market.book.replace(order.id, quantity, limit, scope, market.execution);
            if (!keepsPlace) {
                interval.placed();
            }
        }
        market.settle(order);
    }

    /** In a call phase nothing matches, but orders of one group are still kept apart. */
    private void collectAnew(Order order, long quantity, long limit, OpenInterval interval) {
        long fee = interval.rules().fee;
        market.book.cancel(order.id);
        market.book.collect(
                market.asNewOrder(order, order.side, order.contract, quantity, limit),
                fee,
                market.execution);
        interval.collected(fee);
    }
}
