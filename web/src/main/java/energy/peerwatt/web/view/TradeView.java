package energy.peerwatt.web.view;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.web.trading.MadeTrade;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A trade.
 *
 * @param sellerId null if it is no trade of the caller's
 * @param buyerId likewise
 * @param priceMicro net of fees
 */
public record TradeView(
        long id,
        Instant interval,
        @Nullable Long sellerId,
        @Nullable Long buyerId,
        long energyWh,
        long priceMicro,
        Instant at) {

    /** Both sides of it are shown to who may read one of them. */
    public static TradeView of(MadeTrade made, Predicate<ParticipantId> readable) {
        Trade trade = made.trade();
        boolean known = readable.test(trade.seller()) || readable.test(trade.buyer());
        return new TradeView(
                trade.id().value(),
                trade.interval().start(),
                known ? trade.seller().value() : null,
                known ? trade.buyer().value() : null,
                trade.quantity().wattHours(),
                trade.price().microPerKwh(),
                made.at());
    }
}
