package energy.peerwatt.matching.former;

import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/**
 * What an incoming order traded with one resting order.
 *
 * @param resting the order that was in the book
 * @param owner its participant, never the incoming order's
 * @param quantity positive
 * @param price net of fees
 */
public record Fill(OrderId resting, ParticipantId owner, Energy quantity, Price price) {}
