package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.ShedBlock;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Decides which blocks of an island are off. At first any part of any block may be, together with
 * all devices; then whole blocks are chosen for some slots after others, and stores and slots still
 * open take up the difference.
 */
final class Shedding {

    private static final int REPAIRS = 8;
    private static final int SAMPLE = 40;

    private final Trial trial;
    private final Street street;
    private final Transfers transfers;
    private final Exchanges exchanges;
    private final Random random;
    private final StoreState[] stores;
    private final @Nullable BreakerState state;
    private int first;
    private int until;
    private int cell = 1;

    Shedding(Trial trial, Transfers transfers, Exchanges exchanges, Random random) {
        this.trial = trial;
        this.street = trial.street;
        this.transfers = transfers;
        this.exchanges = exchanges;
        this.random = random;
        stores =
                Arrays.stream(trial.devices)
                        .filter(StoreState.class::isInstance)
                        .toArray(StoreState[]::new);
        BreakerState found = null;
        for (DeviceState device : trial.devices) {
            found = device instanceof BreakerState breakers ? breakers : found;
        }
        state = found;
        findSlots();
    }

    private void findSlots() {
        first = street.slots;
        for (int slot = 0; slot < street.slots; slot++) {
            if (street.isOpen(slot)) {
                first = Math.min(first, slot);
                until = slot + 1;
            }
        }
        if (state != null) {
            cell = Math.max(1, state.breakers.longestTime());
        }
    }

    /** Whether there is anything to decide. */
    boolean isNeeded() {
        return state != null && first < until;
    }

    /** Whether any load is not served. */
    boolean isAnyOff() {
        for (int tier = 1; tier <= ShedBlock.LAST_TIER; tier++) {
            if (street.unserved(tier) > 0) {
                return isNeeded();
            }
        }
        return false;
    }

    /** Lets any part of any block be off. */
    void open() {
        if (state != null) {
            open(state, first, until);
            rest(state);
        }
    }

    private void open(BreakerState breakers, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            trial.set(breakers, slot, BreakerState.OPEN);
        }
    }

    /** Switches off what stores cannot supply: the first answer to a loss of the grid. */
    void balance() {
        if (state != null && isNeeded() && street.excessSum() > 0) {
            repair(state);
        }
    }

    /** Chooses whole blocks for all slots. */
    void roundAll() {
        if (state != null) {
            round(state, first, until);
            repair(state);
        }
    }

    /** Tries to serve more or the same for less; whether the trial is better now. */
    boolean improve() {
        if (state == null) {
            return false;
        }
        int mark = trial.mark();
        Standing before = Standing.of(trial);
        if (random.nextInt(4) == 0) {
            reopen(state);
        } else {
            toggle(state);
        }
        if (absorb(before)) {
            return true;
        }
        trial.rollback(mark);
        return false;
    }

    private boolean isBetter(Standing before) {
        return Standing.of(trial).compareTo(before) < 0;
    }

    /** Lets stores follow until it is better; false if they cannot. */
    private boolean absorb(Standing before) {
        if (isBetter(before)) {
            return true;
        }
        int tries = Math.min(stores.length, SAMPLE);
        int start = stores.length == 0 ? 0 : random.nextInt(stores.length);
        for (int i = 0; i < tries; i++) {
            StoreState store = stores[(start + i) % stores.length];
            if (transfers.descend(store, 6) && isBetter(before)) {
                return true;
            }
        }
        return false;
    }

    private void reopen(BreakerState breakers) {
        int cells = Math.max(1, (until - first) / cell);
        int from = first + cell * random.nextInt(cells);
        int to = Math.min(until, from + cell * (1 + random.nextInt(6)));
        to = until - to < cell ? until : to;
        open(breakers, from, to);
        settle(2, SAMPLE);
        round(breakers, from, to);
        repair(breakers);
    }

    /** A block more or less for some time, and perhaps the other way at another. */
    private void toggle(BreakerState breakers) {
        int[] wished = counts();
        boolean less = random.nextInt(4) > 0;
        change(breakers, wished, less ? -1 : 1);
        if (random.nextBoolean()) {
            change(breakers, wished, less ? 1 : -1);
        }
        apply(breakers, breakers.breakers.settle(wished), 0, street.slots);
    }

    private void change(BreakerState breakers, int[] wished, int by) {
        int from = first + random.nextInt(until - first);
        int to = Math.min(until, from + cell + random.nextInt(3 * cell));
        for (int slot = from; slot < to; slot++) {
            wished[slot] = Math.clamp(wished[slot] + by, 0, breakers.breakers.count());
        }
    }

    private int[] counts() {
        int[] counts = new int[street.slots];
        IslandSlots island = street.island;
        for (int slot = 0; slot < counts.length && island != null; slot++) {
            counts[slot] = island.count(slot);
        }
        return counts;
    }

    private void apply(BreakerState breakers, int[] off, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            trial.set(breakers, slot, off[slot]);
        }
    }

    /** Slots after the outage, and all if there is none. */
    private void rest(BreakerState breakers) {
        int[] off = breakers.breakers.settle(counts());
        for (int slot = 0; slot < off.length; slot++) {
            if (!street.isOpen(slot)) {
                trial.set(breakers, slot, off[slot]);
            }
        }
    }

    private void round(BreakerState breakers, int from, int to) {
        int start = from;
        while (start < to) {
            int end = to - start < 2 * cell ? to : start + cell;
            int level = level(breakers, start, end, end == to);
            int[] wished = counts();
            for (int slot = start; slot < wished.length; slot++) {
                boolean open = street.isOpen(slot) && breakers.watts[slot] == BreakerState.OPEN;
                wished[slot] = open ? level : wished[slot];
            }
            apply(breakers, breakers.breakers.settle(wished), start, end);
            settle(2, SAMPLE);
            start = end;
        }
        rest(breakers);
    }

    /** How many blocks come nearest to what is missing; at least that if {@code enough}. */
    private int level(BreakerState breakers, int from, int to, boolean enough) {
        long missing = 0;
        for (int slot = from; slot < to; slot++) {
            missing += Math.max(0, street.total[slot]);
        }
        long before = 0;
        for (int level = 0; level <= breakers.breakers.count(); level++) {
            long off = 0;
            for (int slot = from; slot < to; slot++) {
                off += breakers.breakers.watts(slot, level);
            }
            if (off >= missing) {
                boolean nearer = off - missing <= missing - before;
                return level == 0 || enough || nearer ? level : level - 1;
            }
            before = off;
        }
        return breakers.breakers.count();
    }

    /** Lets stores follow, and where they cannot, other blocks. */
    private void repair(BreakerState breakers) {
        apply(breakers, breakers.breakers.settle(counts()), 0, street.slots);
        for (int i = 0; i < REPAIRS && street.excessSum() > 0; i++) {
            settle(1, stores.length);
            if (street.excessSum() > 0) {
                int[] wished = counts();
                for (int slot = first; slot < until; slot++) {
                    wished[slot] = needed(breakers, slot);
                }
                apply(breakers, breakers.breakers.settle(wished), 0, street.slots);
            }
        }
        settle(1, stores.length);
    }

    /** As many blocks more as power is missing, one less where there is too much. */
    private int needed(BreakerState breakers, int slot) {
        int now = breakers.watts[slot];
        int missing = street.total[slot];
        if (street.excess[slot] == 0 || missing == 0) {
            return now;
        }
        if (missing < 0) {
            return Math.max(0, now - random.nextInt(2));
        }
        int served = breakers.breakers.watts(slot, now);
        int needed = now;
        while (needed < breakers.breakers.count()
                && breakers.breakers.watts(slot, needed) - served < missing) {
            needed++;
        }
        return needed;
    }

    private void settle(int rounds, int sample) {
        if (stores.length == 0) {
            return;
        }
        StoreState[] some = new StoreState[Math.min(sample, stores.length)];
        for (int round = 0; round < rounds; round++) {
            int start = random.nextInt(stores.length);
            for (int i = 0; i < some.length; i++) {
                some[i] = stores[(start + i) % stores.length];
                transfers.descend(some[i], 6);
            }
            if (some.length > 1) {
                exchanges.improve(some, some.length);
            }
        }
    }
}
