package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A battery or a heat pump with its store. Levels are mWq at the end of each slot. */
final class StoreState extends DeviceState {

    final StoreRules rules;
    final int maxCharge;
    final int maxDischarge;

    /** The most it takes in each slot. */
    final int[] highest;

    /** The least it takes in each slot, at most 0. */
    final int[] lowest;

    /** Its steps, or null if it can have any power. */
    private final StoreRules.@Nullable Use steps;

    /** Whether the level does not matter, only that what is taken in all is kept. */
    final boolean unbounded;

    /** The first slot that is planned. */
    final int first;

    final long capacity;

    /** The least level at the end of each slot. */
    final long[] floors;

    /** The most level at the end of each slot. */
    private final long[] ceilings;

    /** The least of all floors. */
    final long floor;

    final long terminal;
    private final int[] storedPermille;
    private final long[] drawn;
    private final int firstWear;
    private final double firstPart;
    private final double storedPerGivenWatt;
    private final long[] levels;
    private boolean stale = true;

    /** Whether the same device is changed elsewhere too. */
    private final boolean view;

    StoreState(int index, Site site, StoreRules rules) {
        super(index, site, rules.wearMicro(), rules.slots());
        this.rules = rules;
        maxCharge = rules.power().maxChargeW();
        maxDischarge = rules.power().maxDischargeW();
        highest = new int[rules.slots()];
        lowest = new int[rules.slots()];
        for (int slot = 0; slot < highest.length; slot++) {
            highest[slot] = rules.highestAt(slot);
            lowest[slot] = rules.lowestAt(slot);
        }
        steps = rules.power().use().orElse(null);
        unbounded = false;
        first = rules.running().isPresent() ? 1 : 0;
        capacity = rules.level().capacity();
        floors = new long[rules.slots()];
        ceilings = new long[rules.slots()];
        for (int slot = 0; slot < floors.length; slot++) {
            floors[slot] = rules.level().floor().at(slot);
            ceilings[slot] = rules.level().ceiling().at(slot);
        }
        floor = Arrays.stream(floors).min().orElseThrow();
        terminal = rules.level().terminal();
        storedPermille = rules.power().storedPermille().toArray();
        storedPerGivenWatt = 1e6 / rules.power().dischargePermille();
        drawn = new long[rules.slots()];
        for (int slot = 0; slot < drawn.length; slot++) {
            drawn[slot] = rules.drawnIn(slot);
        }
        Horizon.Rest rest = new Horizon.Rest(rules.restSeconds(), 0);
        firstWear = rest.part(wearMicro);
        firstPart = rest.part();
        levels = new long[rules.slots()];
        view = false;
    }

    /**
     * A charger as if it could give any power up to its most: the same device, not to be kept. One
     * that may miss energy can leave some at the end.
     */
    StoreState(ChargerState charger) {
        super(charger);
        int slots = charger.watts.length;
        unbounded = charger.worth == 0;
        long most = unbounded ? Long.MAX_VALUE / 4 : charger.need() * 1_000;
        long least = unbounded ? -most : 0;
        maxCharge = charger.maxUnits * charger.unit;
        rules =
                new StoreRules(
                        new StoreRules.Level(
                                most,
                                new StoreRules.LongSeries(Series.constant(slots, 0), 0),
                                0,
                                least),
                        new StoreRules.Power(maxCharge, 0, Series.constant(slots, 1000), 1000),
                        new StoreRules.LongSeries(Series.constant(slots, 0), 0),
                        0,
                        OptionalInt.empty(),
                        (int) Horizon.SLOT.toSeconds());
        highest = new int[slots];
        Arrays.fill(highest, charger.from, charger.until, maxCharge);
        lowest = new int[slots];
        steps = null;
        maxDischarge = 0;
        first = charger.from;
        capacity = most;
        floor = least;
        floors = new long[slots];
        Arrays.fill(floors, least);
        ceilings = new long[slots];
        Arrays.fill(ceilings, most);
        terminal = least;
        storedPermille = rules.power().storedPermille().toArray();
        storedPerGivenWatt = 1000;
        drawn = new long[slots];
        firstWear = 0;
        firstPart = 1;
        levels = new long[slots];
        view = !unbounded;
        stale = view;
    }

    @Override
    Series firstProfile() {
        int[] late = rules.justInTime();
        // Steps may not add up to the end just in time.
        return Series.of(steps == null || keeps(late) ? late : rules.soonest());
    }

    /** The highest power it can have that is at most {@code watts}. */
    int atMost(int watts) {
        return steps == null ? watts : steps.atMost(watts);
    }

    /** The lowest power it can have that is at least {@code watts}. */
    int atLeast(int watts) {
        return steps == null ? watts : steps.atLeast(watts);
    }

    boolean hasSteps() {
        return steps != null;
    }

    @Override
    int[] nearest(int[] wanted) {
        int[] near = rules.nearest(wanted);
        return keeps(near) ? near : firstProfile().toArray();
    }

    @Override
    boolean keeps(int[] profile) {
        for (int slot = 0; slot < profile.length; slot++) {
            if (!rules.allows(slot, profile[slot])) {
                return false;
            }
        }
        long[] after = rules.levels(profile);
        for (int slot = 0; slot < after.length; slot++) {
            if (after[slot] < floors[slot] || after[slot] > ceilings[slot]) {
                return false;
            }
        }
        return after[after.length - 1] >= terminal;
    }

    @Override
    void changed() {
        stale = !unbounded;
    }

    long[] levels() {
        if (stale) {
            long now = rules.level().initial();
            for (int slot = 0; slot < levels.length; slot++) {
                now += stored(slot, watts[slot]) - drawn[slot];
                levels[slot] = now;
            }
            stale = view;
        }
        return levels;
    }

    long drawn(int slot) {
        return drawn[slot];
    }

    long stored(int slot, int power) {
        boolean simple = power >= 0 && (slot > 0 || firstPart == 1);
        return simple ? (long) power * storedPermille[slot] : rules.stored(slot, power);
    }

    /** mWq stored for one more W in {@code slot}. */
    double storedPerWattUp(int slot) {
        return part(slot) * (watts[slot] >= 0 ? storedPermille[slot] : storedPerGivenWatt);
    }

    /** mWq released for one W less in {@code slot}. */
    double storedPerWattDown(int slot) {
        return part(slot) * (watts[slot] > 0 ? storedPermille[slot] : storedPerGivenWatt);
    }

    private double part(int slot) {
        return slot == 0 ? firstPart : 1;
    }

    @Override
    int wear(int slot) {
        return slot == 0 ? firstWear : wearMicro;
    }

    long wearUp(int slot) {
        return watts[slot] >= 0 ? wear(slot) : -wear(slot);
    }

    long wearDown(int slot) {
        return watts[slot] > 0 ? -wear(slot) : wear(slot);
    }

    /** The least power that stores at least {@code mwq}. */
    int wattsFor(int slot, long mwq) {
        return Math.toIntExact(rules.wattsFor(slot, mwq));
    }

    /** The most power that stores at most {@code mwq}. */
    int wattsAtMost(int slot, long mwq) {
        int watts = wattsFor(slot, mwq);
        return stored(slot, watts) > mwq ? watts - 1 : watts;
    }

    /** The least level at the end of {@code slot}. */
    long low(int slot) {
        return slot == floors.length - 1 ? Math.max(floors[slot], terminal) : floors[slot];
    }

    /** The most level at the end of {@code slot}. */
    long high(int slot) {
        return ceilings[slot];
    }

    /** The lowest level above floor, and above terminal at the end, of slots from to until. */
    long slackBelow(int from, int until) {
        long[] level = levels();
        long least = Long.MAX_VALUE;
        for (int slot = from; slot < until; slot++) {
            least = Math.min(least, level[slot] - floors[slot]);
        }
        if (until == level.length) {
            least = Math.min(least, level[until - 1] - terminal);
        }
        return least;
    }

    /** The least room below the ceiling of slots from to until. */
    long roomAbove(int from, int until) {
        long[] level = levels();
        long least = Long.MAX_VALUE;
        for (int slot = from; slot < until; slot++) {
            least = Math.min(least, ceilings[slot] - level[slot]);
        }
        return least;
    }
}
