package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all devices together do to the shared connection, slot by slot, and what that costs: exact,
 * and changed in steps. Phases are in thirds of a W.
 *
 * <p>Curtailment of panels is not planned but follows: as much as limits need, then as much as a
 * negative price makes worthwhile, phase by phase within the phase's import limit, panels on three
 * phases last.
 */
final class Street {

    /** Stands for no limit, W; three times it still fits an int. */
    static final int NONE = 1 << 28;

    final int slots;
    final List<Site> sites;

    /** Voltages and cables, or null if nobody knows them. */
    final @Nullable FeederLevels feeder;

    final @Nullable IslandSlots island;

    /** Homes with limits of their own, or null if none has. */
    final @Nullable HomeBounds homes;

    final int[] importPrice;
    final int[] exportPrice;
    final int[] importLimit;
    private final int[] statedLimit;
    final int[] exportLimit;
    final int[][] importThirds;
    final int[][] exportThirds;
    final int[][] pool = new int[4][];
    final boolean[] curtailable;

    /** Quarter-nano for each W of peak above {@link #reached}. */
    final long peakPrice;

    final int reached;

    /** Quarter-nano that one third of a W over a limit weighs in heuristics. */
    final long penalty;

    /** How far net power may rise and fall from slot to slot, or null if as far as it likes. */
    final @Nullable Ramps ramps;

    final int[] total;
    final int[][] thirds = new int[3][];

    /** Cost and penalty of each slot, without the peak charge. */
    final long[] value;

    final int[] net;

    /** The mean of each slot, W: net power but where a part of the slot has passed. */
    final int[] mean;

    private final Horizon horizon;

    /** W that were metered in a part of slot 0, over what is left of it. */
    private final int metered;

    final int[] excess;
    final int[] version;
    private long valueSum;
    private long excessSum;
    private int peak;
    private boolean peakIsStale;

    /** Thirds of W of reserves that batteries cannot keep whatever they do. */
    private final int[] unmet;

    private int lastNet;
    private int lastMean;
    private int lastExcess;

    Street(Community community, @Nullable FeederLimits limits) {
        slots = community.slots();
        horizon = community.horizon();
        metered = horizon.metered(0);
        feeder = limits == null ? null : new FeederLevels(community, limits);
        island = IslandSlots.of(community).orElse(null);
        HomeBounds bounds = new HomeBounds(community);
        homes = bounds.count() == 0 ? null : bounds;
        sites = limits == null ? Site.of(island != null, bounds.count()) : limits.model.sites.sites;
        SlotLimits stated = new SlotLimits(community);
        importPrice = stated.prices(community.tariff().importMicro());
        exportPrice = stated.prices(community.tariff().exportMicro());
        peakPrice = 4L * community.tariff().peak().microPerKw();
        reached = community.tariff().peak().reachedWatts();
        importLimit = stated.of(Limit.Scope.TOTAL, Limit.Direction.IMPORT);
        exportLimit = stated.of(Limit.Scope.TOTAL, Limit.Direction.EXPORT);
        statedLimit = importLimit.clone();
        importThirds = stated.phases(Limit.Direction.IMPORT);
        exportThirds = stated.phases(Limit.Direction.EXPORT);
        for (int phase = 0; phase < 3; phase++) {
            thirds[phase] = new int[slots];
        }
        peak = reached;
        penalty = 10 * Math.max(peakPrice, stated.highestPrice(island));
        int[] rise = stated.of(Limit.Scope.RAMP, Limit.Direction.IMPORT);
        ramps = Ramps.of(rise, stated.of(Limit.Scope.RAMP, Limit.Direction.EXPORT)).orElse(null);
        total = new int[slots];
        value = new long[slots];
        net = new int[slots];
        mean = new int[slots];
        excess = new int[slots];
        version = new int[slots];
        curtailable = new boolean[slots];
        unmet = stated.unmet();
        for (int i = 0; i < pool.length; i++) {
            pool[i] = new int[slots];
        }
        community.homes().forEach(this::addHome);
        bounds.fill(pool);
        for (int slot = 0; slot < slots; slot++) {
            refresh(slot);
        }
    }

    /** Whether the connection is open in {@code slot}. */
    boolean isOpen(int slot) {
        return island != null && island.open[slot];
    }

    private void addHome(Home home) {
        int[] pooled = pool[Site.poolOf(home.connection())];
        for (int slot = 0; slot < slots; slot++) {
            int solar = home.solar().watts().at(slot);
            int watts = home.loadWatts().at(slot) - solar;
            total[slot] += watts;
            for (int phase = 0; phase < 3; phase++) {
                thirds[phase][slot] += watts * home.connection().thirdsOn(phase);
            }
            if (home.solar().curtailable() && solar > 0) {
                curtailable[slot] = true;
                int number = homes == null ? Site.NO_HOME : homes.indexOf(home.id());
                pooled[slot] += homes == null || number == Site.NO_HOME ? solar : 0;
            }
        }
    }

    /** Adds {@code watts} of a device at {@code site}. */
    void add(int slot, Site site, int watts) {
        total[slot] += watts;
        thirds[0][slot] += site.first * watts;
        thirds[1][slot] += site.second * watts;
        thirds[2][slot] += site.third * watts;
        FeederLevels levels = feeder;
        if (levels != null) {
            levels.add(slot, site, watts);
        }
        if (homes != null) {
            homes.add(slot, site, watts, pool);
        }
        if (site.forming && island != null) {
            island.forming[slot] += watts;
        }
        refresh(slot);
    }

    /** Switches as many blocks of an island off, or any part of them. */
    void switchOff(int slot, int count) {
        IslandSlots blocks = Objects.requireNonNull(island);
        changeBlocks(blocks, slot, 1);
        int before = blocks.count(slot);
        blocks.set(slot, count);
        changeBlocks(blocks, slot, -1);
        if (homes != null) {
            homes.switchOff(slot, before, blocks.count(slot), pool);
        }
        importLimit[slot] = blocks.open[slot] ? blocks.spare(slot) : importLimit[slot];
        refresh(slot);
    }

    private void changeBlocks(IslandSlots blocks, int slot, int sign) {
        int count = blocks.count(slot);
        total[slot] += sign * blocks.breakers.watts(slot, count);
        for (int phase = 0; phase < 3; phase++) {
            thirds[phase][slot] += sign * blocks.breakers.thirds(phase, slot, count);
        }
    }

    /** The site of a device in {@code home}. */
    Site site(Home home, Device device) {
        FeederLevels levels = feeder;
        if (levels != null) {
            return levels.model.sites.at(home, device);
        }
        boolean forming = island != null && island.isForming(device);
        int kind = Site.poolOf(device.connection()) + (forming ? Site.PHASES.size() : 0);
        int kinds = island == null ? Site.PHASES.size() : Site.ISLAND.size();
        int number = homes == null ? Site.NO_HOME : homes.indexOf(home.id());
        return sites.get((number + 1) * kinds + kind);
    }

    private void refresh(int slot) {
        long before = value[slot];
        look(slot, sites.getFirst(), 0, sites.getFirst(), 0);
        long now = valueOf(slot, total[slot], thirds[0][slot], thirds[1][slot], thirds[2][slot], 0);
        valueSum += now - before;
        excessSum += lastExcess - excess[slot];
        value[slot] = now;
        if (lastMean >= peak) {
            peak = lastMean;
        } else if (mean[slot] == peak) {
            peakIsStale = true;
        }
        net[slot] = lastNet;
        mean[slot] = lastMean;
        excess[slot] = lastExcess;
        version[slot]++;
        if (ramps != null) {
            followRamps(ramps, slot);
        }
    }

    /** The marginals of the slots beside one depend on its net power. */
    private void followRamps(Ramps known, int slot) {
        long more = known.update(net, slot);
        excessSum += more;
        valueSum += penalty * more;
        if (slot > 0) {
            version[slot - 1]++;
        }
        if (slot + 1 < slots) {
            version[slot + 1]++;
        }
    }

    /** {@code value} of a slot at {@link #lastNet} with what that would change in ramps. */
    private long withRamps(int slot, long value) {
        return ramps == null ? value : value + penalty * ramps.change(net, slot, lastNet);
    }

    /**
     * Treats more import than {@code cap} W as over the limit until {@link #uncap}: lumps are then
     * absorbed below the peak instead of raising it for all.
     */
    void cap(int cap) {
        for (int slot = 0; slot < slots; slot++) {
            if (!isOpen(slot)) {
                importLimit[slot] = Math.min(statedLimit[slot], wattsOf(slot, cap));
                refresh(slot);
            }
        }
    }

    void uncap() {
        cap(NONE);
    }

    /** Thirds of W over limits, all slots. */
    long excessSum() {
        return excessSum;
    }

    /**
     * Quarter-nano of energy and peak, and the weight of load that is not served; wear is the
     * devices'.
     */
    long cost() {
        return valueSum - penalty * excessSum + peakCost(peak());
    }

    /** W-slots of load of a tier that is not served. */
    long unserved(int tier) {
        return island == null ? 0 : island.unserved[tier - 1];
    }

    /** What load that is not served weighs in {@link #cost}, which the bill does not have. */
    long unservedWeight() {
        return island == null ? 0 : island.weight();
    }

    /** Energy, peak and penalty. */
    long penalised() {
        return valueSum + peakCost(peak());
    }

    /** The highest import, W, at least what the month has reached. */
    int peak() {
        if (peakIsStale) {
            peak = reached;
            for (int slot = 0; slot < slots; slot++) {
                peak = Math.max(peak, mean[slot]);
            }
            peakIsStale = false;
        }
        return peak;
    }

    long peakCost(int peak) {
        return peakPrice * Math.max(0, peak - reached);
    }

    /** The slot's value if a device at {@code site} took {@code watts} more; changes nothing. */
    long valueWith(int slot, Site site, int watts) {
        look(slot, site, watts, site, 0);
        long value =
                valueOf(
                        slot,
                        total[slot] + watts,
                        thirds[0][slot] + site.first * watts,
                        thirds[1][slot] + site.second * watts,
                        thirds[2][slot] + site.third * watts,
                        site.forming ? watts : 0);
        return withRamps(slot, value);
    }

    /** Likewise with two devices. */
    long valueWith(int slot, Site site, int watts, Site other, int otherWatts) {
        look(slot, site, watts, other, otherWatts);
        long value =
                valueOf(
                        slot,
                        total[slot] + watts + otherWatts,
                        thirds[0][slot] + site.first * watts + other.first * otherWatts,
                        thirds[1][slot] + site.second * watts + other.second * otherWatts,
                        thirds[2][slot] + site.third * watts + other.third * otherWatts,
                        (site.forming ? watts : 0) + (other.forming ? otherWatts : 0));
        return withRamps(slot, value);
    }

    /** The net power after curtailment that the last {@code valueWith} came to, W. */
    int lastNet() {
        return lastNet;
    }

    private void look(int slot, Site site, int watts, Site other, int otherWatts) {
        FeederLevels levels = feeder;
        if (levels != null) {
            levels.look(slot, site, watts, other, otherWatts);
        }
        if (homes != null) {
            homes.look(slot, site, watts, other, otherWatts);
        }
    }

    private long valueOf(int slot, int sum, int first, int second, int third, int forming) {
        int watts = sum;
        int a = first;
        int b = second;
        int c = third;
        if (curtailable[slot]) {
            Curtailment cut = curtailment;
            cut.compute(this, slot, watts, a, b, c);
            int common = cut.cut[3];
            watts += cut.cut[0] + cut.cut[1] + cut.cut[2] + common;
            a += 3 * cut.cut[0] + common;
            b += 3 * cut.cut[1] + common;
            c += 3 * cut.cut[2] + common;
        }
        int over = unmet[slot] + 3 * over(watts, importLimit[slot], exportLimit[slot]);
        over += over(a, importThirds[0][slot], exportThirds[0][slot]);
        over += over(b, importThirds[1][slot], exportThirds[1][slot]);
        over += over(c, importThirds[2][slot], exportThirds[2][slot]);
        FeederLevels levels = feeder;
        if (levels != null) {
            over += levels.excess();
        }
        if (homes != null) {
            over += homes.excessNow();
        }
        lastNet = watts;
        lastMean = slot == 0 ? Math.toIntExact(horizon.mean(0, watts)) : watts;
        lastExcess = over;
        if (island != null) {
            return islandValue(island, slot, watts, over, forming);
        }
        int billed = watts + metered(slot);
        return price(slot, billed) * billed + penalty * over;
    }

    /** W over what is left of {@code slot} that were metered before: billed with the rest. */
    int metered(int slot) {
        return slot == 0 ? metered : 0;
    }

    /** The net power with which the mean of {@code slot} is {@code watts}. */
    int wattsOf(int slot, int watts) {
        return slot == 0 ? Math.clamp(horizon.wattsOf(0, watts), -NONE, NONE) : watts;
    }

    /** What is left of {@code slot}, 1 for a whole one. */
    double part(int slot) {
        return slot == 0 ? horizon.rest().part() : 1;
    }

    private long price(int slot, int watts) {
        return watts > 0 ? importPrice[slot] : exportPrice[slot];
    }

    private long islandValue(IslandSlots blocks, int slot, int watts, int over, int forming) {
        int units = blocks.forming[slot] + forming;
        int missing = blocks.lowest[slot] - units;
        int more = units - blocks.highest[slot];
        lastExcess = over + 3 * Math.max(0, missing) + 3 * Math.max(0, more);
        lastNet = blocks.open[slot] ? 0 : watts;
        lastMean = lastNet;
        long served = price(slot, watts) * watts + penalty * lastExcess;
        return served + blocks.value(slot, Math.max(0, watts));
    }

    private static int over(int watts, int importLimit, int exportLimit) {
        return Math.max(0, watts - importLimit) + Math.max(0, -watts - exportLimit);
    }

    private final Curtailment curtailment = new Curtailment();

    /** What each pool of panels gives less in {@code slot}, W: three phases, then three-phase. */
    int[] curtailed(int slot) {
        if (!curtailable[slot]) {
            return new int[4];
        }
        look(slot, sites.getFirst(), 0, sites.getFirst(), 0);
        curtailment.compute(
                this, slot, total[slot], thirds[0][slot], thirds[1][slot], thirds[2][slot]);
        return curtailment.cut.clone();
    }
}
