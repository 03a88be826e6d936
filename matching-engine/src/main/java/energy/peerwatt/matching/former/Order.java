package energy.peerwatt.matching.former;

import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/**
 * A limit order as the book sees it.
 *
 * @param id larger than that of every order placed before
 * @param quantity what is still to be traded, positive
 * @param limit all-in for a buyer, net for a seller
 */
public record Order(
        OrderId id, ParticipantId participant, Side side, Energy quantity, Price limit) {

    public Order {
        if (quantity.isZero()) {
            throw new IllegalArgumentException("an order without quantity: " + id);
        }
    }

    public Order less(Energy traded) {
        return new Order(id, participant, side, quantity.minus(traded), limit);
    }
}
