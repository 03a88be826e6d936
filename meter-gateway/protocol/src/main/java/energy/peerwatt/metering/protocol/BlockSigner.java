package energy.peerwatt.metering.protocol;

/**
 * Signs blocks of one gateway. With an Ed25519 key the same block gives the same bytes each time.
 *
 * <p>Thread-safe.
 */
public final class BlockSigner {

    private final GatewayIdentity identity;
    private final SigningKey key;

    /** Signs as the gateway with this id. */
    public BlockSigner(String gatewayId, SigningKey key) {
        this.identity = new GatewayIdentity(gatewayId, key.verificationKey());
        this.key = key;
    }

    public GatewayIdentity identity() {
        return identity;
    }

    /**
     * The block as signed bytes, at most {@link BlockVerifier#MAX_BYTES}.
     *
     * @throws IllegalArgumentException if the block is another gateway's
     * @throws IllegalStateException if the key's token does not answer
     */
    public byte[] sign(ReadingBlock block) {
        if (!block.gatewayId().equals(identity.gatewayId())) {
            throw new IllegalArgumentException("block of gateway " + block.gatewayId());
        }
        return CoseSign1.sign(key, CoseSign1.BLOCK, BlockCodec.encode(block)).encode();
    }
}
