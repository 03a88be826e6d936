package energy.peerwatt.metering.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A gateway's secret that the salts of its readings come from. Registers have few likely values:
 * without a salt, somebody who holds the proof of one reading could guess its neighbours from their
 * hashes.
 *
 * <p>Immutable. Never logged, never sent; only the salts are, each with its reading.
 */
public final class SaltKey {

    /** Length of the secret. */
    public static final int BYTES = 32;

    static final int SALT_BYTES = 16;

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    private SaltKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a salt key has 32 bytes, not " + secret.length);
        }
        key = new SecretKeySpec(secret, HMAC);
    }

    /**
     * The key with this secret.
     *
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public static SaltKey of(byte[] secret) {
        return new SaltKey(secret);
    }

    /** A new secret. */
    public static SaltKey random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new SaltKey(secret);
    }

    /** The secret itself, for keeping it. */
    public byte[] secret() {
        return key.getEncoded();
    }

    /** Salts of one epoch: the same sequence has the same salt each time. One thread. */
    Salts salts(String gatewayId, long epoch) {
        try {
            Mac perEpoch = mac(key);
            perEpoch.update(gatewayId.getBytes(StandardCharsets.US_ASCII));
            byte[] epochKey = perEpoch.doFinal(bytes(epoch));
            return new Salts(mac(new SecretKeySpec(epochKey, HMAC)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private static Mac mac(SecretKeySpec key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(key);
        return mac;
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** Salts of one gateway's epoch. */
    static final class Salts {

        private final Mac mac;

        private Salts(Mac mac) {
            this.mac = mac;
        }

        /** The first 16 bytes of what is returned. */
        byte[] salt(long sequence) {
            return mac.doFinal(bytes(sequence));
        }
    }
}
