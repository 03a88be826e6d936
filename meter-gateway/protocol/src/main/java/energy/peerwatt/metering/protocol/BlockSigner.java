package energy.peerwatt.metering.protocol;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * Signs blocks of one gateway. The same block gives the same bytes each time.
 *
 * <p>Thread-safe.
 */
public final class BlockSigner {

    private final GatewayIdentity identity;
    private final PrivateKey privateKey;

    /**
     * Signs as {@code identity}.
     *
     * @param privateKey Ed25519, the counterpart of the identity's public key
     */
    public BlockSigner(GatewayIdentity identity, PrivateKey privateKey) {
        this.identity = identity;
        this.privateKey = privateKey;
    }

    public GatewayIdentity identity() {
        return identity;
    }

    /**
     * The block as signed bytes, at most {@link BlockVerifier#MAX_BYTES}.
     *
     * @throws IllegalArgumentException if the block is another gateway's
     */
    public byte[] sign(ReadingBlock block) {
        if (!block.gatewayId().equals(identity.gatewayId())) {
            throw new IllegalArgumentException("block of gateway " + block.gatewayId());
        }
        byte[] payload = BlockCodec.encode(block);
        byte[] keyId = identity.keyIdBytes();
        return new CoseSign1(keyId, payload, signature(CoseSign1.toBeSigned(keyId, payload)))
                .encode();
    }

    private byte[] signature(byte[] content) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this key", e);
        }
    }
}
