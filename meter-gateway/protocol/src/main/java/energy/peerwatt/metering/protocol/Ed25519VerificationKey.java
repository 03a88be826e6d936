package energy.peerwatt.metering.protocol;

import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Strict Ed25519: the scalar must be reduced, and neither key nor commitment may be of small order.
 */
final class Ed25519VerificationKey extends VerificationKey {

    /** SubjectPublicKeyInfo with the algorithm id of RFC 8410, before the 32 bytes of the key. */
    static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ENCODED_BYTES = PREFIX.length + Ed25519.PUBLIC_KEY_SIZE;

    private final Ed25519PublicKeyParameters point;

    Ed25519VerificationKey(byte[] encoded) {
        super(encoded);
        if (!Ed25519.validatePublicKeyFull(encoded, PREFIX.length)) {
            throw new IllegalArgumentException("not a point that an Ed25519 key may be");
        }
        point = new Ed25519PublicKeyParameters(encoded, PREFIX.length);
    }

    static boolean isOne(byte[] encoded) {
        return hasPrefix(encoded, PREFIX, ENCODED_BYTES);
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.ED25519;
    }

    @Override
    boolean verifies(byte[] content, byte[] signature) {
        return point.verify(
                Ed25519.Algorithm.Ed25519, null, content, 0, content.length, signature, 0);
    }
}
