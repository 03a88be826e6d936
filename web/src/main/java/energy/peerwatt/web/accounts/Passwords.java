package energy.peerwatt.web.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * Hashes and checks passwords with bcrypt. Safe for use by several threads; both block for some
 * tens of milliseconds.
 *
 * <p>HTTP Basic sends the password with each request, so a password that was right is remembered as
 * a keyed digest in memory for as long as its hash stays the same.
 */
@Singleton
public class Passwords {

    private static final int COST = 10;
    private static final int SHORTEST = 10;

    /** What bcrypt looks at. */
    private static final int MOST_BYTES = 72;

    private static final int MOST_REMEMBERED = 10_000;

    private final byte[] key = new byte[32];
    private final Map<String, byte[]> rightOnes = new ConcurrentHashMap<>();

    Passwords() {
        new SecureRandom().nextBytes(key);
    }

    /** Whether a new password is refused, and why. */
    public static Optional<String> fault(String password) {
        if (password.codePoints().count() < SHORTEST) {
            return Optional.of("has fewer than " + SHORTEST + " characters");
        }
        return password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                ? Optional.of("has more than " + MOST_BYTES + " bytes")
                : Optional.empty();
    }

    public String hash(String password) {
        return BcryptUtil.bcryptHash(password, COST);
    }

    public boolean matches(String password, String hash) {
        if (remembers(password, hash)) {
            return true;
        }
        if (!verify(password, hash)) {
            return false;
        }
        if (rightOnes.size() >= MOST_REMEMBERED) {
            rightOnes.clear();
        }
        rightOnes.put(hash, digest(password));
        return true;
    }

    /** Whether the password is remembered as right; does not block. */
    public boolean remembers(String password, String hash) {
        byte[] right = rightOnes.get(hash);
        return right != null && MessageDigest.isEqual(right, digest(password));
    }

    private static boolean verify(String password, String hash) {
        try {
            Password stored = ModularCrypt.decode(hash);
            PasswordFactory factory =
                    PasswordFactory.getInstance(
                            BCryptPassword.ALGORITHM_BCRYPT,
                            WildFlyElytronPasswordProvider.getInstance());
            return factory.verify(factory.translate(stored), password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("stored password hash is not bcrypt", e);
        }
    }

    /** A keyed digest of a password, good as long as this process runs. */
    byte[] digest(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
