package energy.peerwatt.edge.device;

import energy.peerwatt.edge.device.DeviceEntry.Connection;
import java.util.Map;

/**
 * How a charging point is connected: what a current in each phase means as a power. Counted at the
 * nominal voltage of IEC 60038; the real power follows the voltage of the mains.
 *
 * @param phases 1 or 3
 */
public record ChargingConnection(int phases) {

    private static final int VOLTS = 230;
    private static final String PHASES = "phases";

    public ChargingConnection {
        if (phases != 1 && phases != 3) {
            throw new IllegalArgumentException("a charging point with phases: " + phases);
        }
    }

    /**
     * By the option {@code phases}; three if it is absent, which never lets through more.
     *
     * @throws IllegalArgumentException if it is neither 1 nor 3
     */
    public static ChargingConnection of(DeviceEntry device) {
        Map<String, String> options =
                device.connection() instanceof Connection.Modbus modbus
                        ? modbus.options()
                        : Map.of();
        return new ChargingConnection(Integer.parseInt(options.getOrDefault(PHASES, "3")));
    }

    /** Power of whole amperes in each phase, W. */
    public long watts(long amperes) {
        return Math.multiplyExact(amperes, (long) phases * VOLTS);
    }

    /** Most whole amperes that are not more than a power. */
    public long amperesNotAbove(long watts) {
        return watts / watts(1);
    }

    /** Fewest whole amperes that are not less than a power. */
    public long amperesNotBelow(long watts) {
        return Math.ceilDiv(watts, watts(1));
    }
}
