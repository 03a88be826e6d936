package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/**
 * A COSE_Sign1 (RFC 9052 section 4.2) with protected algorithm and key id and nothing unprotected.
 */
final class CoseSign1 {

    private static final int TAG = 18;
    private static final int HEADER_ALGORITHM = 1;
    private static final int HEADER_KEY_ID = 4;
    private static final int EDDSA = -8;
    private static final int SIGNATURE_BYTES = 64;

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
    CoseSign1(byte[] keyId, byte[] payload, byte[] signature) {
        this.keyId = keyId;
        this.payload = payload;
        this.signature = signature;
    }

    byte[] keyId() {
        return keyId;
    }

    byte[] payload() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    /** The bytes that are signed: Sig_structure of RFC 9052 section 4.4 without external data. */
    static byte[] toBeSigned(byte[] keyId, byte[] payload) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader(keyId))
                .bytes(new byte[0])
                .bytes(payload)
                .toByteArray();
    }

    byte[] encode() {
        return new CborWriter()
                .tag(TAG)
                .array(4)
                .bytes(protectedHeader(keyId))
                .map(0)
                .bytes(payload)
                .bytes(signature)
                .toByteArray();
    }

    static CoseSign1 decode(byte[] bytes) throws MalformedBlockException {
        CborReader in = new CborReader(bytes);
        in.tag(TAG, "not tagged as COSE_Sign1");
        in.array(4, "a COSE_Sign1 is an array of 4");
        byte[] keyId = decodeHeader(new CborReader(in.bytes()));
        in.map(0, "unprotected header is not empty");
        byte[] payload = in.bytes();
        byte[] signature = in.bytes();
        require(signature.length == SIGNATURE_BYTES, "signature is not 64 bytes");
        in.end();
        return new CoseSign1(keyId, payload, signature);
    }

    private static byte[] decodeHeader(CborReader in) throws MalformedBlockException {
        in.map(2, "protected header is not algorithm and key id");
        require(in.integer() == HEADER_ALGORITHM, "protected header without algorithm");
        if (in.integer() != EDDSA) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_ALGORITHM, "not EdDSA");
        }
        require(in.integer() == HEADER_KEY_ID, "protected header without key id");
        byte[] keyId = in.bytes();
        require(keyId.length == GatewayIdentity.KEY_ID_BYTES, "key id is not 8 bytes");
        in.end();
        return keyId;
    }

    private static byte[] protectedHeader(byte[] keyId) {
        return new CborWriter()
                .map(2)
                .integer(HEADER_ALGORITHM)
                .integer(EDDSA)
                .integer(HEADER_KEY_ID)
                .bytes(keyId)
                .toByteArray();
    }
}
