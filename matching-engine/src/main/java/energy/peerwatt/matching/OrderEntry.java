package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Takes single orders. */
final class OrderEntry {

    private final Market market;

    OrderEntry(Market market) {
        this.market = market;
    }

    void place(CommandView command) {
        Order order = market.orders.take();
        CommandFields.read(command.placeOrder(), order);
        Area area = market.areas.find(order.areaId);
        if (area == null) {
            market.refuse(order, RejectReason.UNKNOWN_AREA);
            return;
        }
        RejectReason closed =
                Admission.gate(area, order.intervalStart, order.intervalLength, market.now());
        if (!market.isAnswered(order, closed, command)) {
            place(order, area, command);
        }
    }

    private void place(Order order, Area area, CommandView command) {
        long index = order.intervalStart / order.intervalLength;
        RejectReason obstacle = obstacle(order, area, index);
        if (obstacle != null) {
            market.refuse(order, obstacle);
            return;
        }
        OpenInterval interval = market.interval(area, index);
        RejectReason full = reserve(order, interval);
        if (full != null) {
            market.refuse(order, full);
            return;
        }
        market.accept(order, interval, command);
        match(order, interval);
    }

    private @Nullable RejectReason obstacle(Order order, Area area, long index) {
        long now = market.now();
        RejectReason wrong = Admission.values(area, index, order.quantity, order.limit, now);
        if (wrong != null || order.isPlain()) {
            return wrong;
        }
        DatedRules design = Market.design(area, area.interval(index), index);
        boolean callPhase = !design.continuous && design.isCallPhase(now, area.gate(index));
        return Admission.terms(order, area.rules(index), design, callPhase, now);
    }

    /**
     * Reserves what the order may cost or sell, if its limits, the feeder, the log and the book
     * have room.
     */
    private @Nullable RejectReason reserve(Order order, OpenInterval interval) {
        RejectReason full = null;
        if (order.quantity > interval.headroom(order.side)) {
            full = RejectReason.FEEDER_LIMIT;
        } else if (market.journal.isFull()
                || (lasting(order) == Lasting.RESTS && market.isBookFull())) {
            full = RejectReason.BUSY;
        }
        int known = market.participants.find(order.participantId);
        if (full != null && known == Participants.UNKNOWN) {
            return full;
        }
        int participant = market.participants.number(order.participantId);
        long price = Contracts.reservedPrice(interval, originClass(order, interval), order.limit);
        RejectReason beyond =
                market.reserve(participant, order.side, interval, price, order.quantity);
        if (beyond != null) {
            return beyond;
        }
        if (full != null) {
            market.release(participant, order.side, interval, price, order.quantity);
        }
        return full;
    }

    /** Where there is a call phase, all orders lie in one class. */
    private static int originClass(Order order, OpenInterval interval) {
        return interval.design().continuous
                ? OriginClass.of(order.side, order.origin, order.originRequired)
                : OriginClass.ANY;
    }

    private void match(Order order, OpenInterval interval) {
        int originClass = originClass(order, interval);
        order.contract = market.contracts.contract(interval, originClass);
        NewOrder incoming =
                market.asNewOrder(order, order.side, order.contract, order.quantity, order.limit)
                        .lasting(lasting(order))
                        .minimumFill(order.minimumFill);
        market.execution.begin(order.side, interval);
        long rests;
        if (interval.isCallPhase(market.now())) {
            long fee = interval.rules().fee;
            rests = market.book.collect(incoming, fee, market.execution);
            interval.collected(fee);
        } else {
            MatchScope scope =
                    market.scopes.everywhere(order.side, originClass, interval, order.participant);
            rests = market.book.place(incoming, scope, market.execution);
            interval.placed();
        }
        market.settle(order);
        if (rests > 0 && order.timeInForce == TimeInForce.UNTIL_TIME) {
            market.expiries.add(order.validUntil, order.id);
        }
    }

    private static Lasting lasting(Order order) {
        return switch (order.timeInForce) {
            case UNTIL_GATE, UNTIL_TIME -> Lasting.RESTS;
            case IMMEDIATE_OR_CANCEL -> Lasting.IMMEDIATE;
            case FILL_OR_KILL -> Lasting.FILL_OR_KILL;
        };
    }
}
