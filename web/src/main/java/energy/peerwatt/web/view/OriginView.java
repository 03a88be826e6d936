package energy.peerwatt.web.view;

import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.billing.OriginLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kWh of one origin came to in one interval.
 *
 * @param counterparty SELF, NEIGHBOUR, COMMUNITY or OWN_SUPPLIER
 * @param priceMicro per kWh, before fees; null for own energy
 * @param energyAmount positive is credited, as all amounts
 * @param taxes levies and taxes per kWh
 * @param version of the interval's settlement; null for own energy
 * @param lines numbers of the interval's lines it is made of; their proofs are this line's
 */
public record OriginView(
        Instant interval,
        String origin,
        String counterparty,
        long energyWh,
        @Nullable Long priceMicro,
        String energyAmount,
        String gridFee,
        String taxes,
        String amount,
        String quality,
        @Nullable Integer version,
        @Nullable Long tradeId,
        List<Integer> lines) {

    public static OriginView of(OriginLine line) {
        return new OriginView(
                line.interval().start(),
                line.origin().name(),
                line.origin().counterparty().name(),
                line.energy().wattHours(),
                price(line),
                line.amounts().energy().toDecimalString(),
                line.amounts().gridFee().toDecimalString(),
                line.amounts().taxes().toDecimalString(),
                line.amounts().total().toDecimalString(),
                line.quality().name(),
                line.version() == 0 ? null : line.version(),
                trade(line),
                line.lines().stream().map(SettlementLine::number).toList());
    }

    private static @Nullable Long price(OriginLine line) {
        return line.lines().isEmpty() ? null : line.lines().getFirst().price().microPerKwh();
    }

    private static @Nullable Long trade(OriginLine line) {
        return line.lines().stream()
                .flatMap(one -> one.trade().stream())
                .map(TradeId::value)
                .findFirst()
                .orElse(null);
    }
}
