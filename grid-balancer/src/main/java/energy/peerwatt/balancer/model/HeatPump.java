package energy.peerwatt.balancer.model;

import java.util.OptionalInt;

/**
 * A heat pump with a heat store: the building's mass between the ends of its comfort band, or a
 * tank. Taking {@code p} W over a slot adds {@code p x copPermille} mWq of heat; the slot's demand
 * leaves the store.
 *
 * @param maxWatts most electric power, W; any power from 0 to it is possible
 * @param copPermille heat per electricity in each slot, 1 to 10,000
 * @param demandWatts heat that leaves the store in each slot, W, at least 0
 * @param running electric W in slot 0, if that slot has begun
 */
public record HeatPump(
        String id,
        Connection connection,
        int maxWatts,
        Series copPermille,
        Heat heat,
        Series demandWatts,
        OptionalInt running)
        implements Device {

    /**
     * Heat above the lower end of the comfort band, Wh.
     *
     * @param capacityWh at the upper end of the band
     * @param initialWh at the start of slot 0
     * @param terminalWh at least this at the end of the horizon
     */
    public record Heat(int capacityWh, int initialWh, int terminalWh) {

        public Heat {
            Checks.range("capacityWh", capacityWh, 1, Checks.LARGEST);
            Checks.range("initialWh", initialWh, 0, capacityWh);
            Checks.range("terminalWh", terminalWh, 0, capacityWh);
        }
    }

    public HeatPump {
        Checks.name("id", id);
        Checks.range("maxW", maxWatts, 1, Checks.LARGEST);
        Checks.each("copPermille", copPermille, 1, 10_000);
        Checks.each("demandW", demandWatts, 0, Checks.LARGEST);
        running.ifPresent(watts -> Checks.range("runningW", watts, 0, maxWatts));
    }
}
