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
     * @param chain has got to the reading before the block's first; after the call, to its last
     * @throws IllegalArgumentException if block or chain is another gateway's, or the epochs differ
     * @throws energy.peerwatt.market.MarketException if the key's token does not answer
     */
    public byte[] sign(ReadingBlock block, ReadingChain chain) {
        String gatewayId = identity.gatewayId();
        if (!block.gatewayId().equals(gatewayId)
                || !chain.gatewayId().equals(gatewayId)
                || chain.epoch() != block.epoch()) {
            throw new IllegalArgumentException(
                    "block of %s in epoch %d, chain of %s in epoch %d"
                            .formatted(
                                    block.gatewayId(),
                                    block.epoch(),
                                    chain.gatewayId(),
                                    chain.epoch()));
        }
        int count = block.readings().size();
        byte[] leaves = new byte[count * Hash256.BYTES];
        BodyWriter body = new BodyWriter();
        for (int i = 0; i < count; i++) {
            chain.append(block.readings().get(i), body, leaves, i);
        }
        Hash256 root = MerkleTree.root(leaves, count, Hash256.newDigest());
        BlockHeader header =
                new BlockHeader(
                        block.layout(),
                        gatewayId,
                        block.epoch(),
                        block.firstSequence(),
                        count,
                        root);
        byte[] signed = CoseSign1.sign(key, CoseSign1.BLOCK, header.encode()).encode();
        return new SignedBlock(signed, body.toByteArray(block.layout())).toByteArray();
    }
}
