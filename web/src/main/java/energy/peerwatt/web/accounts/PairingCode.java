package energy.peerwatt.web.accounts;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * What is printed on a meter's sheet or told to a house-mate: 11 random characters and a check
 * character, 55 bits, in Crockford's base 32, where O is read as 0, and I and L as 1.
 *
 * @param value 12 characters without dashes
 */
public record PairingCode(String value) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 12;
    private static final int GROUP = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static PairingCode draw() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new PairingCode(text.append(check(text)).toString());
    }

    /** Reads what somebody typed; empty if it is mistyped. */
    public static Optional<PairingCode> parse(String typed) {
        String text =
                typed.toUpperCase(Locale.ROOT)
                        .replaceAll("[\\s-]", "")
                        .replace('O', '0')
                        .replaceAll("[IL]", "1");
        boolean whole =
                text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return whole && check(text.substring(0, LENGTH - 1)) == text.charAt(LENGTH - 1)
                ? Optional.of(new PairingCode(text))
                : Optional.empty();
    }

    /**
     * Weights are odd, so each single mistyped character is noticed, and most swaps of neighbours.
     */
    private static char check(CharSequence text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += (2 * i + 1) * ALPHABET.indexOf(text.charAt(i));
        }
        return ALPHABET.charAt(sum % ALPHABET.length());
    }

    /** As it is shown, {@code 7K2M-90QX-B4TD}. */
    public String grouped() {
        return value.substring(0, GROUP)
                + "-"
                + value.substring(GROUP, 2 * GROUP)
                + "-"
                + value.substring(2 * GROUP);
    }

    /** What the database knows of it. */
    public byte[] sha256() {
        return Sha256.of(value);
    }

    @Override
    public String toString() {
        return "PairingCode";
    }
}
