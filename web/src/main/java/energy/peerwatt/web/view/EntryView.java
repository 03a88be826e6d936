package energy.peerwatt.web.view;

import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.SettlementLine;
import org.jspecify.annotations.Nullable;

/** One line of an interval's settlement. */
public record EntryView(
        int number,
        long participantId,
        long counterpartyId,
        String kind,
        String direction,
        long energyWh,
        long priceMicro,
        String amount,
        String quality,
        @Nullable Long tradeId,
        boolean onChain) {

    public static EntryView of(SettlementLine line) {
        return new EntryView(
                line.number(),
                line.participant().value(),
                line.counterparty().value(),
                line.kind().name(),
                line.direction().name(),
                line.energy().wattHours(),
                line.price().microPerKwh(),
                line.amount().toDecimalString(),
                line.quality().name(),
                line.trade().map(TradeId::value).orElse(null),
                line.kind().settledOnChain());
    }
}
