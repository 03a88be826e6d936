package energy.peerwatt.balancer.solver;

/**
 * Moves energy of one store from one slot to another: it takes more in one and less in the other,
 * whichever comes first. The pair with the best marginal gain is found in one pass in each
 * direction, the amount among the points where the cost of either slot bends.
 */
final class Transfers {

    /** Room in a store below this is none, mWq. */
    static final long LEAST_ROOM = 2_000;

    private static final double LEAST_GAIN = 1e-6;

    private final Trial trial;
    private final Street street;
    private final Marginals marginals;
    private final double[] up;
    private final double[] down;
    private final int[] amounts = new int[96];

    private double bestRate;
    private int bestUp;
    private int bestDown;

    Transfers(Trial trial, Marginals marginals) {
        this.trial = trial;
        this.street = trial.street;
        this.marginals = marginals;
        up = new double[street.slots + 1];
        down = new double[street.slots + 1];
    }

    /** Moves energy while that gains, at most {@code times}; returns whether anything changed. */
    boolean descend(StoreState store, int times) {
        boolean changed = false;
        for (int i = 0; i < times; i++) {
            findBest(store);
            if (bestRate >= -LEAST_GAIN || !move(store, bestUp, bestDown)) {
                return changed;
            }
            changed = true;
        }
        return changed;
    }

    /** Quarter-nano for each mWq stored by more, and for each released by less, power. */
    void rates(StoreState store, double[] upRates, double[] downRates) {
        int peak = street.peak();
        int atPeak = 0;
        for (int slot = 0; slot < street.slots; slot++) {
            atPeak += street.mean[slot] == peak ? 1 : 0;
        }
        boolean single = atPeak == 1 && peak > street.reached;
        for (int slot = 0; slot < street.slots; slot++) {
            boolean planned = slot >= store.first;
            double peakPart = street.mean[slot] == peak ? street.peakPrice * street.part(slot) : 0;
            upRates[slot] = Double.POSITIVE_INFINITY;
            downRates[slot] = Double.POSITIVE_INFINITY;
            if (planned && store.watts[slot] < store.highest[slot]) {
                double cost = marginals.more(store.site, slot) + store.wearUp(slot) + peakPart;
                cost -= store.worth;
                upRates[slot] = cost / store.storedPerWattUp(slot);
            }
            if (planned && store.watts[slot] > store.lowest[slot]) {
                double gain = single ? peakPart : 0;
                double cost = marginals.less(store.site, slot) + store.wearDown(slot) - gain;
                cost += store.worth;
                downRates[slot] = cost / store.storedPerWattDown(slot);
            }
        }
        // Leaving more or less in the store at the end costs nothing.
        upRates[street.slots] = store.unbounded ? Double.POSITIVE_INFINITY : 0;
        downRates[street.slots] = upRates[street.slots];
    }

    private void findBest(StoreState store) {
        rates(store, up, down);
        bestRate = 0;
        long[] levels = store.levels();
        int last = street.slots;
        int cheapUp = -1;
        int cheapDown = -1;
        for (int slot = 0; slot <= last; slot++) {
            if (cheapUp >= 0 && up[cheapUp] + down[slot] < bestRate) {
                bestRate = up[cheapUp] + down[slot];
                bestUp = cheapUp;
                bestDown = slot;
            }
            if (cheapDown >= 0 && down[cheapDown] + up[slot] < bestRate) {
                bestRate = down[cheapDown] + up[slot];
                bestUp = slot;
                bestDown = cheapDown;
            }
            if (slot == last) {
                return;
            }
            cheapUp = cheapUp < 0 || up[slot] < up[cheapUp] ? slot : cheapUp;
            cheapDown = cheapDown < 0 || down[slot] < down[cheapDown] ? slot : cheapDown;
            if (store.high(slot) - levels[slot] < LEAST_ROOM) {
                cheapUp = -1;
            }
            if (levels[slot] - store.low(slot) < LEAST_ROOM) {
                cheapDown = -1;
            }
        }
    }

    /** The most that more power in {@code upSlot} and less in {@code downSlot} can move, mWq. */
    long room(StoreState store, int upSlot, int downSlot) {
        int slots = street.slots;
        long room =
                upSlot < downSlot
                        ? store.roomAbove(upSlot, downSlot)
                        : store.slackBelow(downSlot, upSlot);
        if (upSlot < slots) {
            int power = store.watts[upSlot];
            long most = store.stored(upSlot, store.highest[upSlot]) - store.stored(upSlot, power);
            room = Math.min(room, most);
        }
        if (downSlot < slots) {
            int power = store.watts[downSlot];
            long most =
                    store.stored(downSlot, power) - store.stored(downSlot, store.lowest[downSlot]);
            room = Math.min(room, most);
        }
        return room;
    }

    private boolean move(StoreState store, int upSlot, int downSlot) {
        long room = room(store, upSlot, downSlot);
        if (room < LEAST_ROOM) {
            return false;
        }
        int count = amounts(store, upSlot, downSlot, room, amounts, 0);
        long cost = trial.cost();
        long excess = street.excessSum();
        long penalised = trial.penalised();
        long best = penalised;
        int bestAmount = 0;
        int mark = trial.mark();
        for (int i = 0; i < count; i++) {
            if (apply(store, upSlot, downSlot, amounts[i])) {
                long now = trial.penalised();
                boolean better =
                        street.excessSum() < excess
                                || (street.excessSum() == excess && trial.cost() < cost);
                if (better && now < best) {
                    best = now;
                    bestAmount = amounts[i];
                }
            }
            trial.rollback(mark);
        }
        return bestAmount != 0 && apply(store, upSlot, downSlot, bestAmount);
    }

    /**
     * Writes amounts to try, W in the up slot, or in the down slot if there is no up slot, to
     * {@code into} from {@code count} on; returns the new count.
     */
    int amounts(StoreState store, int upSlot, int downSlot, long room, int[] into, int count) {
        int slots = street.slots;
        int end = count;
        if (upSlot == slots) {
            int power = store.watts[downSlot];
            int most = power - store.wattsFor(downSlot, store.stored(downSlot, power) - room);
            end = Bends.find(street, store, downSlot, -1, most, into, end);
            into[end++] = most;
            return end;
        }
        int power = store.watts[upSlot];
        long stored = store.stored(upSlot, power);
        int most = store.wattsAtMost(upSlot, stored + room) - power;
        end = Bends.find(street, store, upSlot, 1, most, into, end);
        if (downSlot < slots) {
            int own = end;
            int from = store.watts[downSlot];
            long full = store.stored(downSlot, from);
            int mostDown = from - store.wattsFor(downSlot, full - room);
            end = Bends.find(street, store, downSlot, -1, mostDown, into, own);
            for (int i = own; i < end; i++) {
                long moved = full - store.stored(downSlot, from - into[i]);
                into[i] = store.wattsAtMost(upSlot, stored + moved) - power;
            }
        }
        into[end++] = most;
        return end;
    }

    /**
     * Likewise, W less in {@code downSlot}, of which there can be {@code most}, that the cost of
     * taking more in {@code upSlot} bends at.
     */
    int amountsDown(StoreState store, int upSlot, int downSlot, int most, int[] into, int count) {
        if (upSlot == street.slots) {
            return count;
        }
        int power = store.watts[downSlot];
        long full = store.stored(downSlot, power);
        int from = store.watts[upSlot];
        long stored = store.stored(upSlot, from);
        int mostUp = store.wattsFor(upSlot, stored + full - store.stored(downSlot, power - most));
        int end = Bends.find(street, store, upSlot, 1, mostUp - from, into, count);
        for (int i = count; i < end; i++) {
            long moved = store.stored(upSlot, from + into[i]) - stored;
            into[i] = power - store.wattsFor(downSlot, full - moved);
        }
        return end;
    }

    /**
     * Takes {@code amount} W more in the up slot and what that allows less in the down slot; false
     * if that breaks a rule by rounding, with nothing changed.
     */
    boolean apply(StoreState store, int upSlot, int downSlot, int amount) {
        int slots = street.slots;
        if (amount <= 0) {
            return false;
        }
        if (upSlot == slots) {
            return set(store, downSlot, store.atLeast(store.watts[downSlot] - amount));
        }
        int power = store.watts[upSlot];
        int raised = store.atMost(power + amount);
        long more = store.stored(upSlot, raised) - store.stored(upSlot, power);
        if (downSlot == slots || raised == power) {
            return set(store, upSlot, raised);
        }
        long old = store.stored(downSlot, store.watts[downSlot]);
        int lower = store.atLeast(store.wattsFor(downSlot, old - more));
        long rest = more + store.stored(downSlot, lower) - old;
        if (lower < store.lowest[downSlot]
                || lower > store.highest[downSlot]
                || rest > store.roomAbove(Math.max(upSlot, downSlot), slots)) {
            return false;
        }
        trial.set(store, upSlot, raised);
        trial.set(store, downSlot, lower);
        return true;
    }

    /**
     * Takes {@code amount} W less in the down slot and what that needs more in the up slot; false
     * if that breaks a rule, with nothing changed.
     */
    boolean applyDown(StoreState store, int upSlot, int downSlot, int amount) {
        int slots = street.slots;
        int power = store.watts[downSlot];
        int lowered = store.atLeast(power - amount);
        long released = store.stored(downSlot, power) - store.stored(downSlot, lowered);
        if (upSlot == slots || lowered == power) {
            return set(store, downSlot, lowered);
        }
        long old = store.stored(upSlot, store.watts[upSlot]);
        int higher = store.atLeast(store.wattsFor(upSlot, old + released));
        long more = store.stored(upSlot, higher) - old;
        boolean fits =
                more - released <= store.roomAbove(Math.max(upSlot, downSlot), slots)
                        && (upSlot > downSlot || more <= store.roomAbove(upSlot, downSlot));
        if (higher > store.highest[upSlot] || !fits) {
            return false;
        }
        trial.set(store, downSlot, lowered);
        trial.set(store, upSlot, higher);
        return true;
    }

    /** Sets a power that the store's level allows; false if it has that already. */
    private boolean set(StoreState store, int slot, int watts) {
        boolean changes = watts != store.watts[slot];
        trial.set(store, slot, watts);
        return changes;
    }
}
