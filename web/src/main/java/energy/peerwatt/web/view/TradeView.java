package energy.peerwatt.web.view;

import energy.peerwatt.market.Trade;
import energy.peerwatt.web.trading.MadeTrade;
import java.time.Instant;

/**
 * A trade.
 *
 * @param priceMicro net of fees
 */
public record TradeView(
        long id,
        Instant interval,
        long sellerId,
        long buyerId,
        long energyWh,
        long priceMicro,
        Instant at) {

    public static TradeView of(MadeTrade made) {
        Trade trade = made.trade();
        return new TradeView(
                trade.id().value(),
                trade.interval().start(),
                trade.seller().value(),
                trade.buyer().value(),
                trade.quantity().wattHours(),
                trade.price().microPerKwh(),
                made.at());
    }
}
