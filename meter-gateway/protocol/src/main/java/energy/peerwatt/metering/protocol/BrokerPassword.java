package energy.peerwatt.metering.protocol;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A gateway's own password at the market's broker. The gateway makes it up; the market learns only
 * its hash, which is safe to keep because the password is random. Its text form hides it.
 */
public final class BrokerPassword {

    private static final int RANDOM_BYTES = 32;

    private final String text;

    private BrokerPassword(String text) {
        this.text = text;
    }

    /** A new one of 256 random bits. */
    public static BrokerPassword generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new BrokerPassword(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What somebody gave as a password. */
    public static BrokerPassword of(String text) {
        return new BrokerPassword(text);
    }

    /** The password itself. */
    public String reveal() {
        return text;
    }

    /** SHA-256 of the password, 64 hex digits. */
    public String hash() {
        return EnrolmentCode.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "broker password";
    }
}
