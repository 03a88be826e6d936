package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A gateway's wish to be known by a new key, signed with that key: whoever enrols a key has it.
 *
 * <p>On the wire a COSE_Sign1 as of a block, with {@code peerwatt-enrolment-v1} as external data
 * and the payload {@code [1, gatewayId, publicKey, token, brokerPasswordHash]}.
 *
 * @param identity the gateway and the key it will sign with
 * @param token see {@link EnrolmentCode#token}
 * @param brokerPasswordHash see {@link BrokerPassword#hash}
 */
public record EnrolmentRequest(GatewayIdentity identity, String token, String brokerPasswordHash) {

    private static final String PURPOSE = "peerwatt-enrolment-v1";
    private static final int VERSION = 1;
    private static final int HASH_BYTES = 32;

    /** Most bytes a request can have. */
    public static final int MAX_BYTES = 1_024;

    /** The signed bytes of a request. */
    public static byte[] sign(EnrolmentCode code, SigningKey key, BrokerPassword password) {
        CborWriter payload = new CborWriter();
        payload.array(5).integer(VERSION).text(code.gatewayId());
        payload.bytes(key.verificationKey().encoded());
        payload.bytes(HexFormat.of().parseHex(code.token()));
        payload.bytes(HexFormat.of().parseHex(password.hash()));
        return CoseSign1.sign(key, PURPOSE, payload.toByteArray()).encode();
    }

    /** The request in these bytes; empty if they are none or the key named did not sign them. */
    public static Optional<EnrolmentRequest> verify(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            CoseSign1 message = CoseSign1.decode(bytes);
            EnrolmentRequest request = decode(new CborReader(message.payload()));
            message.requireSignedBy(request.identity().publicKey(), PURPOSE);
            return Optional.of(request);
        } catch (MalformedBlockException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static EnrolmentRequest decode(CborReader in) throws MalformedBlockException {
        in.array(5, "an enrolment request is an array of 5");
        require(in.unsigned() == VERSION, "version of the enrolment request");
        String gatewayId = in.text();
        VerificationKey key = VerificationKey.parse(in.bytes());
        EnrolmentRequest request =
                new EnrolmentRequest(new GatewayIdentity(gatewayId, key), hash(in), hash(in));
        in.end();
        return request;
    }

    private static String hash(CborReader in) throws MalformedBlockException {
        byte[] hash = in.bytes();
        require(hash.length == HASH_BYTES, "not a SHA-256");
        return HexFormat.of().formatHex(hash);
    }
}
