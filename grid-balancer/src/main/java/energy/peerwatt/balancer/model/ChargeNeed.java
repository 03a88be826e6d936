package energy.peerwatt.balancer.model;

import java.util.stream.IntStream;

/**
 * How many units a charger gives over a stay, and what is missing if the stay is too short.
 *
 * @param units the plan gives exactly this many units, each one unit of power over one slot
 * @param missingWh what the vehicle needs beyond that, Wh; 0 if the stay suffices
 */
public record ChargeNeed(int units, int missingWh) {

    private static final int SECONDS = (int) Horizon.SLOT.toSeconds();

    /** The need of {@code charger}, given what it does in a slot that has begun. */
    public static ChargeNeed of(Charger charger, Horizon horizon) {
        if (charger.toHome().isPresent()) {
            return of(charger, charger.toHome().get(), horizon);
        }
        Charger.Steps steps = charger.steps();
        if (hasRest(charger, horizon)) {
            return ofRest(charger, horizon);
        }
        int wanted = Math.toIntExact(Math.ceilDiv(4L * charger.energyWh(), steps.unitWatts()));
        int fixed = fixedUnits(charger, horizon);
        int free = freeSlots(charger, horizon);
        int rest = Math.max(0, wanted - fixed);
        int most = free * steps.maxUnits();
        int units = fixed + (rest >= most ? most : reachable(rest, steps));
        long missing = charger.energyWh() - (long) units * steps.unitWatts() / 4;
        return new ChargeNeed(units, (int) Math.max(0, missing));
    }

    /** Whether it may charge in slot 0, of which only a part is left. */
    public static boolean hasRest(Charger charger, Horizon horizon) {
        return !horizon.rest().isWhole() && charger.stay().arrivalSlot() == 0;
    }

    /** With all that the rest of slot 0 can bring; the units are those of later slots. */
    private static ChargeNeed ofRest(Charger charger, Horizon horizon) {
        int[] choices = firstUnits(charger, horizon);
        int first = choices[choices.length - 1];
        Charger.Steps steps = charger.steps();
        int units = unitsAfter(charger, horizon, first);
        long given = wattSeconds(steps, horizon, first);
        given += (long) SECONDS * units * steps.unitWatts();
        long missing = Math.ceilDiv(3_600L * charger.energyWh() - given, 3_600L);
        return new ChargeNeed(units, (int) Math.max(0, missing));
    }

    /**
     * Units that the slots after slot 0 add up to, given {@code first} units in what is left of
     * that: the least that is enough, rounded up to whole units.
     */
    public static int unitsAfter(Charger charger, Horizon horizon, int first) {
        Charger.Steps steps = charger.steps();
        int most = laterSlots(charger) * steps.maxUnits();
        long wanted = wantedAfter(charger, horizon, first);
        return wanted >= most ? most : reachable((int) wanted, steps);
    }

    /**
     * Units it may give in what is left of slot 0, ascending, at least one choice: those with which
     * the need can still be met, and not by more than the least step over a slot; if there are
     * none, the most.
     */
    public static int[] firstUnits(Charger charger, Horizon horizon) {
        Charger.Steps steps = charger.steps();
        if (horizon.firstRunning() && charger.running().isPresent()) {
            return new int[] {fixedUnits(charger, horizon)};
        }
        long most = (long) laterSlots(charger) * steps.maxUnits();
        long beyond = (long) SECONDS * steps.unitWatts() * steps.minUnits();
        int[] fitting =
                IntStream.rangeClosed(0, steps.maxUnits())
                        .filter(units -> units == 0 || units >= steps.minUnits())
                        .filter(units -> wantedAfter(charger, horizon, units) <= most)
                        .filter(units ->
                                units == 0
                                        || wattSeconds(steps, horizon, units)
                                                < 3_600L * charger.energyWh() + beyond)
                        .toArray();
        boolean none = charger.energyWh() == 0;
        return fitting.length == 0 ? new int[] {steps.maxUnits()} : none ? new int[1] : fitting;
    }

    private static long wantedAfter(Charger charger, Horizon horizon, int first) {
        long left = 3_600L * charger.energyWh() - wattSeconds(charger.steps(), horizon, first);
        return Math.max(0, Math.ceilDiv(left, (long) SECONDS * charger.steps().unitWatts()));
    }

    private static long wattSeconds(Charger.Steps steps, Horizon horizon, int first) {
        return (long) first * steps.unitWatts() * horizon.rest().seconds();
    }

    private static int laterSlots(Charger charger) {
        return Math.max(0, charger.stay().departureSlot() - 1);
    }

    /** The units of one that takes from its vehicle too depend on the plan. */
    private static ChargeNeed of(Charger charger, Charger.ToHome toHome, Horizon horizon) {
        long end = StoreRules.of(charger, toHome, horizon).level().terminal();
        long wanted = (toHome.pack().arrivalWh() + (long) charger.energyWh());
        long missing = wanted - Math.floorDiv(end, StoreRules.MWQ_PER_WH);
        return new ChargeNeed(0, Math.toIntExact(missing));
    }

    /** Units given in slot 0 because it has begun. */
    public static int fixedUnits(Charger charger, Horizon horizon) {
        boolean fixed = horizon.firstRunning() && charger.running().isPresent();
        return fixed && charger.stay().arrivalSlot() == 0
                ? charger.running().getAsInt() / charger.steps().unitWatts()
                : 0;
    }

    /** The first slot of the stay that can be planned. */
    public static int firstFree(Charger charger, Horizon horizon) {
        boolean fixed = horizon.firstRunning() && charger.running().isPresent();
        return Math.max(fixed ? 1 : 0, charger.stay().arrivalSlot());
    }

    private static int freeSlots(Charger charger, Horizon horizon) {
        return Math.max(0, charger.stay().departureSlot() - firstFree(charger, horizon));
    }

    /** The least number of units, at least {@code wanted}, that whole slots can add up to. */
    private static int reachable(int wanted, Charger.Steps steps) {
        int slots = Math.ceilDiv(wanted, steps.maxUnits());
        return Math.max(wanted, slots * steps.minUnits());
    }
}
