package energy.peerwatt.balancer.model;

/**
 * How many units a charger gives over a stay, and what is missing if the stay is too short.
 *
 * @param units the plan gives exactly this many units, each one unit of power over one slot
 * @param missingWh what the vehicle needs beyond that, Wh; 0 if the stay suffices
 */
public record ChargeNeed(int units, int missingWh) {

    /** The need of {@code charger}, given what it does in a slot that has begun. */
    public static ChargeNeed of(Charger charger, Horizon horizon) {
        if (charger.toHome().isPresent()) {
            return of(charger, charger.toHome().get(), horizon);
        }
        Charger.Steps steps = charger.steps();
        int wanted = Math.toIntExact(Math.ceilDiv(4L * charger.energyWh(), steps.unitWatts()));
        int fixed = fixedUnits(charger, horizon);
        int free = freeSlots(charger, horizon);
        int rest = Math.max(0, wanted - fixed);
        int most = free * steps.maxUnits();
        int units = fixed + (rest >= most ? most : reachable(rest, steps));
        long missing = charger.energyWh() - (long) units * steps.unitWatts() / 4;
        return new ChargeNeed(units, (int) Math.max(0, missing));
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
