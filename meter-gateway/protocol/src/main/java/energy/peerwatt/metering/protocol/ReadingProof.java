package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.MeteringPointId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * That a gateway has signed one reading: the reading's leaf, the way from it to the signed Merkle
 * root, and the signed header. Anybody who knows the gateway's public key can check it, without
 * network; see {@link ReadingProofVerifier}. Immutable.
 */
public final class ReadingProof {

    /** No proof is larger. */
    public static final int MAX_BYTES = 8 * 1024;

    private static final int LONGEST_PATH = 10;

    private final byte[] header;
    private final byte[] leaf;
    private final List<Hash256> path;

    ReadingProof(byte[] header, byte[] leaf, List<Hash256> path) {
        this.header = header.clone();
        this.leaf = leaf.clone();
        this.path = List.copyOf(path);
    }

    static ReadingProof decode(byte[] bytes) throws MalformedBlockException {
        CborReader in = new CborReader(bytes);
        in.array(3, "a proof is an array of 3");
        byte[] header = in.bytes();
        byte[] leaf = in.bytes();
        int length = in.array(LONGEST_PATH);
        List<Hash256> path = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            path.add(in.hash());
        }
        in.end();
        return new ReadingProof(header, leaf, path);
    }

    /** {@code [<< header >>, << leaf >>, [hash...]]}, deterministic CBOR. */
    public byte[] toByteArray() {
        CborWriter out = new CborWriter().array(3).bytes(header).bytes(leaf);
        out.array(path.size());
        path.forEach(hash -> out.bytes(hash.bytes()));
        return out.toByteArray();
    }

    /** COSE_Sign1 (RFC 9052) whose payload holds the root. */
    public byte[] header() {
        return header.clone();
    }

    /** The reading as it is hashed, with the register's previous hash and its salt. */
    public byte[] leaf() {
        return leaf.clone();
    }

    /** Whether the leaf states a reading of this metering point; verifies nothing. */
    public boolean isAbout(MeteringPointId point) {
        try {
            return Leaf.decode(leaf).reading().meteringPoint().equals(point);
        } catch (MalformedBlockException e) {
            return false;
        }
    }

    /** The record by which the meter itself signed the reading, if the leaf holds one. */
    public Optional<MeterRecord> meterRecord() {
        try {
            return Leaf.decode(leaf).reading().context().record();
        } catch (MalformedBlockException e) {
            return Optional.empty();
        }
    }

    /** Siblings from the leaf up. */
    public List<Hash256> path() {
        return path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadingProof proof
                && Arrays.equals(header, proof.header)
                && Arrays.equals(leaf, proof.leaf)
                && path.equals(proof.path);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(leaf);
    }
}
