package energy.peerwatt.matching;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.matching.former.Order;
import energy.peerwatt.matching.former.OrderBook;
import energy.peerwatt.matching.former.ReferenceOrderBook;
import energy.peerwatt.unit.Energy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The book of one area and interval, and every order it took, so that repeats are recognised. */
final class IntervalBook {

    private final OrderBook book = new ReferenceOrderBook();

    /** By arrival. */
    private final Map<OrderId, OrderAccepted> accepted = new LinkedHashMap<>();

    OrderBook book() {
        return book;
    }

    void remember(OrderAccepted order) {
        accepted.put(order.order(), order);
    }

    OrderAccepted accepted(OrderId order) {
        return Objects.requireNonNull(accepted.get(order));
    }

    /** All accepted orders by arrival, whether they rest or not. */
    Collection<OrderAccepted> accepted() {
        return accepted.values();
    }

    static Order orderOf(OrderAccepted accepted, Energy quantity) {
        PlaceOrder command = accepted.command();
        return new Order(
                accepted.order(), command.participant(), command.side(), quantity, command.limit());
    }

    void write(WireWriter out) {
        Map<OrderId, Energy> left = new LinkedHashMap<>();
        book.resting().forEach(order -> left.put(order.id(), order.quantity()));
        out.int32(accepted.size());
        for (OrderAccepted order : accepted.values()) {
            EngineCodec.writeAccepted(out, order);
            out.int64(left.getOrDefault(order.order(), Energy.ZERO).wattHours());
        }
    }

    void read(WireReader in) {
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            OrderAccepted order = EngineCodec.readAccepted(in);
            Energy left = Energy.ofWattHours(in.int64());
            remember(order);
            if (!left.isZero()) {
                // Arrival order within a limit is the priority the book had.
                book.rest(orderOf(order, left));
            }
        }
    }
}
