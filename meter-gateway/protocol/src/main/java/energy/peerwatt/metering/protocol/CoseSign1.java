package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A COSE_Sign1 (RFC 9052 section 4.2) with protected algorithm and key id and nothing unprotected.
 *
 * <p>What a message is for is signed as external data, so that a signature made for one purpose
 * never serves another.
 */
final class CoseSign1 {

    /** External data of a block: none. */
    static final String BLOCK = "";

    private static final int TAG = 18;
    private static final int HEADER_ALGORITHM = 1;
    private static final int HEADER_KEY_ID = 4;

    private final SignatureAlgorithm algorithm;
    private final byte[] keyId;
    private final byte[] payload;
    private final byte[] signature;

    /**
     * Arrays are not copied: they live as long as one call of the signer or verifier.
     *
     * @param keyId 8 bytes
     * @param payload the signed content
     * @param signature 64 bytes
     */
    CoseSign1(SignatureAlgorithm algorithm, byte[] keyId, byte[] payload, byte[] signature) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.payload = payload;
        this.signature = signature;
    }

    static CoseSign1 sign(SigningKey key, String purpose, byte[] payload) {
        VerificationKey verificationKey = key.verificationKey();
        SignatureAlgorithm algorithm = verificationKey.algorithm();
        byte[] keyId = verificationKey.idBytes();
        byte[] signature = key.sign(toBeSigned(algorithm, keyId, purpose, payload));
        return new CoseSign1(algorithm, keyId, payload, signature);
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    byte[] keyId() {
        return keyId;
    }

    byte[] payload() {
        return payload;
    }

    /** The key's id as 16 hex digits. */
    String keyName() {
        return HexFormat.of().formatHex(keyId);
    }

    /**
     * Passes if the holder of {@code key} signed this for {@code purpose}. The key says how to
     * verify; a message that names another algorithm is refused without trying.
     */
    void requireSignedBy(VerificationKey key, String purpose) throws MalformedBlockException {
        if (algorithm != key.algorithm()) {
            throw new MalformedBlockException(Refusal.WRONG_ALGORITHM, algorithm + " with " + key);
        }
        if (!key.hasSigned(toBeSigned(algorithm, keyId, purpose, payload), signature)) {
            throw new MalformedBlockException(Refusal.BAD_SIGNATURE, "key " + key.id());
        }
    }

    /** The bytes that are signed: Sig_structure of RFC 9052 section 4.4. */
    private static byte[] toBeSigned(
            SignatureAlgorithm algorithm, byte[] keyId, String purpose, byte[] payload) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader(algorithm, keyId))
                .bytes(purpose.getBytes(StandardCharsets.US_ASCII))
                .bytes(payload)
                .toByteArray();
    }

    byte[] encode() {
        return new CborWriter()
                .tag(TAG)
                .array(4)
                .bytes(protectedHeader(algorithm, keyId))
                .map(0)
                .bytes(payload)
                .bytes(signature)
                .toByteArray();
    }

    static CoseSign1 decode(byte[] bytes) throws MalformedBlockException {
        CborReader in = new CborReader(bytes);
        in.tag(TAG, "not tagged as COSE_Sign1");
        in.array(4, "a COSE_Sign1 is an array of 4");
        CborReader header = new CborReader(in.bytes());
        header.map(2, "protected header is not algorithm and key id");
        SignatureAlgorithm algorithm = decodeAlgorithm(header);
        byte[] keyId = decodeKeyId(header);
        header.end();
        in.map(0, "unprotected header is not empty");
        byte[] payload = in.bytes();
        byte[] signature = in.bytes();
        require(
                signature.length == SignatureAlgorithm.SIGNATURE_BYTES,
                "signature is not 64 bytes");
        in.end();
        return new CoseSign1(algorithm, keyId, payload, signature);
    }

    private static SignatureAlgorithm decodeAlgorithm(CborReader in)
            throws MalformedBlockException {
        require(in.integer() == HEADER_ALGORITHM, "protected header without algorithm");
        long number = in.integer();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (algorithm.coseNumber() == number) {
                return algorithm;
            }
        }
        throw new MalformedBlockException(
                Refusal.UNSUPPORTED_ALGORITHM, "COSE algorithm " + number);
    }

    private static byte[] decodeKeyId(CborReader in) throws MalformedBlockException {
        require(in.integer() == HEADER_KEY_ID, "protected header without key id");
        byte[] keyId = in.bytes();
        require(keyId.length == VerificationKey.ID_BYTES, "key id is not 8 bytes");
        return keyId;
    }

    private static byte[] protectedHeader(SignatureAlgorithm algorithm, byte[] keyId) {
        return new CborWriter()
                .map(2)
                .integer(HEADER_ALGORITHM)
                .integer(algorithm.coseNumber())
                .integer(HEADER_KEY_ID)
                .bytes(keyId)
                .toByteArray();
    }
}
