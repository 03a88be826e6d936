package energy.peerwatt.web.view;

import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.ReadingProof;
import java.util.Base64;
import java.util.List;

/**
 * That a gateway signed a reading; the layout of the bytes is in the protocol's README. All bytes
 * are base64.
 *
 * @param proof everything in one: what {@code ReadingProofVerifier} takes
 * @param header COSE_Sign1 with the signed Merkle root
 * @param leaf the reading as it is hashed
 * @param path hashes from the leaf up to the root, hex
 */
public record ReadingProofView(String proof, String header, String leaf, List<String> path) {

    public static ReadingProofView of(ReadingProof proof) {
        Base64.Encoder base64 = Base64.getEncoder();
        return new ReadingProofView(
                base64.encodeToString(proof.toByteArray()),
                base64.encodeToString(proof.header()),
                base64.encodeToString(proof.leaf()),
                proof.path().stream().map(Hash256::toString).toList());
    }
}
