package energy.peerwatt.web.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A person's phone with one passkey, and the browser before it: makes and uses an ES256 key as Web
 * Authentication Level 3 says. What it signs can be told to be wrong.
 */
public final class SoftAuthenticator {

    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 4;
    private static final int KEY_INCLUDED = 64;

    private final KeyPair key = keyPair();
    private final byte[] id = new byte[16];
    private byte[] handle = new byte[0];

    /** What the page is opened at. */
    public String origin = "http://localhost:8080";

    /** For whom the authenticator is asked to sign. */
    public String party = "localhost";

    /** Whether the person shows its finger. */
    public boolean verifies = true;

    /** How often it has signed. */
    public int count;

    /** Of the key that it signs with. */
    public PrivateKey signsWith = key.getPrivate();

    public SoftAuthenticator() {
        new java.security.SecureRandom().nextBytes(id);
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key that nobody knows. */
    public static PrivateKey anotherKey() {
        return keyPair().getPrivate();
    }

    /** Answers creation options, of which it needs the challenge and the user's handle. */
    public Map<String, Object> create(String challenge, String userHandle) {
        handle = Base64.getUrlDecoder().decode(userHandle);
        byte[] authData = authData(KEY_INCLUDED, attestedKey());
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0xa3);
        text(cbor, "fmt");
        text(cbor, "none");
        text(cbor, "attStmt");
        cbor.write(0xa0);
        text(cbor, "authData");
        cbor.write(0x59);
        cbor.write(authData.length >> 8);
        cbor.write(authData.length);
        cbor.writeBytes(authData);
        return credential(
                Map.of(
                        "clientDataJSON",
                        encode(clientData("webauthn.create", challenge)),
                        "attestationObject",
                        encode(cbor.toByteArray())));
    }

    /** Answers request options. */
    public Map<String, Object> get(String challenge) {
        try {
            count++;
            byte[] authData = authData(0, new byte[0]);
            byte[] clientData = clientData("webauthn.get", challenge);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signsWith);
            signature.update(authData);
            signature.update(sha256(clientData));
            return credential(
                    Map.of(
                            "clientDataJSON",
                            encode(clientData),
                            "authenticatorData",
                            encode(authData),
                            "signature",
                            encode(signature.sign()),
                            "userHandle",
                            encode(handle)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> credential(Map<String, String> response) {
        Map<String, Object> all = new HashMap<>();
        all.put("id", encode(id));
        all.put("rawId", encode(id));
        all.put("type", "public-key");
        all.put("authenticatorAttachment", "platform");
        all.put("clientExtensionResults", Map.of());
        all.put("response", response);
        return all;
    }

    private byte[] clientData(String type, String challenge) {
        return """
        {"type":"%s","challenge":"%s","origin":"%s","crossOrigin":false}\
        """
                .formatted(type, challenge, origin)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authData(int flags, byte[] attested) {
        return ByteBuffer.allocate(37 + attested.length)
                .put(sha256(party.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (flags | USER_PRESENT | (verifies ? USER_VERIFIED : 0)))
                .putInt(count)
                .put(attested)
                .array();
    }

    /** No model, the id, and the key in COSE (RFC 9053). */
    private byte[] attestedKey() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[16]);
        all.write(0);
        all.write(id.length);
        all.writeBytes(id);
        all.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
        ECPublicKey point = (ECPublicKey) key.getPublic();
        all.writeBytes(coordinate(point.getW().getAffineX().toByteArray()));
        all.writeBytes(new byte[] {0x22, 0x58, 0x20});
        all.writeBytes(coordinate(point.getW().getAffineY().toByteArray()));
        return all.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 + text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
