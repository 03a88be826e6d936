package energy.peerwatt.web.trading;

import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/** What became of an order or a cancellation. */
public sealed interface OrderOutcome {

    /** The order is durable; it may have traded at once. */
    record Accepted(OrderId order) implements OrderOutcome {}

    /** What was left of the order is out of the book. */
    record Cancelled(OrderId order, Energy remaining) implements OrderOutcome {}

    /** The engine refused it. */
    record Rejected(RejectReason reason) implements OrderOutcome {}

    /** The participant has no metering point in the area. */
    record NotAMember() implements OrderOutcome {}

    /**
     * The limit would leave the participant worse off than its own supplier does.
     *
     * @param bound highest limit to buy, all-in, or lowest to sell, net
     */
    record WorseThanSupplier(Price bound) implements OrderOutcome {}

    /** Nobody knows; the same command may be sent again. */
    record Unknown(String why) implements OrderOutcome {}
}
