package energy.peerwatt.metering.protocol;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** ECDSA on P-256 with SHA-256. Tokens give either of the two values of s, so both are taken. */
final class Es256VerificationKey extends VerificationKey {

    /** SubjectPublicKeyInfo of id-ecPublicKey on secp256r1, before the 65 bytes of the point. */
    private static final byte[] PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final int POINT_BYTES = 65;
    private static final byte UNCOMPRESSED = 4;
    private static final int HALF = SignatureAlgorithm.SIGNATURE_BYTES / 2;
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private final ECPublicKeyParameters point;

    /** Reading the point checks that it is on the curve, whose order is prime. */
    Es256VerificationKey(byte[] encoded) {
        super(encoded);
        byte[] bytes = Arrays.copyOfRange(encoded, PREFIX.length, encoded.length);
        point = new ECPublicKeyParameters(CURVE.getCurve().decodePoint(bytes), DOMAIN);
    }

    static boolean isOne(byte[] encoded) {
        return hasPrefix(encoded, PREFIX, PREFIX.length + POINT_BYTES)
                && encoded[PREFIX.length] == UNCOMPRESSED;
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.ES256;
    }

    @Override
    boolean verifies(byte[] content, byte[] signature) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(content, 0, content.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, point);
        // The verifier refuses r and s outside of 1 to the curve's order.
        return verifier.verifySignature(
                hash,
                new BigInteger(1, signature, 0, HALF),
                new BigInteger(1, signature, HALF, HALF));
    }
}
