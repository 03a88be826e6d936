package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.Random;

/**
 * Moves energy of two stores through one slot: one takes more there and less elsewhere, the other
 * less there and more elsewhere. So a slot whose net power sits at a bend of its cost does not stop
 * either.
 */
final class Exchanges {

    private static final int KINDS = 4;

    /** A rate that gains less than this, quarter-nano for each W, is not worth a try. */
    private static final double LEAST_RATE = -300;

    /** Tried before all else, W: rates hold for the first W only. */
    private static final int PROBE = 40;

    private final int[] amounts = new int[128];
    private long startExcess;
    private long lowest;
    private int best;

    private final Trial trial;
    private final Street street;
    private final Transfers transfers;
    private final Random random;
    private final double[] up;
    private final double[] down;

    /** Best partner rates of the store at hand, by slot, and the partners. */
    private final double[] partnerRate;

    private final int[] partner;
    private final double[][] bestIn;
    private final double[][] bestOut;
    private final StoreState[][] inStore;
    private final StoreState[][] outStore;
    private final int[][] inPartner;
    private final int[][] outPartner;

    Exchanges(Trial trial, Transfers transfers, Random random) {
        this.trial = trial;
        this.street = trial.street;
        this.transfers = transfers;
        this.random = random;
        int slots = street.slots;
        up = new double[slots + 1];
        down = new double[slots + 1];
        partnerRate = new double[slots];
        partner = new int[slots];
        bestIn = new double[KINDS][slots];
        bestOut = new double[KINDS][slots];
        inStore = new StoreState[KINDS][slots];
        outStore = new StoreState[KINDS][slots];
        inPartner = new int[KINDS][slots];
        outPartner = new int[KINDS][slots];
    }

    /** Exchanges between {@code sample} of the stores where that gains; whether any did. */
    boolean improve(StoreState[] stores, int sample) {
        for (int kind = 0; kind < KINDS; kind++) {
            Arrays.fill(bestIn[kind], Double.POSITIVE_INFINITY);
            Arrays.fill(bestOut[kind], Double.POSITIVE_INFINITY);
        }
        int count = Math.min(sample, stores.length);
        int start = random.nextInt(stores.length);
        int stride = count == stores.length ? 1 : 1 + random.nextInt(stores.length - 1);
        for (int i = 0; i < count; i++) {
            offer(stores[(int) ((start + (long) i * stride) % stores.length)]);
        }
        boolean changed = false;
        int first = random.nextInt(street.slots);
        for (int i = 0; i < street.slots; i++) {
            changed |= exchangeAt((first + i) % street.slots);
        }
        return changed;
    }

    private void offer(StoreState store) {
        transfers.rates(store, up, down);
        int kind = store.site.phases;
        findPartners(store, down, true);
        for (int slot = store.first; slot < street.slots; slot++) {
            if (partner[slot] >= 0 && store.watts[slot] < store.highest[slot]) {
                double rate = store.wearUp(slot) + store.storedPerWattUp(slot) * partnerRate[slot];
                if (rate < bestIn[kind][slot]) {
                    bestIn[kind][slot] = rate;
                    inStore[kind][slot] = store;
                    inPartner[kind][slot] = partner[slot];
                }
            }
        }
        findPartners(store, up, false);
        for (int slot = store.first; slot < street.slots; slot++) {
            if (partner[slot] >= 0 && store.watts[slot] > store.lowest[slot]) {
                double rate =
                        store.wearDown(slot) + store.storedPerWattDown(slot) * partnerRate[slot];
                if (rate < bestOut[kind][slot]) {
                    bestOut[kind][slot] = rate;
                    outStore[kind][slot] = store;
                    outPartner[kind][slot] = partner[slot];
                }
            }
        }
    }

    /**
     * The best other slot for each slot.
     *
     * @param raises whether the slot itself takes more, so that a later partner needs room and an
     *     earlier one needs energy in the store
     */
    private void findPartners(StoreState store, double[] rates, boolean raises) {
        long[] levels = store.levels();
        int slots = street.slots;
        int now = -1;
        for (int slot = slots - 1; slot >= 0; slot--) {
            int later = slot + 1;
            boolean open = raises ? hasRoom(store, levels, slot) : hasEnergy(store, levels, slot);
            now = !open ? -1 : now < 0 || rates[later] < rates[now] ? later : now;
            partner[slot] = now;
            partnerRate[slot] = now < 0 ? Double.POSITIVE_INFINITY : rates[now];
        }
        now = -1;
        for (int slot = 1; slot < slots; slot++) {
            int earlier = slot - 1;
            boolean open =
                    raises ? hasEnergy(store, levels, earlier) : hasRoom(store, levels, earlier);
            now = !open ? -1 : now < 0 || rates[earlier] < rates[now] ? earlier : now;
            if (now >= 0 && rates[now] < partnerRate[slot]) {
                partner[slot] = now;
                partnerRate[slot] = rates[now];
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            if (partnerRate[slot] == Double.POSITIVE_INFINITY) {
                partner[slot] = -1;
            }
        }
    }

    private static boolean hasRoom(StoreState store, long[] levels, int slot) {
        return store.high(slot) - levels[slot] >= Transfers.LEAST_ROOM;
    }

    private static boolean hasEnergy(StoreState store, long[] levels, int slot) {
        return levels[slot] - store.low(slot) >= Transfers.LEAST_ROOM;
    }

    private boolean exchangeAt(int slot) {
        boolean changed = false;
        for (int in = 0; in < KINDS; in++) {
            for (int out = 0; out < KINDS; out++) {
                double rate = bestIn[in][slot] + bestOut[out][slot];
                if (rate < Double.POSITIVE_INFINITY && inStore[in][slot] != outStore[out][slot]) {
                    rate += crossRate(slot, inStore[in][slot].site, outStore[out][slot].site);
                    if (rate < LEAST_RATE && exchange(slot, in, out)) {
                        changed = true;
                        bestIn[in][slot] = Double.POSITIVE_INFINITY;
                    }
                }
            }
        }
        return changed;
    }

    private long crossRate(int slot, Site in, Site out) {
        return in == out ? 0 : street.valueWith(slot, in, 1, out, -1) - street.value[slot];
    }

    private boolean exchange(int slot, int in, int out) {
        StoreState more = inStore[in][slot];
        StoreState less = outStore[out][slot];
        int downSlot = inPartner[in][slot];
        int upSlot = outPartner[out][slot];
        int most = Math.min(mostIn(more, slot, downSlot), mostOut(less, slot, upSlot));
        if (most <= 0) {
            return false;
        }
        startExcess = street.excessSum();
        lowest = trial.cost();
        best = 0;
        consider(more, less, slot, upSlot, downSlot, Math.min(most, PROBE));
        if (best == 0) {
            return false;
        }
        int count =
                transfers.amounts(
                        more, slot, downSlot, transfers.room(more, slot, downSlot), amounts, 0);
        count = transfers.amountsDown(less, upSlot, slot, most, amounts, count);
        amounts[count++] = most;
        for (int i = 0; i < count; i++) {
            if (amounts[i] > 0 && amounts[i] <= most) {
                consider(more, less, slot, upSlot, downSlot, amounts[i]);
            }
        }
        return apply(more, less, slot, upSlot, downSlot, best);
    }

    /** Tries an amount and takes it back. */
    private void consider(
            StoreState more, StoreState less, int slot, int upSlot, int downSlot, int amount) {
        int mark = trial.mark();
        if (apply(more, less, slot, upSlot, downSlot, amount)) {
            long excess = street.excessSum();
            long cost = trial.cost();
            if (excess < startExcess || (excess == startExcess && cost < lowest)) {
                startExcess = excess;
                lowest = cost;
                best = amount;
            }
        }
        trial.rollback(mark);
    }

    private boolean apply(
            StoreState more, StoreState less, int slot, int upSlot, int downSlot, int amount) {
        int mark = trial.mark();
        if (transfers.apply(more, slot, downSlot, amount)
                && transfers.applyDown(less, upSlot, slot, amount)) {
            return true;
        }
        trial.rollback(mark);
        return false;
    }

    private int mostIn(StoreState store, int slot, int downSlot) {
        long room = transfers.room(store, slot, downSlot);
        if (room < Transfers.LEAST_ROOM) {
            return 0;
        }
        int power = store.watts[slot];
        return store.wattsAtMost(slot, store.stored(slot, power) + room) - power;
    }

    private int mostOut(StoreState store, int slot, int upSlot) {
        long room = transfers.room(store, upSlot, slot);
        if (room < Transfers.LEAST_ROOM) {
            return 0;
        }
        int power = store.watts[slot];
        return power - store.wattsFor(slot, store.stored(slot, power) - room);
    }
}
