package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/** What bytes prove that claim to be a {@link ReadingProof}. */
public sealed interface ProofResult {

    /**
     * The gateway signed this reading with a key that the verifier knows.
     *
     * @param keyId key that signed, see {@link GatewayIdentity#keyId()}
     * @param previous hash of the leaf before it of the same register: a proof with this {@code
     *     leaf} hash proves the reading before; or {@link ReadingChain#genesis}
     * @param leaf hash of the reading's own leaf
     */
    record Proven(
            String gatewayId,
            long epoch,
            Reading reading,
            String keyId,
            Hash256 previous,
            Hash256 leaf)
            implements ProofResult {}

    /**
     * Nothing is proven.
     *
     * @param detail without content of the bytes beyond numbers and ids
     */
    record Refused(Refusal reason, String detail) implements ProofResult {}
}
