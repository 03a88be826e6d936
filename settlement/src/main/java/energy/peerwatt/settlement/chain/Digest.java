package energy.peerwatt.settlement.chain;

import java.util.HexFormat;
import org.web3j.crypto.Hash;

/**
 * A 32-byte hash: a Keccak-256 digest, Merkle node, batch key, salt, transaction or block hash.
 *
 * @param hex {@code 0x} and 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {

    public static final Digest ZERO = of(new byte[32]);

    private static final int HEX_LENGTH = 66;

    public Digest {
        if (hex.length() != HEX_LENGTH || !hex.startsWith("0x") || !isLowerCaseHex(hex)) {
            throw new IllegalArgumentException("not a 32-byte lower-case hex digest: " + hex);
        }
    }

    private static boolean isLowerCaseHex(String hex) {
        for (int i = 2; i < HEX_LENGTH; i++) {
            char digit = hex.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Wraps 32 bytes. */
    public static Digest of(byte[] bytes) {
        return new Digest("0x" + HexFormat.of().formatHex(bytes));
    }

    /** The Keccak-256 digest of {@code bytes}. */
    public static Digest keccak(byte[] bytes) {
        return of(Hash.sha3(bytes));
    }

    /** A fresh copy of the 32 bytes, most significant first. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, HEX_LENGTH);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
