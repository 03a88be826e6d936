package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns foreign bytes into a verified block or a named refusal. Never throws for any bytes.
 *
 * <p>Thread-safe if the lookup is.
 */
public final class BlockVerifier {

    /** No block of {@link ReadingBlock#MAX_READINGS} readings is larger. */
    public static final int MAX_BYTES = 128 * 1024;

    private final Function<String, Optional<GatewayIdentity>> registeredKeys;

    /**
     * Trusts what the lookup knows.
     *
     * @param registeredKeys key id (16 hex digits) to the gateway it was registered for
     */
    public BlockVerifier(Function<String, Optional<GatewayIdentity>> registeredKeys) {
        this.registeredKeys = registeredKeys;
    }

    /** Checks size, form, key, signature and content, in this order. */
    public BlockResult verify(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new BlockResult.Refused(Refusal.TOO_LARGE, bytes.length + " bytes");
        }
        try {
            return verify(CoseSign1.decode(bytes));
        } catch (MalformedBlockException e) {
            return e.refused();
        }
    }

    private BlockResult verify(CoseSign1 message) throws MalformedBlockException {
        String keyId = HexFormat.of().formatHex(message.keyId());
        GatewayIdentity signer =
                registeredKeys
                        .apply(keyId)
                        .orElseThrow(() ->
                                new MalformedBlockException(Refusal.UNKNOWN_KEY, "key " + keyId));
        message.requireSignedBy(signer.publicKey(), CoseSign1.BLOCK);
        ReadingBlock block = BlockCodec.decode(message.payload());
        if (!block.gatewayId().equals(signer.gatewayId())) {
            throw new MalformedBlockException(
                    Refusal.WRONG_GATEWAY, "key " + keyId + " is not of " + block.gatewayId());
        }
        return new BlockResult.Verified(block, keyId);
    }
}
