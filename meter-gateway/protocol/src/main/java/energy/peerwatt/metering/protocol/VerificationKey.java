package energy.peerwatt.metering.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key that verifies signatures of exactly one algorithm. Equal if the encoded keys are.
 *
 * <p>Immutable and thread-safe. The key is checked once, when it is read; keep and reuse it.
 */
public abstract sealed class VerificationKey permits Ed25519VerificationKey, Es256VerificationKey {

    static final int ID_BYTES = 8;

    private final byte[] encoded;
    private final byte[] id;
    private final String idHex;

    VerificationKey(byte[] encoded) {
        this.encoded = encoded.clone();
        id = Arrays.copyOf(sha256(encoded), ID_BYTES);
        idHex = HexFormat.of().formatHex(id);
    }

    /**
     * Reads a public key.
     *
     * @param encoded X.509 SubjectPublicKeyInfo (RFC 5280) of an Ed25519 key (RFC 8410) or of a
     *     P-256 key with a named curve and an uncompressed point (RFC 5480)
     * @throws IllegalArgumentException if it is neither, or no point that a key may be: points off
     *     the curve, of small order or in a second encoding would verify what nobody signed
     */
    public static VerificationKey parse(byte[] encoded) {
        if (Ed25519VerificationKey.isOne(encoded)) {
            return new Ed25519VerificationKey(encoded);
        }
        if (Es256VerificationKey.isOne(encoded)) {
            return new Es256VerificationKey(encoded);
        }
        throw new IllegalArgumentException("neither an Ed25519 nor a P-256 public key");
    }

    /** The only algorithm this key takes. */
    public abstract SignatureAlgorithm algorithm();

    /**
     * Whether the holder of this key signed {@code content}; never throws for any bytes.
     *
     * @param signature as COSE holds it: 64 bytes
     */
    public final boolean hasSigned(byte[] content, byte[] signature) {
        return signature.length == SignatureAlgorithm.SIGNATURE_BYTES
                && verifies(content, signature);
    }

    abstract boolean verifies(byte[] content, byte[] signature);

    /** First 8 bytes of the SHA-256 of the encoded key, 16 lower-case hex digits. */
    public final String id() {
        return idHex;
    }

    /** Not to be changed. */
    final byte[] idBytes() {
        return id;
    }

    /** X.509 SubjectPublicKeyInfo. */
    public final byte[] encoded() {
        return encoded.clone();
    }

    /** {@link #encoded} in base64. */
    public final String toBase64() {
        return Base64.getEncoder().encodeToString(encoded);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof VerificationKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public final String toString() {
        return algorithm() + " key " + idHex;
    }

    static boolean hasPrefix(byte[] bytes, byte[] prefix, int length) {
        return bytes.length == length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
