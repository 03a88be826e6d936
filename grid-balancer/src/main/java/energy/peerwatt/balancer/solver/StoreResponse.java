package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The plan of one store that is best against smoothed costs, on a grid of levels. */
final class StoreResponse {

    private static final long STEP = 500_000;
    private static final int MOST_LEVELS = 140;

    /** Room for rounding at the top of the grid, mWq. */
    private static final long MARGIN = 20_000;

    private final SmoothCosts costs;

    private long step;
    private long base;
    private int levels;
    private double[] best = new double[0];
    private double[] next = new double[0];
    private short[][] cameFrom = new short[0][0];
    private double[] actionCosts = new double[64];

    StoreResponse(SmoothCosts costs) {
        this.costs = costs;
    }

    /** W for each slot, or null if the grid is too coarse for a plan. */
    int @Nullable [] respond(StoreState store) {
        layGrid(store);
        int slots = store.watts.length;
        int first = store.first;
        long before = first == 0 ? store.rules.level().initial() : store.levels()[0];
        start(store, first, before);
        for (int slot = first + 1; slot < slots; slot++) {
            step(store, slot);
        }
        int end = bestEnd(store);
        return end < 0 ? null : walk(store, first, before, end);
    }

    private void layGrid(StoreState store) {
        long span = store.capacity - store.floor;
        long smallest = Math.max(1, store.stored(store.rules.wholeSlot(), store.maxCharge) / 4);
        step = Math.max(Math.min(STEP, smallest), span / MOST_LEVELS + 1);
        long end = Math.max(store.terminal, store.floor);
        base = end - (end - store.floor) / step * step;
        levels = (int) Math.max(1, (store.capacity - MARGIN - base) / step + 1);
        if (best.length < levels) {
            best = new double[levels];
            next = new double[levels];
            cameFrom = new short[store.watts.length][levels];
        }
    }

    /** Costs of the first slot from a level that is not on the grid. */
    private void start(StoreState store, int slot, long before) {
        Arrays.fill(best, 0, levels, Double.POSITIVE_INFINITY);
        for (int level = 0; level < levels; level++) {
            long stored = base + level * step - before + store.drawn(slot);
            int power = store.wattsFor(slot, stored);
            long end = base + level * step;
            boolean within = end >= store.floors[slot] && end <= store.high(slot);
            if (within && power >= store.lowest[slot] && power <= store.highest[slot]) {
                best[level] = cost(store, slot, power);
            }
        }
    }

    private double cost(StoreState store, int slot, int power) {
        double wear = (double) store.wear(slot) * Math.abs(power);
        return costs.at(slot, store.site, power - store.watts[slot]) + wear;
    }

    private void step(StoreState store, int slot) {
        long drawn = store.drawn(slot);
        long most = store.stored(slot, store.highest[slot]) - drawn;
        long least = store.stored(slot, store.lowest[slot]) - drawn;
        int lowest = (int) Math.max(-(levels - 1L), Math.ceilDiv(least, step));
        int highest = (int) Math.min(levels - 1L, Math.floorDiv(most, step));
        int count = highest - lowest + 1;
        Arrays.fill(next, 0, levels, Double.POSITIVE_INFINITY);
        if (count > 0) {
            fillActions(store, slot, lowest, count);
        }
        short[] from = cameFrom[slot];
        for (int action = 0; action < count; action++) {
            double cost = actionCosts[action];
            int shift = lowest + action;
            int start = Math.max(0, -shift);
            int end = Math.min(levels, levels - shift);
            for (int level = start; level < end; level++) {
                double sum = best[level] + cost;
                if (sum < next[level + shift]) {
                    next[level + shift] = sum;
                    from[level + shift] = (short) level;
                }
            }
        }
        for (int level = 0; level < levels && base + level * step < store.floors[slot]; level++) {
            next[level] = Double.POSITIVE_INFINITY;
        }
        for (int level = levels - 1; base + level * step > store.high(slot); level--) {
            next[level] = Double.POSITIVE_INFINITY;
        }
        double[] swap = best;
        best = next;
        next = swap;
    }

    private void fillActions(StoreState store, int slot, int lowest, int count) {
        if (actionCosts.length < count) {
            actionCosts = new double[count];
        }
        for (int action = 0; action < count; action++) {
            long stored = (lowest + action) * step + store.drawn(slot);
            actionCosts[action] = cost(store, slot, store.wattsFor(slot, stored));
        }
    }

    private int bestEnd(StoreState store) {
        int end = -1;
        for (int level = 0; level < levels; level++) {
            boolean allowed = base + level * step >= store.terminal;
            if (allowed && best[level] < (end < 0 ? Double.POSITIVE_INFINITY : best[end])) {
                end = level;
            }
        }
        return end;
    }

    private int[] walk(StoreState store, int first, long before, int end) {
        int slots = store.watts.length;
        int[] path = new int[slots];
        path[slots - 1] = end;
        for (int slot = slots - 1; slot > first; slot--) {
            path[slot - 1] = cameFrom[slot][path[slot]];
        }
        int[] watts = store.watts.clone();
        long level = before;
        for (int slot = first; slot < slots; slot++) {
            long wanted = base + path[slot] * step;
            int power = store.wattsFor(slot, wanted - level + store.drawn(slot));
            watts[slot] = Math.clamp(power, store.lowest[slot], store.highest[slot]);
            level += store.stored(slot, watts[slot]) - store.drawn(slot);
        }
        return store.hasSteps() ? store.nearest(watts) : watts;
    }
}
