package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which gateway signed a message.
 *
 * @param registered key id (16 hex digits) to the gateway it was registered for
 */
record GatewayKeys(Function<String, Optional<GatewayIdentity>> registered) {

    /** The gateway whose registered key signed a message for a purpose. */
    GatewayIdentity signer(CoseSign1 message, String purpose) throws MalformedBlockException {
        GatewayIdentity signer =
                registered.apply(message.keyName()).orElseThrow(() -> unknown(message));
        message.requireSignedBy(signer.publicKey(), purpose);
        return signer;
    }

    /** A gateway speaks for itself alone. */
    static void requireIs(GatewayIdentity signer, String gatewayId) throws MalformedBlockException {
        if (!gatewayId.equals(signer.gatewayId())) {
            throw new MalformedBlockException(
                    Refusal.WRONG_GATEWAY, "key " + signer.keyId() + " is not of " + gatewayId);
        }
    }

    static MalformedBlockException unknown(CoseSign1 message) {
        return new MalformedBlockException(Refusal.UNKNOWN_KEY, "key " + message.keyName());
    }
}
