package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An area's settlements. Reactive, safe for use by several threads. */
@ApplicationScoped
public class Settlements {

    /**
     * A settlement, its proof and where its batch stands.
     *
     * @param proof empty if the settlement has no lines
     * @param batch null until it is submitted
     * @param finalAt from when on it is not settled again; empty for never
     */
    public record Anchored(
            SettlementSummary summary,
            Optional<IntervalProof> proof,
            @Nullable OutboxEntry batch,
            Optional<Instant> finalAt) {}

    private final SettlementStore store;
    private final Proofs proofs;
    private final RulesLedger rules;

    public Settlements(SettlementStore store, Proofs proofs, RulesLedger rules) {
        this.store = store;
        this.proofs = proofs;
        this.rules = rules;
    }

    /** The newest intervals first, each with its highest version. */
    public Uni<List<Anchored>> newest(AreaId area, int limit) {
        return store.newest(area, limit)
                .chain(summaries ->
                        proofs.of(summaries.stream().map(Settlements::key).toList())
                                .chain(found -> anchored(area, summaries, found)));
    }

    /**
     * With where their batches stand and when they become final.
     *
     * @param summaries of the area
     */
    public Uni<List<Anchored>> anchored(
            AreaId area,
            List<SettlementSummary> summaries,
            Map<SettlementKey, IntervalProof> found) {
        return rules.of(area)
                .chain(revisions ->
                        proofs.batches(summaries.stream().map(Settlements::key).toList())
                                .map(batches ->
                                        summaries.stream()
                                                .map(summary ->
                                                        anchored(
                                                                summary, found, batches, revisions))
                                                .toList()));
    }

    private static Anchored anchored(
            SettlementSummary summary,
            Map<SettlementKey, IntervalProof> proofs,
            Map<SettlementKey, OutboxEntry> batches,
            List<RulesRevision> revisions) {
        SettlementKey key = key(summary);
        Optional<RulesRevision> rules =
                revisions.stream().filter(one -> one.revision() == summary.rules()).findFirst();
        return new Anchored(
                summary,
                Optional.ofNullable(proofs.get(key)),
                batches.get(key),
                rules.flatMap(one -> one.finalAt(summary.interval())));
    }

    private static SettlementKey key(SettlementSummary summary) {
        return new SettlementKey(summary.area(), summary.interval(), summary.version());
    }
}
