package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.Breakers;
import energy.peerwatt.balancer.island.Headroom;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.Optional;
import java.util.Set;

/**
 * What an island adds to the slots of a street: blocks that are off, and the bounds of what
 * grid-forming units do. Load that is not served has a price in heuristics, high enough that no
 * tier is given up for a lower one; the score has a level for each tier instead.
 */
final class IslandSlots {

    private static final int TIERS = ShedBlock.LAST_TIER;

    /** What a kWh of the tier above costs more than one of a tier, in heuristics. */
    private static final long STEEPNESS = 5;

    final Breakers breakers;
    private final Set<String> units;

    /** Whether the connection is open. */
    final boolean[] open;

    /** How many blocks are off, or {@link BreakerState#OPEN}. */
    final int[] off;

    /** W of the forming units together, and their bounds. */
    final int[] forming;

    final int[] lowest;
    final int[] highest;

    /** W that lower tiers than each have together, by slot; the last value is that of all. */
    final int[][] below;

    /** Quarter-nano for each W-slot not served, the last tier first. */
    final long[] prices = new long[TIERS];

    /** W-slots not served, tier 1 first, of slots that are not open to any part. */
    final long[] unserved = new long[TIERS];

    private IslandSlots(Community community, int slots) {
        units = Set.copyOf(community.island().orElseThrow().forming().units());
        breakers = new Breakers(community);
        open = new boolean[slots];
        off = new int[slots];
        forming = new int[slots];
        lowest = new int[slots];
        highest = new int[slots];
        below = new int[slots][TIERS + 1];
        Headroom headroom = new Headroom(community);
        for (int slot = 0; slot < slots; slot++) {
            open[slot] = breakers.isOpen(slot);
            lowest[slot] = open[slot] ? headroom.lowest(slot) : -Street.NONE;
            highest[slot] = open[slot] ? headroom.highest(slot) : Street.NONE;
            for (int i = 0; i < TIERS; i++) {
                below[slot][i + 1] = below[slot][i] + breakers.tierWatts(slot, TIERS - i);
            }
        }
        long price = Math.max(1_000_000, 2L * highestPrice(community));
        for (int i = 0; i < TIERS; i++) {
            prices[i] = price;
            int tier = TIERS - i;
            price *= breakers.order().stream().anyMatch(b -> b.tier() == tier) ? STEEPNESS : 1;
        }
    }

    static Optional<IslandSlots> of(Community community) {
        return community.island().map(island -> new IslandSlots(community, community.slots()));
    }

    boolean isForming(Device device) {
        return units.contains(device.id());
    }

    private static int highestPrice(Community community) {
        int highest = community.island().orElseThrow().missedMicro();
        for (int slot = 0; slot < community.slots(); slot++) {
            highest = Math.max(highest, community.tariff().importMicro().at(slot));
        }
        return highest;
    }

    long highestPrice() {
        return prices[TIERS - 1];
    }

    /** Whether any part of any block may be off in {@code slot}. */
    boolean anyPart(int slot) {
        return off[slot] == BreakerState.OPEN;
    }

    /** W that could be off besides what is. */
    int spare(int slot) {
        return anyPart(slot) ? below[slot][TIERS] : 0;
    }

    /** Notes how many blocks are off. */
    void set(int slot, int count) {
        note(slot, -1);
        off[slot] = count;
        note(slot, 1);
    }

    private void note(int slot, int sign) {
        int cut = breakers.watts(slot, count(slot));
        for (int i = 0; i < TIERS; i++) {
            unserved[TIERS - 1 - i] += (long) sign * within(slot, i, cut);
        }
    }

    /** Blocks off in {@code slot} for {@link Breakers}. */
    int count(int slot) {
        return Math.max(0, off[slot]);
    }

    /** What load not served weighs in {@code slot} if {@code missing} W are not there besides. */
    long value(int slot, int missing) {
        long value = 0;
        int cut = anyPart(slot) ? missing : breakers.watts(slot, off[slot]);
        for (int i = 0; i < TIERS && cut > below[slot][i]; i++) {
            value += prices[i] * within(slot, i, cut);
        }
        return value;
    }

    /** How much of {@code cut} W that are off falls to a tier, the last tier first. */
    private int within(int slot, int tier, int cut) {
        int from = below[slot][tier];
        return Math.clamp(cut, from, below[slot][tier + 1]) - from;
    }

    /** What all load not served weighs. */
    long weight() {
        long sum = 0;
        for (int tier = 1; tier <= TIERS; tier++) {
            sum += prices[TIERS - tier] * unserved[tier - 1];
        }
        return sum;
    }
}
