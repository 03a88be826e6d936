package energy.peerwatt.web.trading;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.unit.Energy;
import java.time.Instant;

/**
 * An order as far as the engine's events are stored.
 *
 * @param order what was placed
 * @param remaining what was not traded
 */
public record CustomerOrder(
        OrderId id, PlaceOrder order, Energy remaining, OrderState state, Instant placedAt) {

    public Energy traded() {
        return order.quantity().minus(remaining);
    }
}
