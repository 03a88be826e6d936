package energy.peerwatt.settlement;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A settlement with the salts of its statement leaves. Drawn once; what the store kept first is
 * what the chain's root is made of.
 *
 * @param salts one per line, in the order of the lines
 * @param form what of the lines is in the leaves
 */
public record SaltedSettlement(IntervalSettlement settlement, List<Salt> salts, LeafForm form) {

    private static final int NONCE_BYTES = 12;

    public SaltedSettlement {
        salts = List.copyOf(salts);
        if (salts.size() != settlement.lines().size()) {
            throw new IllegalArgumentException(
                    salts.size() + " salts for " + settlement.lines().size() + " lines");
        }
    }

    /**
     * Draws a salt for each line, whose leaf will hold the whole of it.
     *
     * @param random outside tests cryptographically strong: it draws the key of the cipher whose
     *     keystream the salts are, since a strong generator takes long for many bytes
     */
    public static SaltedSettlement draw(IntervalSettlement settlement, RandomGenerator random) {
        int lines = settlement.lines().size();
        byte[] key = new byte[Salt.BYTES];
        random.nextBytes(key);
        ByteBuffer stream = ByteBuffer.wrap(keystream(key, Math.multiplyExact(lines, Salt.BYTES)));
        List<Salt> salts = new ArrayList<>(lines);
        for (int i = 0; i < lines; i++) {
            salts.add(Salt.read(stream));
        }
        return new SaltedSettlement(settlement, salts, LeafForm.WHOLE);
    }

    /** ChaCha20 of RFC 8439; a key is used once, so the nonce may be zero. */
    private static byte[] keystream(byte[] key, int bytes) {
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "ChaCha20"),
                    new ChaCha20ParameterSpec(new byte[NONCE_BYTES], 0));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform has ChaCha20", e);
        }
    }
}
