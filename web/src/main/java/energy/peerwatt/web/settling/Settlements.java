package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An area's settlements. Reactive, safe for use by several threads. */
@ApplicationScoped
public class Settlements {

    /**
     * A settlement, its proof and where its batch stands.
     *
     * @param proof empty if the settlement has no lines
     * @param batch null until it is submitted
     */
    public record Anchored(
            SettlementSummary summary,
            Optional<IntervalProof> proof,
            @Nullable OutboxEntry batch) {}

    private final SettlementStore store;
    private final Proofs proofs;

    public Settlements(SettlementStore store, Proofs proofs) {
        this.store = store;
        this.proofs = proofs;
    }

    /** The newest intervals first, each with its highest version. */
    public Uni<List<Anchored>> newest(AreaId area, int limit) {
        return store.newest(area, limit)
                .chain(summaries -> {
                    List<SettlementKey> keys = summaries.stream().map(Settlements::key).toList();
                    return proofs.of(keys)
                            .chain(found ->
                                    proofs.batches(keys)
                                            .map(batches -> anchored(summaries, found, batches)));
                });
    }

    private static List<Anchored> anchored(
            List<SettlementSummary> summaries,
            Map<SettlementKey, IntervalProof> proofs,
            Map<SettlementKey, OutboxEntry> batches) {
        return summaries.stream()
                .map(summary -> {
                    SettlementKey key = key(summary);
                    return new Anchored(
                            summary, Optional.ofNullable(proofs.get(key)), batches.get(key));
                })
                .collect(Collectors.toUnmodifiableList());
    }

    private static SettlementKey key(SettlementSummary summary) {
        return new SettlementKey(summary.area(), summary.interval(), summary.version());
    }
}
