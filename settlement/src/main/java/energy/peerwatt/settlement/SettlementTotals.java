package energy.peerwatt.settlement;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of an interval's settlement.
 *
 * @param matched delivered on matched trades
 * @param pool shared through the community pool
 * @param residualSupply delivered by the members' own suppliers
 * @param residualFeedIn taken by the members' own suppliers
 * @param saved what the members together are better off than with their suppliers alone: buyers
 *     retail less all-in price, sellers price less feed-in; negative only where contracts are paid
 *     in full and deviations have cost more
 */
public record SettlementTotals(
        Energy matched, Energy pool, Energy residualSupply, Energy residualFeedIn, Money saved) {

    /** Adds up the lines; each event counts once, where its energy arrives. */
    static SettlementTotals of(List<SettlementLine> lines, Money saved) {
        Map<LineKind, Energy> energy = new EnumMap<>(LineKind.class);
        for (SettlementLine line : lines) {
            if (line.direction() == Direction.BOUGHT) {
                energy.merge(line.kind(), line.energy(), Energy::plus);
            }
        }
        return new SettlementTotals(
                energy.getOrDefault(LineKind.MATCHED_ENERGY, Energy.ZERO),
                energy.getOrDefault(LineKind.POOL_ENERGY, Energy.ZERO),
                energy.getOrDefault(LineKind.RESIDUAL_SUPPLY, Energy.ZERO),
                energy.getOrDefault(LineKind.RESIDUAL_FEED_IN, Energy.ZERO),
                saved);
    }
}
