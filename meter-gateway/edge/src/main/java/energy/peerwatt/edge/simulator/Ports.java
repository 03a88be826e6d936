package energy.peerwatt.edge.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/**
 * Loopback ports of the village's servers.
 *
 * @param broker the MQTT broker's, 0 if not chosen yet
 * @param modbus by home number
 */
record Ports(int broker, Map<Integer, Integer> modbus) {

    static final Ports NONE = new Ports(0, Map.of());

    Ports {
        modbus = new TreeMap<>(modbus);
    }

    /** A port nobody listens on right now. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** {@code preferred} if nobody listens there, else a free one. */
    static int freeOr(int preferred) throws IOException {
        if (preferred == 0) {
            return free();
        }
        try (ServerSocket socket =
                new ServerSocket(preferred, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return free();
        }
    }
}
