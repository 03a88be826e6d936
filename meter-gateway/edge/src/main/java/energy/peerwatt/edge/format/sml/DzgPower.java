package energy.peerwatt.edge.format.sml;

import energy.peerwatt.edge.format.Obis;
import java.util.List;

/**
 * DZG's DVS74 meters of some years write positive power of one to three bytes as if it were
 * unsigned, but call it signed. The maker names their serial numbers. Source: volkszaehler/libsml
 * pull request 136.
 */
final class DzgPower {

    private static final Obis POWER = Obis.electricity(16, 7, 0);
    private static final List<Byte> MAKER =
            List.of((byte) 0x0a, (byte) 1, (byte) 'D', (byte) 'Z', (byte) 'G');
    private static final int SERVER_BYTES = 10;

    private DzgPower() {}

    /** The number the meter means. */
    static long repaired(Obis code, SmlNode.Whole value, List<Byte> server) {
        if (!code.equals(POWER)
                || !value.signed()
                || value.length() > 3
                || value.value() >= 0
                || !isAffected(server)) {
            return value.value();
        }
        return value.value() + (1L << (8 * value.length()));
    }

    private static boolean isAffected(List<Byte> server) {
        if (server.size() != SERVER_BYTES || !server.subList(0, MAKER.size()).equals(MAKER)) {
            return false;
        }
        long serial = 0;
        for (byte octet : server.subList(MAKER.size(), SERVER_BYTES)) {
            serial = serial << 8 | Byte.toUnsignedInt(octet);
        }
        return (serial >= 42_000_000 && serial < 49_000_000)
                || (serial >= 55_000_000 && serial < 59_000_000);
    }
}
