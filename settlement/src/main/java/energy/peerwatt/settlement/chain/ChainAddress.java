package energy.peerwatt.settlement.chain;

import java.util.HexFormat;
import java.util.Locale;
import org.web3j.crypto.Keys;

/**
 * A 20-byte account or contract address. Ordered by numeric value, as the contract wants positions.
 *
 * @param hex {@code 0x} and 40 hexadecimal digits; any case is taken and kept as lower case
 */
public record ChainAddress(String hex) implements Comparable<ChainAddress> {

    public ChainAddress {
        if (!hex.matches("0x[0-9a-fA-F]{40}")) {
            throw new IllegalArgumentException("not an address: " + hex);
        }
        hex = hex.toLowerCase(Locale.ROOT);
    }

    /** The mixed-case form with checksum that people are shown (EIP-55). */
    public String checksummed() {
        return Keys.toChecksumAddress(hex);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    @Override
    public int compareTo(ChainAddress other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return checksummed();
    }
}
