package energy.peerwatt.metering.protocol;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key in memory. */
public final class Ed25519SigningKey implements SigningKey {

    /** PKCS 8 with the algorithm id of RFC 8410, before the 32 bytes of the key. */
    private static final byte[] PREFIX =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final int ENCODED_BYTES = PREFIX.length + Ed25519.SECRET_KEY_SIZE;

    private final Ed25519PrivateKeyParameters secret;
    private final VerificationKey verificationKey;

    private Ed25519SigningKey(Ed25519PrivateKeyParameters secret) {
        this.secret = secret;
        byte[] prefix = Ed25519VerificationKey.PREFIX;
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + Ed25519.PUBLIC_KEY_SIZE);
        secret.generatePublicKey().encode(encoded, prefix.length);
        verificationKey = VerificationKey.parse(encoded);
    }

    /** A new key. */
    public static Ed25519SigningKey generate(SecureRandom random) {
        return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(random));
    }

    /**
     * Reads a private key.
     *
     * @param pkcs8 as {@link #toPkcs8} gives it (RFC 8410 section 7, without attributes)
     * @throws IllegalArgumentException if it is anything else
     */
    public static Ed25519SigningKey ofPkcs8(byte[] pkcs8) {
        if (!VerificationKey.hasPrefix(pkcs8, PREFIX, ENCODED_BYTES)) {
            throw new IllegalArgumentException("not an Ed25519 private key in PKCS 8");
        }
        return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(pkcs8, PREFIX.length));
    }

    /** The secret itself, 48 bytes. */
    public byte[] toPkcs8() {
        byte[] encoded = Arrays.copyOf(PREFIX, ENCODED_BYTES);
        secret.encode(encoded, PREFIX.length);
        return encoded;
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public byte[] sign(byte[] content) {
        byte[] signature = new byte[SignatureAlgorithm.SIGNATURE_BYTES];
        secret.sign(Ed25519.Algorithm.Ed25519, null, content, 0, content.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "private half of " + verificationKey;
    }
}
