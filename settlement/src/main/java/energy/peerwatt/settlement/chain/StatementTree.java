package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.SettlementLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.web3j.crypto.Hash;

/**
 * The Merkle tree over all lines of one settlement, with sorted pairs as OpenZeppelin's {@code
 * MerkleProof} verifies them. Immutable.
 *
 * <p>A complete binary tree in an array, root first, leaves last in reverse: no leaf is ever
 * duplicated, whatever their number.
 */
public final class StatementTree {

    private static final Digest NO_LINES = TypedData.text("no lines");

    private final byte[][] nodes;
    private final int leaves;

    private StatementTree(byte[][] nodes, int leaves) {
        this.nodes = nodes;
        this.leaves = leaves;
    }

    /**
     * Builds the tree.
     *
     * @param leaves leaf hashes in line order, at least one; see {@link StatementLeaf#hash}
     */
    public static StatementTree of(List<Digest> leaves) {
        return of(leaves.stream().map(Digest::bytes).toArray(byte[][]::new));
    }

    /**
     * The tree over all lines of a settlement, leaves in line order; without lines, of one leaf
     * that is no line's. Hashes on all processors.
     */
    public static StatementTree of(SaltedSettlement salted) {
        IntervalSettlement settlement = salted.settlement();
        if (settlement.lines().isEmpty()) {
            return of(List.of(NO_LINES));
        }
        byte[] key =
                SettlementBatch.keyOf(
                                settlement.area(), settlement.interval(), settlement.version())
                        .bytes();
        List<SettlementLine> lines = settlement.lines();
        List<Salt> salts = salted.salts();
        return of(
                IntStream.range(0, lines.size())
                        .parallel()
                        .mapToObj(i ->
                                StatementLeaf.hashBytes(
                                        key, lines.get(i), salts.get(i), salted.form()))
                        .toArray(byte[][]::new));
    }

    private static StatementTree of(byte[][] leaves) {
        if (leaves.length == 0) {
            throw new IllegalArgumentException("a tree needs at least one leaf");
        }
        int inner = leaves.length - 1;
        byte[][] nodes = new byte[inner + leaves.length][];
        for (int i = 0; i < leaves.length; i++) {
            nodes[nodes.length - 1 - i] = leaves[i];
        }
        // The children of inner nodes [from, to) all lie at to or behind: a layer at a time.
        for (int to = inner; to > 0; to /= 2) {
            int from = to / 2;
            IntStream.range(from, to)
                    .parallel()
                    .forEach(i -> nodes[i] = pair(nodes[2 * i + 1], nodes[2 * i + 2]));
        }
        return new StatementTree(nodes, leaves.length);
    }

    public Digest root() {
        return Digest.of(nodes[0]);
    }

    /**
     * The siblings from the leaf up to the root.
     *
     * @param index position of the leaf in the list the tree was built from
     */
    public List<Digest> proof(int index) {
        int node = nodes.length - 1 - Objects.checkIndex(index, leaves);
        List<Digest> siblings = new ArrayList<>();
        while (node > 0) {
            siblings.add(Digest.of(nodes[node % 2 == 0 ? node - 1 : node + 1]));
            node = (node - 1) / 2;
        }
        return List.copyOf(siblings);
    }

    /** Whether {@code leaf} is in the tree with this root, by this proof. */
    public static boolean verify(Digest root, Digest leaf, List<Digest> proof) {
        byte[] node = leaf.bytes();
        for (Digest sibling : proof) {
            node = pair(node, sibling.bytes());
        }
        return Arrays.equals(node, root.bytes());
    }

    private static byte[] pair(byte[] one, byte[] other) {
        boolean ordered = Arrays.compareUnsigned(one, other) <= 0;
        byte[] both = Arrays.copyOf(ordered ? one : other, 2 * one.length);
        System.arraycopy(ordered ? other : one, 0, both, one.length, one.length);
        return Hash.sha3(both);
    }
}
