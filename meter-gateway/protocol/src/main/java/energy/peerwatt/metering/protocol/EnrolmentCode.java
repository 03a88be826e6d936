package energy.peerwatt.metering.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operator hands over so that one gateway can enrol one key: gateway id, colon, secret,
 * such as {@code gw-1:7K3MQ-2XTRA-90VBD-JH5WN}. Its text form hides the secret.
 */
public final class EnrolmentCode {

    /** Crockford's base 32: nothing that reads like something else. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;
    private static final int SECRET_LENGTH = GROUPS * GROUP;

    private final String gatewayId;
    private final String secret;

    private EnrolmentCode(String gatewayId, String secret) {
        this.gatewayId = ReadingBlock.requireGatewayId(gatewayId);
        this.secret = secret;
    }

    /** A new code with a secret of 100 random bits. */
    public static EnrolmentCode generate(String gatewayId, SecureRandom random) {
        StringBuilder secret = new StringBuilder(SECRET_LENGTH);
        for (int i = 0; i < SECRET_LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new EnrolmentCode(gatewayId, secret.toString());
    }

    /** Reads what a person typed: letters in either case, hyphens anywhere; empty if it is none. */
    public static Optional<EnrolmentCode> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String secret = text.substring(colon + 1).replace("-", "").strip().toUpperCase(Locale.ROOT);
        if (secret.length() != SECRET_LENGTH
                || secret.chars().anyMatch(letter -> ALPHABET.indexOf(letter) < 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EnrolmentCode(text.substring(0, colon).strip(), secret));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String gatewayId() {
        return gatewayId;
    }

    /** The whole code, to be shown once. */
    public String reveal() {
        StringBuilder text = new StringBuilder(gatewayId).append(':');
        for (int i = 0; i < GROUPS; i++) {
            text.append(i == 0 ? "" : "-").append(secret, i * GROUP, (i + 1) * GROUP);
        }
        return text.toString();
    }

    /**
     * What a gateway sends as proof that it has the code: SHA-256 of id and secret, 64 hex digits.
     */
    public String token() {
        String content = "peerwatt-enrolment-v1:" + gatewayId + ":" + secret;
        return sha256(content.getBytes(StandardCharsets.US_ASCII));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "enrolment code of " + gatewayId;
    }
}
