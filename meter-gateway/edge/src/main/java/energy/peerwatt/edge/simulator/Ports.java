package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Loopback ports of the village's servers.
 *
 * @param broker the MQTT broker's, 0 if not chosen yet
 * @param modbus by home number
 * @param chargers those of charging stations, by home number
 */
record Ports(int broker, Map<Integer, Integer> modbus, Map<Integer, Integer> chargers) {

    static final Ports NONE = new Ports(0, Map.of(), Map.of());

    /**
     * Below the ports that Linux (32768 to 60999) and others give to outgoing connections: a
     * village that stands still for a moment finds its ports free again.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 100;

    /** State files of earlier versions have none of charging stations. */
    Ports(int broker, Map<Integer, Integer> modbus, @Nullable Map<Integer, Integer> chargers) {
        this.broker = broker;
        this.modbus = new TreeMap<>(modbus);
        this.chargers = new TreeMap<>(chargers == null ? Map.of() : chargers);
    }

    /** A port nobody listens on right now. */
    static int free() {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            try {
                probe(port);
                return port;
            } catch (IOException taken) {
                if (attempt == ATTEMPTS) {
                    throw new MarketException(
                            ErrorCode.DEVICE_UNREACHABLE, "no free loopback port", taken);
                }
            }
        }
    }

    /** {@code preferred} if it is one and nobody listens there, else a free one. */
    static int freeOr(int preferred) {
        if (preferred == 0) {
            return free();
        }
        try {
            probe(preferred);
            return preferred;
        } catch (IOException taken) {
            return free();
        }
    }

    private static void probe(int port) throws IOException {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
}
