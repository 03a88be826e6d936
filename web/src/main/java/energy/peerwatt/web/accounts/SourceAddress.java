package energy.peerwatt.web.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a request comes from, for counting. */
public final class SourceAddress {

    private static final int NETWORK_BYTES = 8;

    private SourceAddress() {}

    /**
     * One name for all addresses that one line has: an IPv4 address, or an IPv6 network of 64 bits.
     *
     * @param address in figures; anything else is its own name
     */
    public static String line(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address ip
                    ? HexFormat.of().formatHex(Arrays.copyOf(ip.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
