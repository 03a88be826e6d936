package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.chain.ChainAccounts;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.chain.StatementLeaf;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.settlement.store.StoredSettlement;
import java.util.List;

/** A kept settlement with the tree that proves its lines. Immutable. */
public record IntervalProof(StoredSettlement stored, Digest batchKey, StatementTree tree) {

    /** Builds the tree; the settlement must have lines. */
    public static IntervalProof of(StoredSettlement stored) {
        IntervalSettlement settlement = stored.settlement().settlement();
        Digest key =
                SettlementBatch.keyOf(
                        settlement.area(), settlement.interval(), settlement.version());
        return new IntervalProof(stored, key, StatementTree.of(stored.settlement()));
    }

    public IntervalSettlement settlement() {
        return stored.settlement().settlement();
    }

    /** Salt of the line with this number. */
    public Salt salt(int number) {
        return stored.settlement().salts().get(number - 1);
    }

    /** What of its lines is in their leaves. */
    public LeafForm form() {
        return stored.settlement().form();
    }

    /** Leaf of the line with this number. */
    public Digest leaf(int number) {
        return new StatementLeaf(
                        batchKey, settlement().lines().get(number - 1), salt(number), form())
                .hash();
    }

    /** Siblings from the leaf of the line with this number up to the root. */
    public List<Digest> path(int number) {
        return tree.proof(number - 1);
    }

    /**
     * A first version as it goes to the chain.
     *
     * @param metered what it was settled from
     */
    public SettlementBatch batch(List<MeteredEnergy> metered, ChainAccounts accounts) {
        return SettlementBatch.first(settlement(), metered, tree.root(), accounts);
    }

    /**
     * A later version as it goes to the chain.
     *
     * @param before the version before it
     * @param metered what this one was settled from
     */
    public SettlementBatch batch(
            IntervalSettlement before, List<MeteredEnergy> metered, ChainAccounts accounts) {
        return SettlementBatch.correction(settlement(), before, metered, tree.root(), accounts);
    }
}
