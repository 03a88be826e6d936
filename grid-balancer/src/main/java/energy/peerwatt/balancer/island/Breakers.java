package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blocks are off: in one order, the lowest tier first, so that a number for each slot, how
 * many are off, says it all.
 */
public final class Breakers {

    private final List<ShedBlock> order;
    private final Island island;
    private final int slots;

    /** W of the first blocks of the order together, by slot and number of blocks. */
    private final int[][] watts;

    /** Likewise thirds of a W on each phase. */
    private final int[][][] thirds;

    private final long[] pickup;

    /** Whether any block is off before slot 0: an outage from there on is not new. */
    private final boolean offAtFirst;

    /** The breakers of a community with an island. */
    public Breakers(Community community) {
        island = community.island().orElseThrow();
        slots = community.slots();
        order = new ArrayList<>(island.shedding().blocks());
        order.sort(
                Comparator.comparingInt(ShedBlock::tier)
                        .reversed()
                        .thenComparing(block -> !isOffAtFirst(block)));
        offAtFirst = order.stream().anyMatch(this::isOffAtFirst);
        watts = new int[slots][order.size() + 1];
        thirds = new int[3][slots][order.size() + 1];
        pickup = new long[slots];
        Headroom headroom = new Headroom(community);
        BlockLoads loads = new BlockLoads(community);
        for (int slot = 0; slot < slots; slot++) {
            for (int i = 0; i < order.size(); i++) {
                add(loads, slot, i);
            }
            pickup[slot] =
                    island.isOpen(slot)
                            ? headroom.up(slot)
                            : island.shedding().pickupW().orElse(Integer.MAX_VALUE);
        }
    }

    private void add(BlockLoads loads, int slot, int index) {
        ShedBlock block = order.get(index);
        watts[slot][index + 1] = watts[slot][index] + loads.of(block, slot);
        for (int phase = 0; phase < 3; phase++) {
            int sum = thirds[phase][slot][index];
            for (ShedBlock.Part part : block.parts()) {
                var home = loads.home(part);
                sum += home.connection().thirdsOn(phase) * BlockLoads.of(home, part, slot);
            }
            thirds[phase][slot][index + 1] = sum;
        }
    }

    private boolean isOffAtFirst(ShedBlock block) {
        return starting() || block.before().off();
    }

    private boolean starting() {
        return island.outage().isPresent()
                && island.outage().get().kind() == Outage.Kind.BLACK_START;
    }

    /** The blocks, first off first. */
    public List<ShedBlock> order() {
        return List.copyOf(order);
    }

    public int count() {
        return order.size();
    }

    /** The longest minimum time on or off, slots; 0 without blocks. */
    public int longestTime() {
        return order.stream()
                .map(ShedBlock::times)
                .mapToInt(times -> Math.max(times.minOnSlots(), times.minOffSlots()))
                .max()
                .orElse(0);
    }

    /** 1 where a block is off, by the id of each that ever is. */
    public Map<String, Series> series(int[] off) {
        Map<String, Series> series = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            int index = i;
            Series own = Series.of(Arrays.stream(off).map(each -> each > index ? 1 : 0).toArray());
            if (!own.isZero()) {
                series.put(order.get(i).id(), own);
            }
        }
        return series;
    }

    /** W that {@code off} blocks take away in {@code slot}. */
    public int watts(int slot, int off) {
        return watts[slot][off];
    }

    /** Thirds of a W that {@code off} blocks take away from a phase. */
    public int thirds(int phase, int slot, int off) {
        return thirds[phase][slot][off];
    }

    /** Whether the connection is open in {@code slot}. */
    public boolean isOpen(int slot) {
        return island.isOpen(slot);
    }

    /** W in the tier's blocks in {@code slot}. */
    public int tierWatts(int slot, int tier) {
        int sum = 0;
        for (int i = 0; i < order.size(); i++) {
            sum += order.get(i).tier() == tier ? watts[slot][i + 1] - watts[slot][i] : 0;
        }
        return sum;
    }

    /** Load that is not served, Wh x 4 of each tier from 1 on. */
    public long[] unserved(int[] off) {
        long[] sums = new long[ShedBlock.LAST_TIER];
        for (int slot = 0; slot < slots; slot++) {
            for (int i = 0; i < off[slot]; i++) {
                sums[order.get(i).tier() - 1] += watts[slot][i + 1] - watts[slot][i];
            }
        }
        return sums;
    }

    /** Whether so many blocks off in each slot keep all times and the pickup. */
    public boolean keeps(int[] off) {
        return Arrays.equals(off, settle(off));
    }

    /**
     * How many blocks are off in each slot if so many are wished: as near as times on and off and
     * the pickup allow, slot by slot. Without an outage nothing is switched off.
     *
     * @param wished from 0 to the number of blocks, for each slot
     */
    public int[] settle(int[] wished) {
        int[] off = new int[slots];
        int[] since = new int[order.size()];
        int now = first(since);
        for (int slot = 0; slot < slots; slot++) {
            int goal = island.isOpen(slot) ? wished[slot] : 0;
            int before = now;
            while (now < goal && maySwitchOff(now, slot, since)) {
                since[now++] = slot;
            }
            while (now > goal && maySwitchOn(now - 1, slot, since, before)) {
                since[--now] = slot;
            }
            off[slot] = now;
        }
        return off;
    }

    /** How many are off before slot 0; notes since when each is as it is. */
    private int first(int[] since) {
        int now = 0;
        while (now < order.size() && isOffAtFirst(order.get(now))) {
            now++;
        }
        for (int i = 0; i < since.length; i++) {
            ShedBlock.Before before = order.get(i).before();
            boolean as = before.off() == i < now;
            since[i] = as && !starting() ? -before.slots() : -Horizon.LONGEST;
        }
        return now;
    }

    private boolean maySwitchOff(int block, int slot, int[] since) {
        boolean lost = slot == 0 ? !offAtFirst : !island.isOpen(slot - 1);
        return lost || slot - since[block] >= order.get(block).times().minOnSlots();
    }

    private boolean maySwitchOn(int block, int slot, int[] since, int before) {
        long sum = (long) watts[slot][before] - watts[slot][block];
        boolean alone = before == block + 1;
        boolean fits = sum <= pickup[slot] || (alone && !island.isOpen(slot));
        return fits && slot - since[block] >= order.get(block).times().minOffSlots();
    }
}
