package energy.peerwatt.web.view;

import energy.peerwatt.settlement.SettlementTotals;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.web.settling.Settlements;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An interval's settlement.
 *
 * @param savedAmount what the members together are better off than with their suppliers alone
 * @param linesRoot null if there was no energy and so no line
 */
public record SettlementView(
        int areaId,
        Instant interval,
        int version,
        long matchedWh,
        long poolWh,
        long residualSupplyWh,
        long residualFeedInWh,
        String savedAmount,
        int lines,
        @Nullable String linesRoot,
        SettlementState state,
        @Nullable TransactionView transaction) {

    public static SettlementView of(Settlements.Anchored anchored) {
        SettlementSummary summary = anchored.summary();
        SettlementTotals totals = summary.totals();
        return new SettlementView(
                summary.area().value(),
                summary.interval().start(),
                summary.version(),
                totals.matched().wattHours(),
                totals.pool().wattHours(),
                totals.residualSupply().wattHours(),
                totals.residualFeedIn().wattHours(),
                totals.saved().toDecimalString(),
                summary.lineCount(),
                anchored.proof().map(proof -> proof.tree().root().hex()).orElse(null),
                SettlementState.of(anchored.batch()),
                TransactionView.of(anchored.batch()));
    }
}
