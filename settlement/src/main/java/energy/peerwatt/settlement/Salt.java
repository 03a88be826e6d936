package energy.peerwatt.settlement;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Random bytes that keep a published line hash from being guessed.
 *
 * @param hex {@value #BYTES} bytes as lower-case hexadecimal digits
 */
public record Salt(String hex) {

    public static final int BYTES = 32;

    public Salt {
        if (hex.length() != 2 * BYTES || !isLowerCaseHex(hex)) {
            throw new IllegalArgumentException(
                    "a salt is 64 lower-case hexadecimal digits: " + hex);
        }
    }

    /** Draws a salt; outside tests the generator must be cryptographically strong. */
    public static Salt draw(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    public static Salt of(byte[] bytes) {
        return new Salt(HexFormat.of().formatHex(bytes));
    }

    /** The salt that begins there. */
    static Salt of(byte[] bytes, int from) {
        return new Salt(HexFormat.of().formatHex(bytes, from, from + BYTES));
    }

    /** A fresh copy. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static boolean isLowerCaseHex(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }
}
