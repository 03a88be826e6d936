package energy.peerwatt.balancer.model;

import java.util.OptionalInt;

/**
 * A charging point with a vehicle that stays for a while and needs energy by its departure.
 *
 * @param steps the powers it can give
 * @param stay when the vehicle is there
 * @param energyWh what the vehicle needs by departure, Wh; the plan charges this, rounded up to
 *     whole steps, or as much as the stay allows
 * @param running W in slot 0, if that slot has begun: 0 or one of the steps
 */
public record Charger(
        String id, Connection connection, Steps steps, Stay stay, int energyWh, OptionalInt running)
        implements Device {

    /**
     * 0 W or a whole number of units.
     *
     * @param unitWatts W of one unit: the whole power of an on-off charger, or one ampere on its
     *     phases
     * @param minUnits the least power besides 0, in units; 6 for 6 A
     * @param maxUnits the most, in units; 32 for 32 A
     */
    public record Steps(int unitWatts, int minUnits, int maxUnits) {

        /** Voltage a current step stands for. */
        public static final int VOLTS = 230;

        public Steps {
            Checks.range("stepW", unitWatts, 1, Checks.LARGEST);
            Checks.range("minSteps", minUnits, 1, 1000);
            Checks.range("maxSteps", maxUnits, minUnits, 1000);
        }

        /** A charger that is on with this power or off. */
        public static Steps onOff(int watts) {
            return new Steps(watts, 1, 1);
        }

        /** A charger with a current from {@code minAmps} to {@code maxAmps} on its phases. */
        public static Steps amps(int minAmps, int maxAmps, Connection connection) {
            int phases = connection == Connection.THREE_PHASE ? 3 : 1;
            return new Steps(VOLTS * phases, minAmps, maxAmps);
        }
    }

    /**
     * Slots the vehicle is there, half-open.
     *
     * @param arrivalSlot first whole slot, 0 if it is there already
     * @param departureSlot slot after the last, above the arrival
     */
    public record Stay(int arrivalSlot, int departureSlot) {

        public Stay {
            Checks.range("arrivalSlot", arrivalSlot, 0, Horizon.LONGEST);
            Checks.range("departureSlot", departureSlot, arrivalSlot + 1L, Horizon.LONGEST);
        }
    }

    public Charger {
        Checks.name("id", id);
        Checks.range("energyWh", energyWh, 0, Checks.LARGEST);
        running.ifPresent(watts -> requireStep(steps, watts));
    }

    private static void requireStep(Steps steps, int watts) {
        int units = watts / steps.unitWatts();
        boolean between = units >= steps.minUnits() && units <= steps.maxUnits();
        if (watts != 0 && (watts % steps.unitWatts() != 0 || !between)) {
            throw new IllegalArgumentException("runningW must be 0 or a step, not " + watts);
        }
    }
}
