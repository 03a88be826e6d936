package energy.peerwatt.metering.protocol;

import java.util.List;

/** What became of bytes that claim to be a signed block. */
public sealed interface BlockResult {

    /**
     * The signature is that of a registered key of the gateway the block names.
     *
     * @param keyId key that signed, see {@link GatewayIdentity#keyId()}
     * @param links the part of each register's chain, in the order in which registers occur
     * @param signed the block as bytes, for proofs
     */
    record Verified(ReadingBlock block, String keyId, List<ChainLink> links, SignedBlock signed)
            implements BlockResult {

        public Verified {
            links = List.copyOf(links);
        }
    }

    /**
     * Nothing in these bytes may be used.
     *
     * @param detail for the log, without content of the bytes beyond numbers and ids
     */
    record Refused(Refusal reason, String detail) implements BlockResult {}

    /** Why a block is refused. */
    enum Refusal {
        /** More bytes than the largest block can have. */
        TOO_LARGE,
        /** Not the one deterministic encoding of a COSE_Sign1 or of a block. */
        MALFORMED,
        /** Names an algorithm that is neither EdDSA nor ES256. */
        UNSUPPORTED_ALGORITHM,
        /** Names another algorithm than the registered key is for. */
        WRONG_ALGORITHM,
        /** No registered key has this key id. */
        UNKNOWN_KEY,
        /** The signature does not fit the bytes. */
        BAD_SIGNATURE,
        /** A layout version this program does not know. */
        UNSUPPORTED_VERSION,
        /** The key belongs to another gateway than the block names. */
        WRONG_GATEWAY,
        /** The readings are not those whose root is signed. */
        WRONG_ROOT,
        /** A value is out of its range, or sequences have gaps. */
        INVALID_CONTENT
    }
}
