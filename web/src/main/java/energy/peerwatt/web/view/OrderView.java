package energy.peerwatt.web.view;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.web.trading.CustomerOrder;
import java.time.Instant;

/**
 * An order of one's own.
 *
 * @param limitMicro all-in for a buyer, net for a seller
 */
public record OrderView(
        long orderId,
        long clientOrderId,
        long participantId,
        int areaId,
        Instant interval,
        String side,
        long energyWh,
        long tradedWh,
        long remainingWh,
        long limitMicro,
        String state,
        Instant placedAt) {

    public static OrderView of(CustomerOrder known) {
        PlaceOrder order = known.order();
        return new OrderView(
                known.id().value(),
                order.clientOrderId(),
                order.participant().value(),
                order.area().value(),
                order.interval().start(),
                order.side().name(),
                order.quantity().wattHours(),
                known.traded().wattHours(),
                known.remaining().wattHours(),
                order.limit().microPerKwh(),
                known.state().name(),
                known.placedAt());
    }
}
