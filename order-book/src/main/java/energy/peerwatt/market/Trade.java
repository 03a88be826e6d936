package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/**
 * An agreement between two participants for one interval.
 *
 * @param area the seller's area
 * @param price net of fees: what the seller is paid; the buyer pays fees on top
 * @param buyerArea the buyer's area, the same unless areas are linked
 */
public record Trade(
        TradeId id,
        AreaId area,
        DeliveryInterval interval,
        ParticipantId seller,
        ParticipantId buyer,
        OrderId sellOrder,
        OrderId buyOrder,
        Energy quantity,
        Price price,
        AreaId buyerArea) {

    /** A trade within one area. */
    public Trade(
            TradeId id,
            AreaId area,
            DeliveryInterval interval,
            ParticipantId seller,
            ParticipantId buyer,
            OrderId sellOrder,
            OrderId buyOrder,
            Energy quantity,
            Price price) {
        this(id, area, interval, seller, buyer, sellOrder, buyOrder, quantity, price, area);
    }
}
