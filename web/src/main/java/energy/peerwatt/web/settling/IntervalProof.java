package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.chain.ChainAccounts;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.chain.StatementLeaf;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.settlement.store.StoredSettlement;
import java.util.ArrayList;
import java.util.List;

/**
 * A kept settlement with the tree that proves its lines. Immutable.
 *
 * @param leaves hashes of the lines in their order
 */
public record IntervalProof(
        StoredSettlement stored, Digest batchKey, List<Digest> leaves, StatementTree tree) {

    /** Builds the tree; the settlement must have lines. */
    public static IntervalProof of(StoredSettlement stored) {
        IntervalSettlement settlement = stored.settlement().settlement();
        Digest key =
                SettlementBatch.keyOf(
                        settlement.area(), settlement.interval(), settlement.version());
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < settlement.lines().size(); i++) {
            SettlementLine line = settlement.lines().get(i);
            leaves.add(leaf(key, line, stored.settlement().salts().get(i)).hash());
        }
        return new IntervalProof(stored, key, List.copyOf(leaves), StatementTree.of(leaves));
    }

    private static StatementLeaf leaf(Digest key, SettlementLine line, Salt salt) {
        return new StatementLeaf(
                key,
                line.number(),
                line.participant(),
                line.counterparty(),
                line.kind().code(),
                line.direction().code(),
                line.energy(),
                line.price(),
                line.amount(),
                Digest.of(salt.bytes()));
    }

    public IntervalSettlement settlement() {
        return stored.settlement().settlement();
    }

    /** Salt of the line with this number. */
    public Salt salt(int number) {
        return stored.settlement().salts().get(number - 1);
    }

    /** Leaf of the line with this number. */
    public Digest leaf(int number) {
        return leaves.get(number - 1);
    }

    /** Siblings from the leaf of the line with this number up to the root. */
    public List<Digest> path(int number) {
        return tree.proof(number - 1);
    }

    /** What the settlement changes on the chain; only for a first version. */
    public SettlementBatch batch(ChainAccounts accounts) {
        IntervalSettlement settlement = settlement();
        List<SettlementBatch.Position> positions =
                settlement.netPositions().stream()
                        .map(net ->
                                SettlementBatch.Position.of(
                                        net, accounts.addressOf(net.participant())))
                        .toList();
        return new SettlementBatch(
                settlement.area(),
                settlement.interval(),
                settlement.version(),
                tree.root(),
                positions);
    }
}
