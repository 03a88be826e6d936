package energy.peerwatt.balancer.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules of anything that stores energy, a battery or a heat pump with its heat store, in one
 * form: the level in mWq after each slot is the level before, plus what the power stores, minus
 * what is drawn in that slot, and stays between floor and capacity.
 *
 * @param level bounds of the level
 * @param power bounds of the power and what it stores
 * @param drawn mWq that leave the store in each slot whatever the power
 * @param wearMicro per kWh at its terminals, either way
 * @param running W in slot 0 if that is not to be planned
 * @param restSeconds what is left of slot 0, 1 to 900: what power stores in it and what is drawn is
 *     so much less, in whole mWq: what is stored and drawn is rounded down, what is taken out up
 */
public record StoreRules(
        Level level,
        Power power,
        LongSeries drawn,
        int wearMicro,
        OptionalInt running,
        int restSeconds) {

    private static final int SECONDS = (int) Horizon.SLOT.toSeconds();

    /** mWq in a Wh: four quarter-hours of a thousand mW. */
    public static final long MWQ_PER_WH = 4_000;

    private static final long MILLION = 1_000_000;

    /** Bounds of the level, mWq; floor and ceiling hold at the end of each slot. */
    public record Level(
            long capacity, LongSeries floor, LongSeries ceiling, long initial, long terminal) {

        /** A level that may reach the capacity in every slot. */
        public Level(long capacity, LongSeries floor, long initial, long terminal) {
            this(capacity, floor, ceiling(floor, capacity), initial, terminal);
        }

        private static LongSeries ceiling(LongSeries floor, long capacity) {
            long wattHours = Math.min(capacity / MWQ_PER_WH, Integer.MAX_VALUE);
            int slots = floor.high().slots();
            return new LongSeries(Series.constant(slots, (int) wattHours), (int) MWQ_PER_WH);
        }
    }

    /**
     * What a battery keeps free in each slot.
     *
     * @param giveWatts of the power it gives
     * @param takeWatts of the power it takes
     * @param floorWh at least in its store at the end of the slot
     * @param ceilingWh at most
     */
    public record Kept(Series giveWatts, Series takeWatts, Series floorWh, Series ceilingWh) {}

    /**
     * Bounds of the power and what it stores.
     *
     * @param maxChargeW most it takes, W
     * @param maxDischargeW most it gives, W
     * @param storedPermille mWq stored for each W taken over a slot
     * @param dischargePermille part of what leaves the store that is given
     * @param use when and in which steps it takes and gives, if not at any time and any power
     * @param kept what it keeps free of its power in each slot, if anything
     */
    public record Power(
            int maxChargeW,
            int maxDischargeW,
            Series storedPermille,
            int dischargePermille,
            Optional<Use> use,
            Optional<Kept> kept) {

        /** Any power between the bounds in every slot. */
        public Power(
                int maxChargeW, int maxDischargeW, Series storedPermille, int dischargePermille) {
            this(
                    maxChargeW,
                    maxDischargeW,
                    storedPermille,
                    dischargePermille,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** Power only in the slots from {@code from} to before {@code until}, and there 0 or a step. */
    public record Use(int from, int until, Charger.Steps charge, Charger.Steps discharge) {

        boolean has(int slot) {
            return slot >= from && slot < until;
        }

        /** The highest power that is at most {@code watts}; below the lowest if there is none. */
        public int atMost(int watts) {
            if (watts < 0) {
                return -above(discharge, -watts);
            }
            return below(charge, watts);
        }

        /** The lowest power that is at least {@code watts}; above the highest if there is none. */
        public int atLeast(int watts) {
            if (watts > 0) {
                return above(charge, watts);
            }
            return -below(discharge, -watts);
        }

        private static int below(Charger.Steps steps, int watts) {
            int units = Math.min(steps.maxUnits(), watts / steps.unitWatts());
            return units < steps.minUnits() ? 0 : units * steps.unitWatts();
        }

        private static int above(Charger.Steps steps, int watts) {
            int units = Math.max(steps.minUnits(), Math.ceilDiv(watts, steps.unitWatts()));
            return units * steps.unitWatts();
        }
    }

    /** One long for each slot. */
    public record LongSeries(Series high, int factor) {

        public long at(int slot) {
            return (long) high.at(slot) * factor;
        }
    }

    public static StoreRules of(Battery battery, Horizon horizon) {
        Series none = Series.constant(horizon.slots(), 0);
        Series reserve = Series.constant(horizon.slots(), battery.store().reserveWh());
        Series capacity = Series.constant(horizon.slots(), battery.store().capacityWh());
        return of(battery, horizon, new Kept(none, none, reserve, capacity));
    }

    /**
     * The rules of a battery that keeps more than its own reserve.
     *
     * @param kept a floor at least the reserve, a ceiling at most the capacity
     */
    public static StoreRules of(Battery battery, Horizon horizon, Kept kept) {
        Battery.Store store = battery.store();
        Battery.Converter converter = battery.converter();
        int slots = horizon.slots();
        boolean whole = kept.giveWatts().isZero() && kept.takeWatts().isZero();
        return new StoreRules(
                new Level(
                        store.capacityWh() * MWQ_PER_WH,
                        new LongSeries(kept.floorWh(), (int) MWQ_PER_WH),
                        new LongSeries(kept.ceilingWh(), (int) MWQ_PER_WH),
                        store.initialWh() * MWQ_PER_WH,
                        store.terminalWh() * MWQ_PER_WH),
                new Power(
                        converter.maxChargeW(),
                        converter.maxDischargeW(),
                        Series.constant(slots, converter.chargePermille()),
                        converter.dischargePermille(),
                        Optional.empty(),
                        whole ? Optional.empty() : Optional.of(kept)),
                new LongSeries(Series.constant(slots, 0), 0),
                battery.wearMicro(),
                runningIf(horizon, battery.running()),
                horizon.rest().seconds());
    }

    public static StoreRules of(HeatPump pump, Horizon horizon) {
        HeatPump.Heat heat = pump.heat();
        int slots = horizon.slots();
        return new StoreRules(
                new Level(
                        heat.capacityWh() * MWQ_PER_WH,
                        new LongSeries(Series.constant(slots, 0), 0),
                        heat.initialWh() * MWQ_PER_WH,
                        heat.terminalWh() * MWQ_PER_WH),
                new Power(pump.maxWatts(), 0, pump.copPermille(), 1000),
                new LongSeries(pump.demandWatts(), 1000),
                0,
                runningIf(horizon, pump.running()),
                horizon.rest().seconds());
    }

    /** The rules of a charger that takes from its vehicle too. */
    public static StoreRules of(Charger charger, Charger.ToHome toHome, Horizon horizon) {
        Charger.Pack pack = toHome.pack();
        int from = ChargeNeed.firstFree(charger, horizon);
        Use use =
                new Use(from, charger.stay().departureSlot(), charger.steps(), toHome.discharge());
        Power power =
                new Power(
                        charger.steps().maxWatts(),
                        toHome.discharge().maxWatts(),
                        Series.constant(horizon.slots(), toHome.losses().chargePermille()),
                        toHome.losses().dischargePermille(),
                        Optional.of(use),
                        Optional.empty());
        boolean begun = charger.stay().arrivalSlot() == 0;
        Series least = Series.constant(horizon.slots(), pack.leastWh());
        LongSeries floor = new LongSeries(least, Math.toIntExact(MWQ_PER_WH));
        StoreRules open =
                new StoreRules(
                        new Level(
                                pack.capacityWh() * MWQ_PER_WH,
                                floor,
                                pack.arrivalWh() * MWQ_PER_WH,
                                0),
                        power,
                        new LongSeries(Series.constant(horizon.slots(), 0), 0),
                        toHome.wearMicro(),
                        begun ? runningIf(horizon, charger.running()) : OptionalInt.empty(),
                        horizon.rest().seconds());
        long[] full = open.levels(open.soonest());
        long wanted = (pack.arrivalWh() + (long) charger.energyWh()) * MWQ_PER_WH;
        return open.endingWith(Math.min(wanted, full[full.length - 1]));
    }

    private StoreRules endingWith(long terminal) {
        Level ends =
                new Level(
                        level.capacity(),
                        level.floor(),
                        level.ceiling(),
                        level.initial(),
                        terminal);
        return new StoreRules(ends, power, drawn, wearMicro, running, restSeconds);
    }

    private static OptionalInt runningIf(Horizon horizon, OptionalInt running) {
        return horizon.firstRunning() ? running : OptionalInt.empty();
    }

    public int slots() {
        return power.storedPermille().slots();
    }

    /** mWq that {@code watts} over {@code slot} store; negative for what they take out. */
    public long stored(int slot, int watts) {
        if (isPart(slot)) {
            return storedInRest(watts);
        }
        if (watts >= 0) {
            return (long) watts * power.storedPermille().at(slot);
        }
        return -Math.ceilDiv(-watts * MILLION, (long) power.dischargePermille());
    }

    private long storedInRest(int watts) {
        long seconds = (long) watts * restSeconds;
        if (watts >= 0) {
            return seconds * power.storedPermille().at(0) / SECONDS;
        }
        return -Math.ceilDiv(-seconds * MILLION, (long) power.dischargePermille() * SECONDS);
    }

    private boolean isPart(int slot) {
        return slot == 0 && restSeconds < SECONDS;
    }

    /** mWq that leave the store in {@code slot} whatever the power. */
    public long drawnIn(int slot) {
        long whole = drawn.at(slot);
        return isPart(slot) ? whole * restSeconds / SECONDS : whole;
    }

    /** A slot of which all is planned, for sizes. */
    public int wholeSlot() {
        return isPart(0) && slots() > 1 ? 1 : 0;
    }

    /** The least power that stores at least {@code mwq} over {@code slot}; W, not bounded. */
    public long wattsFor(int slot, long mwq) {
        if (isPart(slot)) {
            long per = (long) restSeconds * power.storedPermille().at(slot);
            long given = (long) power.dischargePermille() * SECONDS;
            return mwq >= 0
                    ? Math.ceilDiv(mwq * SECONDS, per)
                    : -Math.floorDiv(-mwq * given, MILLION * restSeconds);
        }
        if (mwq >= 0) {
            return Math.ceilDiv(mwq, (long) power.storedPermille().at(slot));
        }
        return -Math.floorDiv(-mwq * power.dischargePermille(), MILLION);
    }

    /** The level after each slot under {@code watts}. */
    public long[] levels(int[] watts) {
        long[] levels = new long[slots()];
        long now = level.initial();
        for (int slot = 0; slot < levels.length; slot++) {
            now += stored(slot, watts[slot]) - drawnIn(slot);
            levels[slot] = now;
        }
        return levels;
    }

    /** The most it may take in {@code slot}, W. */
    public int highestAt(int slot) {
        if (power.kept().isPresent()) {
            return power.maxChargeW() - power.kept().get().takeWatts().at(slot);
        }
        return power.use().isEmpty() || power.use().get().has(slot) ? power.maxChargeW() : 0;
    }

    /** The least it may take in {@code slot}, W, at most 0. */
    public int lowestAt(int slot) {
        if (power.kept().isPresent()) {
            return power.kept().get().giveWatts().at(slot) - power.maxDischargeW();
        }
        return power.use().isEmpty() || power.use().get().has(slot) ? -power.maxDischargeW() : 0;
    }

    /** Whether it can have such a power in {@code slot}, whatever its level. */
    public boolean allows(int slot, int watts) {
        if (slot == 0 && running.isPresent()) {
            return watts == running.getAsInt();
        }
        boolean step = power.use().isEmpty() || power.use().get().atMost(watts) == watts;
        return step && watts >= lowestAt(slot) && watts <= highestAt(slot);
    }

    /** Takes as much as it can as soon as it can. */
    public int[] soonest() {
        int[] wanted = new int[slots()];
        Arrays.fill(wanted, power.maxChargeW());
        return nearest(wanted);
    }

    /**
     * A plan that keeps all rules: each slot takes just what the floor and the terminal level will
     * need that later slots cannot take.
     */
    public int[] justInTime() {
        if (power.kept().isPresent()) {
            return nearest(new int[slots()]);
        }
        long[] needed = neededLevels();
        int[] watts = new int[slots()];
        long now = level.initial();
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] = powerAt(slot, now, needed[slot]);
            now += stored(slot, watts[slot]) - drawnIn(slot);
        }
        return watts;
    }

    /**
     * {@code wanted}, changed as little as a pass from the first slot on needs to keep all rules.
     *
     * @param wanted W of each slot
     */
    public int[] nearest(int[] wanted) {
        long[] needed = neededLevels();
        int[] watts = new int[slots()];
        long now = level.initial();
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] = nearestAt(slot, now - drawnIn(slot), needed[slot], wanted[slot]);
            now += stored(slot, watts[slot]) - drawnIn(slot);
        }
        return watts;
    }

    private int nearestAt(int slot, long before, long needed, int wanted) {
        if (slot == 0 && running.isPresent()) {
            return running.getAsInt();
        }
        long least = wattsFor(slot, needed - before);
        long room = level.ceiling().at(slot) - before;
        long most = wattsFor(slot, room);
        most -= stored(slot, Math.toIntExact(most)) > room ? 1 : 0;
        int lowest = Math.clamp(least, lowestAt(slot), highestAt(slot));
        int highest = Math.clamp(most, lowest, highestAt(slot));
        return step(slot, Math.clamp(wanted, lowest, highest), lowest, highest);
    }

    /** The step next to {@code watts} that is in the bounds; if there is none, the next higher. */
    private int step(int slot, int watts, int lowest, int highest) {
        if (power.use().isEmpty() || lowestAt(slot) == highestAt(slot)) {
            return watts;
        }
        Use use = power.use().get();
        int below = use.atMost(watts);
        int above = use.atLeast(watts);
        boolean fits = below >= lowest;
        boolean nearer = watts - below <= above - watts;
        return fits && (nearer || above > highest) ? below : Math.min(above, highestAt(slot));
    }

    /** The first slot after which no plan can keep the level, or -1 if there is a plan. */
    public int firstUnreachable() {
        long[] levels = levels(justInTime());
        for (int slot = 0; slot < levels.length; slot++) {
            boolean low = levels[slot] < level.floor().at(slot);
            if (low || levels[slot] > level.ceiling().at(slot)) {
                return slot;
            }
        }
        return levels[levels.length - 1] < level.terminal() ? levels.length - 1 : -1;
    }

    private int powerAt(int slot, long before, long needed) {
        if (slot == 0 && running.isPresent()) {
            return running.getAsInt();
        }
        long watts = wattsFor(slot, needed - before + drawnIn(slot));
        int most = highestAt(slot);
        int taken = Math.clamp(watts, 0, most);
        return step(slot, taken, taken, most);
    }

    /** The level each slot must end with so that full power afterwards is just enough. */
    private long[] neededLevels() {
        long[] needed = new long[slots()];
        int last = needed.length - 1;
        needed[last] = Math.max(level.floor().at(last), level.terminal());
        for (int slot = last; slot > 0; slot--) {
            long gain = stored(slot, highestAt(slot)) - drawnIn(slot);
            needed[slot - 1] = Math.max(level.floor().at(slot - 1), needed[slot] - gain);
        }
        return needed;
    }
}
