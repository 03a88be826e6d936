package energy.peerwatt.balancer.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A charging point with a vehicle that stays for a while and needs energy by its departure.
 *
 * <p>One that can also take from the vehicle follows its battery: the plan may take and give as
 * long as the battery leaves with {@code energyWh} more than it came with.
 *
 * @param steps the powers it can give
 * @param stay when the vehicle is there
 * @param energyWh what the vehicle needs by departure, Wh; the plan charges this, rounded up to
 *     whole steps, or as much as the stay allows
 * @param running W in slot 0, if that slot has begun: 0 or one of the steps
 * @param toHome the vehicle's battery, if the charger can take from it
 */
public record Charger(
        String id,
        Connection connection,
        Steps steps,
        Stay stay,
        int energyWh,
        OptionalInt running,
        Optional<ToHome> toHome)
        implements Device {

    /**
     * A vehicle that gives back.
     *
     * @param discharge the powers it can give
     * @param losses what is lost on the way
     * @param wearMicro what moving a kWh through its terminals, either way, wears it,
     *     micro-currency
     */
    public record ToHome(Pack pack, Steps discharge, Losses losses, int wearMicro) {

        public ToHome {
            Checks.range("wearMicro", wearMicro, 0, Checks.LARGEST);
        }
    }

    /**
     * The vehicle's battery.
     *
     * @param capacityWh at most
     * @param leastWh never less than this, so that it can leave at any time
     * @param arrivalWh when it comes, or at the start of slot 0 if it is there
     */
    public record Pack(int capacityWh, int leastWh, int arrivalWh) {

        public Pack {
            Checks.range("vehicleWh", capacityWh, 1, Checks.LARGEST);
            Checks.range("leastWh", leastWh, 0, capacityWh);
            Checks.range("arrivalWh", arrivalWh, leastWh, capacityWh);
        }
    }

    /**
     * Efficiencies, 1 to 1000.
     *
     * @param chargePermille part of what it takes that is stored
     * @param dischargePermille part of what leaves the battery that is given
     */
    public record Losses(int chargePermille, int dischargePermille) {

        public Losses {
            Checks.range("chargePermille", chargePermille, 1, 1000);
            Checks.range("dischargePermille", dischargePermille, 1, 1000);
        }
    }

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
            Checks.range("onW", unitWatts, 1, Checks.LARGEST);
            Checks.range("minA", minUnits, 1, 1000);
            Checks.range("maxA", maxUnits, minUnits, 1000);
        }

        /** Whether {@code watts}, above 0, is one of the powers. */
        public boolean allows(int watts) {
            int units = watts / unitWatts;
            return watts % unitWatts == 0 && units >= minUnits && units <= maxUnits;
        }

        /** The most power, W. */
        public int maxWatts() {
            return unitWatts * maxUnits;
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
        running.ifPresent(watts -> requireStep(steps, toHome, watts));
        int room = toHome.map(each -> each.pack().capacityWh() - each.pack().arrivalWh()).orElse(0);
        if (toHome.isPresent()) {
            Checks.range("energyWh", energyWh, 0, room);
        }
    }

    /** A charger that takes nothing from the vehicle. */
    public Charger(
            String id,
            Connection connection,
            Steps steps,
            Stay stay,
            int energyWh,
            OptionalInt running) {
        this(id, connection, steps, stay, energyWh, running, Optional.empty());
    }

    private static void requireStep(Steps steps, Optional<ToHome> toHome, int watts) {
        boolean gives = watts < 0 && toHome.isPresent() && toHome.get().discharge().allows(-watts);
        if (watts != 0 && !gives && !(watts > 0 && steps.allows(watts))) {
            throw new IllegalArgumentException("runningW must be 0 or a step, not " + watts);
        }
    }
}
