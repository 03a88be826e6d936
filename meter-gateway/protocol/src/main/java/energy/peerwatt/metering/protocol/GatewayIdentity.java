package energy.peerwatt.metering.protocol;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A gateway and the public key its blocks are signed with.
 *
 * @param gatewayId see {@link ReadingBlock#gatewayId()}
 * @param publicKey Ed25519
 */
public record GatewayIdentity(String gatewayId, PublicKey publicKey) {

    static final int KEY_ID_BYTES = 8;

    public GatewayIdentity {
        ReadingBlock.requireGatewayId(gatewayId);
    }

    /**
     * Reads a registered key.
     *
     * @param base64 X.509 SubjectPublicKeyInfo of an Ed25519 key, as {@code identity.json} holds it
     * @throws IllegalArgumentException if it is not such a key
     */
    public static GatewayIdentity of(String gatewayId, String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new GatewayIdentity(
                    gatewayId, factory.generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    /** First 8 bytes of the SHA-256 of the X.509 encoded public key, 16 lower-case hex digits. */
    public String keyId() {
        return HexFormat.of().formatHex(keyIdBytes());
    }

    /** X.509 SubjectPublicKeyInfo, base64. */
    public String publicKeyBase64() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /** {@code {"gatewayId":…,"keyId":…,"publicKey":…}}, the content of {@code identity.json}. */
    public String toJson() {
        return """
        {"gatewayId":"%s","keyId":"%s","publicKey":"%s"}
        """
                .formatted(gatewayId, keyId(), publicKeyBase64());
    }

    byte[] keyIdBytes() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(digest.digest(publicKey.getEncoded()), KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
