package energy.peerwatt.metering.protocol;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 section 2.1 with SHA-256, over hashes of leaves: a node is the hash
 * of byte 1 and its two children; a node without a sibling moves up as it is.
 */
final class MerkleTree {

    /** First byte of what is hashed for a leaf. */
    static final int LEAF = 0;

    private static final byte NODE = 1;
    private static final int HASH = Hash256.BYTES;

    private MerkleTree() {}

    /**
     * The root.
     *
     * @param leaves hashes one after the other; unchanged
     * @param count at least 1
     */
    static Hash256 root(byte[] leaves, int count, MessageDigest digest) {
        byte[] level = leaves.clone();
        for (int size = count; size > 1; size = lift(level, size, digest)) {
            // Each pass leaves the next level at the front.
        }
        return Hash256.copyOf(level, 0);
    }

    /** What {@link #rootOf} needs besides the leaf: siblings from the bottom up. */
    static List<Hash256> path(byte[] leaves, int count, int index, MessageDigest digest) {
        List<Hash256> path = new ArrayList<>();
        byte[] level = leaves.clone();
        int at = index;
        for (int size = count; size > 1; size = lift(level, size, digest)) {
            int sibling = at ^ 1;
            if (sibling < size) {
                path.add(Hash256.copyOf(level, sibling * HASH));
            }
            at >>= 1;
        }
        return path;
    }

    /**
     * The root that a leaf and its path lead to.
     *
     * @throws MalformedBlockException if the path has not the length that index and count need
     */
    static Hash256 rootOf(byte[] leaf, int index, int count, List<Hash256> path)
            throws MalformedBlockException {
        MessageDigest digest = Hash256.newDigest();
        byte[] hash = leaf;
        int at = index;
        int used = 0;
        for (int size = count; size > 1; size = (size + 1) / 2) {
            if ((at ^ 1) < size) {
                CborReader.require(used < path.size(), "path too short");
                byte[] sibling = path.get(used++).bytes();
                digest.update(NODE);
                digest.update((at & 1) == 0 ? hash : sibling);
                hash = digest.digest((at & 1) == 0 ? sibling : hash);
            }
            at >>= 1;
        }
        CborReader.require(used == path.size(), "path too long");
        return Hash256.of(hash);
    }

    private static int lift(byte[] level, int size, MessageDigest digest) {
        try {
            for (int i = 0; i + 1 < size; i += 2) {
                digest.update(NODE);
                digest.update(level, i * HASH, 2 * HASH);
                digest.digest(level, i / 2 * HASH, HASH);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are enough", e);
        }
        if (size % 2 == 1) {
            System.arraycopy(level, (size - 1) * HASH, level, size / 2 * HASH, HASH);
        }
        return (size + 1) / 2;
    }
}
