package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;

/**
 * An agreement between two participants for one interval.
 *
 * @param price net of fees: what the seller is paid; the buyer pays fees on top
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
        Price price) {}
