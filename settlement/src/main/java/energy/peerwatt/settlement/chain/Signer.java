package energy.peerwatt.settlement.chain;

/**
 * A key on secp256k1 that signs without being seen: in this process, in a signing service or in a
 * hardware module. Safe for use by several threads; may block.
 */
public interface Signer {

    /** The account that the key controls. */
    ChainAddress address();

    /**
     * Signs the Keccak-256 hash of a message.
     *
     * @return r, s and v of 32, 32 and 1 bytes; v is 27 or 28, s in the lower half (EIP-2)
     * @throws energy.peerwatt.market.MarketException SIGNING_KEY_UNAVAILABLE if it does not sign
     *     now; ask again later
     */
    byte[] sign(byte[] message);
}
