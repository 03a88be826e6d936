package energy.peerwatt.web.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a signed-in browser has in its cookie: 256 random bits. The database has only their digest.
 *
 * @param value base64url
 */
public record SessionToken(String value) {

    private static final int BYTES = 32;
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static SessionToken draw() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SessionToken(encode(bytes));
    }

    /** Reads a cookie's value; empty if it is none of ours. */
    public static Optional<SessionToken> parse(String text) {
        return VALUE.matcher(text).matches()
                ? Optional.of(new SessionToken(text))
                : Optional.empty();
    }

    /** What the database knows of it; of a mailed code, which is drawn likewise, too. */
    public byte[] sha256() {
        return Sha256.of(value);
    }

    /**
     * What each write must bring in a header besides the cookie. A page of another origin cannot
     * read it, and cannot make it from the cookie, which no script sees.
     */
    public String writeToken() {
        return encode(Sha256.of("write " + value));
    }

    /** Whether a header's value is the {@link #writeToken}. */
    public boolean allowsWrite(String header) {
        return MessageDigest.isEqual(
                writeToken().getBytes(StandardCharsets.US_ASCII),
                header.getBytes(StandardCharsets.UTF_8));
    }

    /** Base64url without padding. */
    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SessionToken";
    }
}
