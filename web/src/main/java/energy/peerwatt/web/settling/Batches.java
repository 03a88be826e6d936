package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.chain.ChainAccounts;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StoredSettlement;
import energy.peerwatt.web.parts.Parts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kept settlements as they go to the chain, the same at each look. Blocks. */
@Singleton
public final class Batches {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);

    private final SettlementStore settlements;
    private final Parts parts;

    public Batches(SettlementStore settlements, Parts parts) {
        this.settlements = settlements;
        this.parts = parts;
    }

    /** The batch of a settlement; empty if it is not kept. */
    public Optional<SettlementBatch> of(SettlementKey key) {
        return find(key).map(IntervalProof::of).map(proof -> batch(key, proof));
    }

    private SettlementBatch batch(SettlementKey key, IntervalProof proof) {
        ChainAccounts accounts = parts.chain().accounts();
        List<MeteredEnergy> metered =
                await(settlements.metered(key.area(), key.interval(), key.version()));
        if (key.version() == 1) {
            return proof.batch(metered, accounts);
        }
        SettlementKey previous = new SettlementKey(key.area(), key.interval(), key.version() - 1);
        IntervalSettlement before = find(previous).orElseThrow().settlement().settlement();
        return proof.batch(before, metered, accounts);
    }

    private Optional<StoredSettlement> find(SettlementKey key) {
        return await(settlements.find(key.area(), key.interval(), key.version()));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
