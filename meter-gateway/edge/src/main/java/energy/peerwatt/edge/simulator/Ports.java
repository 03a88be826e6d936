package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
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

    /** State files of earlier versions have none of charging stations. */
    Ports(int broker, Map<Integer, Integer> modbus, @Nullable Map<Integer, Integer> chargers) {
        this.broker = broker;
        this.modbus = new TreeMap<>(modbus);
        this.chargers = new TreeMap<>(chargers == null ? Map.of() : chargers);
    }

    /** A port nobody listens on right now. */
    static int free() {
        try {
            return probe(0);
        } catch (IOException e) {
            throw new MarketException(ErrorCode.DEVICE_UNREACHABLE, "no free loopback port", e);
        }
    }

    /** {@code preferred} if nobody listens there, else a free one. */
    static int freeOr(int preferred) {
        try {
            return probe(preferred);
        } catch (IOException taken) {
            return free();
        }
    }

    private static int probe(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
