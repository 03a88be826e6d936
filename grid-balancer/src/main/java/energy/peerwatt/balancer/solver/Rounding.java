package energy.peerwatt.balancer.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Plans chargers as if any power were possible, together with the stores, then brings them to
 * powers they have, one after another; those still to come and the stores take up what that shifts.
 */
final class Rounding {

    private final Trial trial;
    private final Random random;
    private final Transfers transfers;
    private final Exchanges exchanges;
    private final StoreState[] stores;
    private final StoreState[] relaxed;
    private final ChargerState[] chargers;

    Rounding(Trial trial, Transfers transfers, Exchanges exchanges, Random random) {
        this.trial = trial;
        this.random = random;
        this.transfers = transfers;
        this.exchanges = exchanges;
        stores =
                Arrays.stream(trial.devices)
                        .filter(StoreState.class::isInstance)
                        .toArray(StoreState[]::new);
        chargers =
                Arrays.stream(trial.devices)
                        .filter(d -> d instanceof ChargerState c && c.isFlexible())
                        .toArray(ChargerState[]::new);
        relaxed = Arrays.stream(chargers).map(StoreState::new).toArray(StoreState[]::new);
    }

    boolean hasChargers() {
        return chargers.length > 0;
    }

    /** Rounds all chargers, which may have any power now. */
    void roundAll(int rounds) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < chargers.length; i++) {
            open.add(i);
        }
        Collections.shuffle(open, random);
        settle(open, 4, stores.length);
        cap();
        round(open, rounds, 40);
        trial.street.uncap();
        settle(open, 2, stores.length);
    }

    /** Plans a few chargers anew; whether that is better. */
    boolean replan(int count) {
        return isBetterWith(some(count));
    }

    /** Plans one charger anew; whether that is better. */
    boolean replan(ChargerState charger) {
        int at = List.of(chargers).indexOf(charger);
        return at >= 0 && isBetterWith(new ArrayList<>(List.of(at)));
    }

    private boolean isBetterWith(List<Integer> open) {
        int mark = trial.mark();
        long cost = trial.cost();
        long excess = trial.street.excessSum();
        replan(open);
        long now = trial.street.excessSum();
        if (now < excess || (now == excess && trial.cost() < cost)) {
            return true;
        }
        trial.rollback(mark);
        return false;
    }

    /** Puts a few chargers, of one phase if that has so many, elsewhere, better or not. */
    void scatter(int count) {
        List<Integer> open = some(count);
        for (int i : open) {
            ChargerState charger = chargers[i];
            int from = charger.from;
            int length = charger.until - from;
            int turn = length < 2 ? 0 : 1 + random.nextInt(length - 1);
            int[] old = charger.watts.clone();
            for (int slot = 0; slot < length; slot++) {
                trial.set(charger, from + slot, old[from + (slot + turn) % length]);
            }
        }
        replan(open);
    }

    private List<Integer> some(int count) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < Math.min(count, chargers.length); i++) {
            int pick = random.nextInt(chargers.length);
            if (!open.contains(pick)) {
                open.add(pick);
            }
        }
        return open;
    }

    private void replan(List<Integer> open) {
        cap();
        settle(open, 3, 40);
        round(open, 2, 24);
        trial.street.uncap();
    }

    private void cap() {
        if (trial.street.peakPrice > 0) {
            trial.street.cap(trial.street.peak());
        }
    }

    private void round(List<Integer> open, int rounds, int sample) {
        while (!open.isEmpty()) {
            ChargerState charger = chargers[open.removeLast()];
            int units = wanted(charger);
            int[] watts = charger.maxUnits == 1 ? largest(charger, units) : stepped(charger, units);
            for (int slot = charger.from; slot < charger.until; slot++) {
                trial.set(charger, slot, watts[slot]);
            }
            settle(open, rounds, sample);
        }
    }

    /** Lets stores and open chargers follow. */
    private void settle(List<Integer> open, int rounds, int sample) {
        StoreState[] all = new StoreState[Math.min(sample, stores.length) + open.size()];
        for (int round = 0; round < rounds; round++) {
            int count = 0;
            for (int i : open) {
                all[count++] = relaxed[i];
            }
            int start = stores.length == 0 ? 0 : random.nextInt(stores.length);
            for (int i = 0; count < all.length; i++) {
                all[count++] = stores[(start + i) % stores.length];
            }
            for (StoreState each : all) {
                transfers.descend(each, 6);
            }
            if (all.length > 1) {
                exchanges.improve(all, all.length);
            }
        }
    }

    /** Units to give: all, or as many as are planned now if it may miss some. */
    private static int wanted(ChargerState charger) {
        if (charger.worth == 0) {
            return charger.freeUnits();
        }
        long sum = 0;
        for (int slot = charger.from; slot < charger.until; slot++) {
            sum += charger.watts[slot];
        }
        int units = Math.toIntExact((sum + charger.unit / 2) / charger.unit);
        return units < charger.minUnits ? 0 : Math.min(units, charger.freeUnits());
    }

    /** An on-off charger is on where it was planned to take most. */
    private int[] largest(ChargerState charger, int wanted) {
        int[] watts = new int[charger.watts.length];
        for (int i = 0; i < wanted; i++) {
            int best = -1;
            int ties = 1;
            for (int slot = charger.from; slot < charger.until; slot++) {
                boolean more = best < 0 || charger.watts[slot] > charger.watts[best];
                boolean same = best >= 0 && charger.watts[slot] == charger.watts[best];
                if (watts[slot] == 0 && (more || (same && random.nextInt(++ties) == 0))) {
                    best = slot;
                }
            }
            watts[best] = charger.unit;
        }
        return watts;
    }

    /** A stepped charger opens as few slots as it needs, those with most, and fills them evenly. */
    private int[] stepped(ChargerState charger, int wantedUnits) {
        int[] units = new int[charger.watts.length];
        if (wantedUnits == 0) {
            return units;
        }
        List<Integer> order = new ArrayList<>();
        for (int slot = charger.from; slot < charger.until; slot++) {
            order.add(slot);
        }
        order.sort((a, b) -> Integer.compare(charger.watts[b], charger.watts[a]));
        int slots = Math.max(1, Math.ceilDiv(wantedUnits, charger.maxUnits));
        while (slots < order.size()
                && (slots + 1) * charger.minUnits <= wantedUnits
                && charger.watts[order.get(slots)] * 2 >= charger.minUnits * charger.unit) {
            slots++;
        }
        int left = wantedUnits;
        for (int i = 0; i < slots; i++) {
            int rest = slots - i - 1;
            int wanted = charger.watts[order.get(i)] / charger.unit;
            int most = Math.min(charger.maxUnits, left - rest * charger.minUnits);
            int least = Math.max(charger.minUnits, left - rest * charger.maxUnits);
            units[order.get(i)] = Math.clamp(wanted, least, Math.max(least, most));
            left -= units[order.get(i)];
        }
        for (int slot = 0; slot < units.length; slot++) {
            units[slot] *= charger.unit;
        }
        return units;
    }
}
