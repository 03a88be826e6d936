package energy.peerwatt.web.notification;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses are out in the internet, and none of our own network. */
final class PublicAddress {

    private PublicAddress() {}

    /** False for loopback, private, link-local, shared (RFC 6598), multicast and their like. */
    static boolean is(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean special = (first == 192 && second == 0) || (first == 198 && (second & 0xfe) == 18);
        return first != 0 && first < 224 && !shared && !special;
    }

    /** Global unicast is 2000::/3; in it 6to4 and Teredo carry addresses of IPv4. */
    private static boolean isPublic6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        boolean teredo = first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return (first & 0xe000) == 0x2000 && first != 0x2002 && !teredo;
    }
}
