package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks proofs of single readings offline. Never throws for any bytes.
 *
 * <p>Thread-safe if the lookup is.
 */
public final class ReadingProofVerifier {

    private final BlockVerifier signatures;

    /**
     * Trusts what the lookup knows.
     *
     * @param registeredKeys key id (16 hex digits) to the gateway it was registered for
     */
    public ReadingProofVerifier(Function<String, Optional<GatewayIdentity>> registeredKeys) {
        signatures = new BlockVerifier(registeredKeys);
    }

    /** Checks form, key, signature, gateway, path and the reading, in this order. */
    public ProofResult verify(byte[] proof) {
        if (proof.length > ReadingProof.MAX_BYTES) {
            return new ProofResult.Refused(Refusal.TOO_LARGE, proof.length + " bytes");
        }
        try {
            return verify(ReadingProof.decode(proof));
        } catch (MalformedBlockException e) {
            BlockResult.Refused refused = e.refused();
            return new ProofResult.Refused(refused.reason(), refused.detail());
        }
    }

    private ProofResult verify(ReadingProof proof) throws MalformedBlockException {
        CoseSign1 message = CoseSign1.decode(proof.header());
        BlockHeader header = signatures.header(message);
        byte[] leaf = proof.leaf();
        Leaf content = Leaf.decode(leaf);
        require(
                content.gatewayId().equals(header.gatewayId()) && content.epoch() == header.epoch(),
                "leaf of another gateway or epoch");
        long index = content.reading().sequence() - header.firstSequence();
        require(index >= 0 && index < header.count(), "leaf of another block");
        MessageDigest digest = Hash256.newDigest();
        digest.update((byte) MerkleTree.LEAF);
        byte[] hash = digest.digest(leaf);
        if (!MerkleTree.rootOf(hash, (int) index, header.count(), proof.path())
                .equals(header.root())) {
            throw new MalformedBlockException(Refusal.WRONG_ROOT, header.gatewayId());
        }
        return new ProofResult.Proven(
                header.gatewayId(),
                header.epoch(),
                content.reading(),
                message.keyName(),
                content.previous(),
                Hash256.of(hash));
    }
}
