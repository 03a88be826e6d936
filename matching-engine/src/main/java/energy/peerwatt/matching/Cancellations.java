package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.sbe.CancelOrderDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what is left of orders out of the market. */
final class Cancellations {

    private final Market market;
    private final Blocks blocks;

    Cancellations(Market market, Blocks blocks) {
        this.market = market;
        this.blocks = blocks;
    }

    void cancel(CancelOrderDecoder command) {
        long participant = command.participant();
        long clientOrderId = command.clientOrderId();
        Order order = market.orders.find(participant, clientOrderId);
        RejectReason obstacle = RejectReason.UNKNOWN_ORDER;
        if (order != null) {
            obstacle = isClosed(order) ? RejectReason.GATE_CLOSED : obstacle;
            if (obstacle == RejectReason.UNKNOWN_ORDER
                    && cancel(order, CancelReason.BY_PARTICIPANT)) {
                market.journal.answerWithLatest();
                return;
            }
        }
        market.journal.rejected(participant, clientOrderId, obstacle);
    }

    /** Cancels all that is open of a participant or an area, in the order of their numbers. */
    void cancelAll(CancelOrders command) {
        AreaId areaId = command.area();
        Area area = areaId == null ? null : market.areas.find(areaId.value());
        if (areaId != null && area == null) {
            market.journal.answer().refused(RejectReason.UNKNOWN_AREA);
            return;
        }
        ParticipantId participant = command.participant();
        List<Order> orders = participant != null ? of(participant, area) : of(area);
        orders.sort(Comparator.comparingLong(order -> order.id));
        for (Order order : orders) {
            if (!isClosed(order)) {
                cancel(order, CancelReason.BY_MASS_CANCEL);
            }
        }
        market.journal.answer().done();
    }

    private List<Order> of(ParticipantId id, @Nullable Area area) {
        List<Order> orders = new ArrayList<>();
        int participant = market.participants.find(id.value());
        if (participant == Participants.UNKNOWN) {
            return orders;
        }
        market.orders.forEach(
                participant,
                order -> {
                    if (area == null || order.interval().area == area) {
                        orders.add(order);
                    }
                });
        return orders;
    }

    private static List<Order> of(@Nullable Area area) {
        List<Order> orders = new ArrayList<>();
        if (area != null) {
            for (OpenInterval interval : area.intervals()) {
                for (Order o = interval.newest; o != null; o = o.olderOfInterval) {
                    orders.add(o);
                }
            }
        }
        return orders;
    }

    /** The order's time ran out. */
    void expire(long id) {
        Order order = market.orders.find(id);
        if (order != null) {
            cancel(order, CancelReason.EXPIRED);
        }
    }

    /** False if nothing was left of it. */
    private boolean cancel(Order order, CancelReason reason) {
        if (order.waits) {
            blocks.cancel(order, reason);
            return true;
        }
        long left = order.kind == Order.Kind.ORDER ? market.book.cancel(order.id) : 0;
        if (left > 0) {
            market.execution.cancelled(order, left, reason);
        }
        return left > 0;
    }

    private boolean isClosed(Order order) {
        if (!order.isOpen()) {
            return true;
        }
        OpenInterval interval = order.interval();
        return interval.area.isClosed(interval.index, market.now());
    }
}
