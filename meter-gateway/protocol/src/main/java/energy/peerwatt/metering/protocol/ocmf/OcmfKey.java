package energy.peerwatt.metering.protocol.ocmf;

import energy.peerwatt.metering.protocol.ocmf.OcmfException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** The public key of a meter, with the one curve it is on. Immutable. */
public final class OcmfKey {

    /** By the names of OCMF; the 192-bit curves are too weak to be taken. */
    private static final Map<ASN1ObjectIdentifier, String> CURVES =
            Map.of(
                    SECObjectIdentifiers.secp256r1, "secp256r1",
                    SECObjectIdentifiers.secp256k1, "secp256k1",
                    SECObjectIdentifiers.secp384r1, "secp384r1",
                    SECObjectIdentifiers.secp521r1, "secp521r1",
                    TeleTrusTObjectIdentifiers.brainpoolP256r1, "brainpoolP256r1",
                    TeleTrusTObjectIdentifiers.brainpoolP384r1, "brainpoolP384r1");

    private final String curve;
    private final ECPublicKeyParameters key;

    private OcmfKey(String curve, ECPublicKeyParameters key) {
        this.curve = curve;
        this.key = key;
    }

    /**
     * A key as chargers show it: X.509 SubjectPublicKeyInfo in hexadecimal or base64.
     *
     * @throws IllegalArgumentException if it is none, or of a curve that is not taken
     */
    public static OcmfKey parse(String text) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(bytes(text.strip()));
            ASN1Encodable parameters = info.getAlgorithm().getParameters();
            String curve =
                    parameters instanceof ASN1ObjectIdentifier name ? CURVES.get(name) : null;
            if (curve != null
                    && PublicKeyFactory.createKey(info) instanceof ECPublicKeyParameters key) {
                return new OcmfKey(curve, key);
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a public key: " + text, e);
        }
        throw new IllegalArgumentException("not a public key of a curve that is taken: " + text);
    }

    String curve() {
        return curve;
    }

    /**
     * Whether the owner of this key signed a hash.
     *
     * @param signature two integers in DER, nothing after them
     */
    void verify(byte[] hash, byte[] signature) throws OcmfException {
        ASN1Sequence sequence = sequence(signature);
        BigInteger r = integer(sequence, 0);
        BigInteger s = integer(sequence, 1);
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        if (!verifier.verifySignature(hash, r, s)) {
            throw new OcmfException(Reason.SIGNATURE_WRONG);
        }
    }

    private static ASN1Sequence sequence(byte[] signature) throws OcmfException {
        try {
            if (ASN1Primitive.fromByteArray(signature) instanceof ASN1Sequence sequence
                    && sequence.size() == 2) {
                return sequence;
            }
        } catch (IOException | RuntimeException e) {
            throw new OcmfException(Reason.SIGNATURE_WRONG);
        }
        throw new OcmfException(Reason.SIGNATURE_WRONG);
    }

    private static BigInteger integer(ASN1Sequence sequence, int index) throws OcmfException {
        return Optional.of(sequence.getObjectAt(index))
                .filter(ASN1Integer.class::isInstance)
                .map(ASN1Integer.class::cast)
                .map(ASN1Integer::getValue)
                .orElseThrow(() -> new OcmfException(Reason.SIGNATURE_WRONG));
    }

    private static byte[] bytes(String text) {
        return text.matches("[0-9A-Fa-f]+")
                ? HexFormat.of().parseHex(text)
                : Base64.getDecoder().decode(text);
    }
}
