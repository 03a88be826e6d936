package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import java.time.Instant;
import java.util.Optional;

/**
 * A gateway's wish to sign with another key from now on, signed with the new key and then with the
 * old one: whoever rotates has both.
 *
 * <p>On the wire a COSE_Sign1 by the old key whose payload is a COSE_Sign1 by the new key, both
 * with {@code peerwatt-rotation-v1} as external data, around {@code [1, gatewayId, publicKey,
 * oldValidUntilMillis]}.
 *
 * @param identity the gateway and its new key
 * @param oldValidUntil what the old key signed is taken until then; market time
 */
public record KeyRotation(GatewayIdentity identity, Instant oldValidUntil) {

    private static final String PURPOSE = "peerwatt-rotation-v1";
    private static final int VERSION = 1;

    /** Most bytes a rotation can have. */
    public static final int MAX_BYTES = 1_024;

    /** The signed bytes of a rotation. */
    public static byte[] sign(
            String gatewayId, SigningKey oldKey, SigningKey newKey, Instant oldValidUntil) {
        byte[] payload =
                new CborWriter()
                        .array(4)
                        .integer(VERSION)
                        .text(gatewayId)
                        .bytes(newKey.verificationKey().encoded())
                        .integer(oldValidUntil.toEpochMilli())
                        .toByteArray();
        byte[] byNewKey = CoseSign1.sign(newKey, PURPOSE, payload).encode();
        return CoseSign1.sign(oldKey, PURPOSE, byNewKey).encode();
    }

    /**
     * Id of the key that these bytes claim to be signed with last; empty if they are no rotation.
     */
    public static Optional<String> oldKeyId(byte[] bytes) {
        try {
            return bytes.length > MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(CoseSign1.decode(bytes).keyName());
        } catch (MalformedBlockException e) {
            return Optional.empty();
        }
    }

    /**
     * The rotation in these bytes; empty if they are none, or either key did not sign them, or it
     * is another gateway's.
     *
     * @param old the registered gateway and key with the id of {@link #oldKeyId}
     */
    public static Optional<KeyRotation> verify(byte[] bytes, GatewayIdentity old) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            CoseSign1 byOldKey = CoseSign1.decode(bytes);
            byOldKey.requireSignedBy(old.publicKey(), PURPOSE);
            CoseSign1 byNewKey = CoseSign1.decode(byOldKey.payload());
            KeyRotation rotation = decode(new CborReader(byNewKey.payload()));
            byNewKey.requireSignedBy(rotation.identity().publicKey(), PURPOSE);
            return Optional.of(rotation)
                    .filter(wish -> wish.identity().gatewayId().equals(old.gatewayId()))
                    .filter(wish -> !wish.identity().equals(old));
        } catch (MalformedBlockException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static KeyRotation decode(CborReader in) throws MalformedBlockException {
        in.array(4, "a rotation is an array of 4");
        require(in.unsigned() == VERSION, "version of the rotation");
        String gatewayId = in.text();
        VerificationKey key = VerificationKey.parse(in.bytes());
        Instant until = Instant.ofEpochMilli(in.unsigned());
        in.end();
        return new KeyRotation(new GatewayIdentity(gatewayId, key), until);
    }
}
