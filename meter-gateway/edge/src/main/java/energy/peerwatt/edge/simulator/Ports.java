package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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

    /**
     * Servers start at the same time, and a port found free for one is open only a moment later.
     * Two of one process must never share one: j2mod has a single server per port, which the second
     * would close under the first.
     */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /** State files of earlier versions have none of charging stations. */
    Ports(int broker, Map<Integer, Integer> modbus, @Nullable Map<Integer, Integer> chargers) {
        this.broker = broker;
        this.modbus = new TreeMap<>(modbus);
        this.chargers = new TreeMap<>(chargers == null ? Map.of() : chargers);
    }

    /** Keeps these ports for those that had them: {@code free} gives none of them. */
    void keep() {
        GIVEN.add(broker);
        GIVEN.addAll(modbus.values());
        GIVEN.addAll(chargers.values());
    }

    /** A port nobody listens on right now, another one for every call in this process. */
    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new MarketException(ErrorCode.DEVICE_UNREACHABLE, "no free loopback port");
    }

    /** {@code preferred} if it is one and nobody listens there, else a free one. */
    static int freeOr(int preferred) {
        if (preferred == 0) {
            return free();
        }
        return isFree(preferred) ? preferred : free();
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
