package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.SettlementStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proofs of kept settlements, and where their batches stand. Safe for use by several threads.
 *
 * <p>A kept settlement never changes, so the proofs used last are remembered.
 */
@ApplicationScoped
public class Proofs {

    private static final int MOST_REMEMBERED = 200;

    private final SettlementStore settlements;
    private final ChainOutbox outbox;
    private final Map<SettlementKey, IntervalProof> remembered =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<SettlementKey, IntervalProof> eldest) {
                            return size() > MOST_REMEMBERED;
                        }
                    });

    public Proofs(SettlementStore settlements, ChainOutbox outbox) {
        this.settlements = settlements;
        this.outbox = outbox;
    }

    /** The proof of one settlement; empty if it is not kept or has no lines. */
    public Uni<Optional<IntervalProof>> of(SettlementKey key) {
        IntervalProof known = remembered.get(key);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return settlements
                .find(key.area(), key.interval(), key.version())
                .map(stored ->
                        stored.filter(s -> !s.settlement().settlement().lines().isEmpty())
                                .map(IntervalProof::of))
                .invoke(found -> found.ifPresent(proof -> remembered.put(key, proof)));
    }

    /** The proofs of several settlements; those without are absent. */
    public Uni<Map<SettlementKey, IntervalProof>> of(Collection<SettlementKey> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(key -> of(key).map(found -> Map.entry(key, found)))
                .collect()
                .asList()
                .map(found -> {
                    Map<SettlementKey, IntervalProof> proofs = new HashMap<>();
                    found.forEach(entry ->
                            entry.getValue().ifPresent(proof -> proofs.put(entry.getKey(), proof)));
                    return proofs;
                });
    }

    /** Where the batches of these settlements stand; those not yet submitted are absent. */
    public Uni<Map<SettlementKey, OutboxEntry>> batches(Collection<SettlementKey> keys) {
        Map<String, SettlementKey> byBatchKey = new HashMap<>();
        keys.forEach(key -> byBatchKey.put(key.batchKey().hex(), key));
        return outbox.find(List.copyOf(byBatchKey.keySet()))
                .map(entries -> {
                    Map<SettlementKey, OutboxEntry> batches = new HashMap<>();
                    for (OutboxEntry entry : entries) {
                        SettlementKey key = byBatchKey.get(entry.batchKeyHex());
                        if (key != null) {
                            batches.put(key, entry);
                        }
                    }
                    return batches;
                });
    }
}
