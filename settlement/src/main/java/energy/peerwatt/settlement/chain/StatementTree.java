package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.SaltedSettlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The Merkle tree over all lines of one settlement, with sorted pairs as OpenZeppelin's {@code
 * MerkleProof} verifies them. Immutable.
 *
 * <p>A complete binary tree in an array, root first, leaves last in reverse: no leaf is ever
 * duplicated, whatever their number.
 */
public final class StatementTree {

    private final List<Digest> nodes;
    private final int leaves;

    private StatementTree(List<Digest> nodes, int leaves) {
        this.nodes = nodes;
        this.leaves = leaves;
    }

    /**
     * Builds the tree.
     *
     * @param leaves leaf hashes in line order, at least one; see {@link StatementLeaf#hash}
     */
    public static StatementTree of(List<Digest> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree needs at least one leaf");
        }
        int inner = leaves.size() - 1;
        Digest[] nodes = new Digest[inner + leaves.size()];
        for (int i = 0; i < leaves.size(); i++) {
            nodes[nodes.length - 1 - i] = leaves.get(i);
        }
        for (int i = inner - 1; i >= 0; i--) {
            nodes[i] = pair(nodes[2 * i + 1], nodes[2 * i + 2]);
        }
        return new StatementTree(List.of(nodes), leaves.size());
    }

    /**
     * The tree over all lines of a settlement, which must have at least one; leaves in line order.
     */
    public static StatementTree of(SaltedSettlement salted) {
        IntervalSettlement settlement = salted.settlement();
        Digest key =
                SettlementBatch.keyOf(
                        settlement.area(), settlement.interval(), settlement.version());
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < settlement.lines().size(); i++) {
            leaves.add(
                    StatementLeaf.of(key, settlement.lines().get(i), salted.salts().get(i)).hash());
        }
        return of(leaves);
    }

    public Digest root() {
        return nodes.getFirst();
    }

    /**
     * The siblings from the leaf up to the root.
     *
     * @param index position of the leaf in the list the tree was built from
     */
    public List<Digest> proof(int index) {
        int node = nodes.size() - 1 - Objects.checkIndex(index, leaves);
        List<Digest> siblings = new ArrayList<>();
        while (node > 0) {
            siblings.add(nodes.get(node % 2 == 0 ? node - 1 : node + 1));
            node = (node - 1) / 2;
        }
        return List.copyOf(siblings);
    }

    /** Whether {@code leaf} is in the tree with this root, by this proof. */
    public static boolean verify(Digest root, Digest leaf, List<Digest> proof) {
        return proof.stream().reduce(leaf, StatementTree::pair).equals(root);
    }

    private static Digest pair(Digest one, Digest other) {
        boolean ordered = one.compareTo(other) <= 0;
        return Digest.keccak(
                new AbiWords().add(ordered ? one : other).add(ordered ? other : one).bytes());
    }
}
