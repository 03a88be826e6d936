package energy.peerwatt.metering.protocol;

import java.util.Base64;

/**
 * A gateway and the public key its blocks are signed with.
 *
 * @param gatewayId see {@link ReadingBlock#gatewayId()}
 */
public record GatewayIdentity(String gatewayId, VerificationKey publicKey) {

    public GatewayIdentity {
        ReadingBlock.requireGatewayId(gatewayId);
    }

    /**
     * Reads a registered key.
     *
     * @param base64 X.509 SubjectPublicKeyInfo, as {@code identity.json} holds it
     * @throws IllegalArgumentException if it is not a key, see {@link VerificationKey#parse}
     */
    public static GatewayIdentity of(String gatewayId, String base64) {
        return new GatewayIdentity(
                gatewayId, VerificationKey.parse(Base64.getDecoder().decode(base64)));
    }

    /** See {@link VerificationKey#id}. */
    public String keyId() {
        return publicKey.id();
    }

    /** X.509 SubjectPublicKeyInfo, base64. */
    public String publicKeyBase64() {
        return publicKey.toBase64();
    }

    /** {@code {"gatewayId":…,"keyId":…,"publicKey":…}}, the content of {@code identity.json}. */
    public String toJson() {
        return """
        {"gatewayId":"%s","keyId":"%s","publicKey":"%s"}
        """
                .formatted(gatewayId, keyId(), publicKeyBase64());
    }
}
