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
 * @param phase SETTLED at first, RESETTLED once a later version counts, FINAL when no other can
 *     follow
 * @param finalAt from when on it is final; null: never
 * @param reason why this version exists
 * @param rules revision of the area's settlement rules that it was made by; 0 are the default ones
 * @param sha256 of the lines in their canonical form; the same input gives the same
 * @param linesRoot null if there was no energy and so no line
 */
public record SettlementView(
        int areaId,
        Instant interval,
        int version,
        Phase phase,
        @Nullable Instant finalAt,
        String reason,
        int rules,
        String sha256,
        long matchedWh,
        long poolWh,
        long residualSupplyWh,
        long residualFeedInWh,
        String savedAmount,
        int lines,
        @Nullable String linesRoot,
        SettlementState state,
        @Nullable TransactionView transaction) {

    /** Where an interval's settlement is in its life. */
    public enum Phase {
        SETTLED,
        RESETTLED,
        FINAL
    }

    /**
     * The view.
     *
     * @param now market time
     */
    public static SettlementView of(Settlements.Anchored anchored, Instant now) {
        SettlementSummary summary = anchored.summary();
        SettlementTotals totals = summary.totals();
        return new SettlementView(
                summary.area().value(),
                summary.interval().start(),
                summary.version(),
                phase(anchored, now),
                anchored.finalAt().orElse(null),
                summary.reason(),
                summary.rules(),
                summary.sha256(),
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

    private static Phase phase(Settlements.Anchored anchored, Instant now) {
        if (anchored.finalAt().filter(at -> !now.isBefore(at)).isPresent()) {
            return Phase.FINAL;
        }
        return anchored.summary().version() > 1 ? Phase.RESETTLED : Phase.SETTLED;
    }
}
