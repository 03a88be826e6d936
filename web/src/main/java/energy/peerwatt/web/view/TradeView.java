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
 * @param sellerId null if the caller may not know who it is
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

    /** The trade as somebody sees it who may know certain participants. */
    public static TradeView of(MadeTrade made, Predicate<ParticipantId> known) {
        Trade trade = made.trade();
        return new TradeView(
                trade.id().value(),
                trade.interval().start(),
                orNull(trade.seller(), known),
                orNull(trade.buyer(), known),
                trade.quantity().wattHours(),
                trade.price().microPerKwh(),
                made.at());
    }

    private static @Nullable Long orNull(
            ParticipantId participant, Predicate<ParticipantId> known) {
        return known.test(participant) ? participant.value() : null;
    }
}
