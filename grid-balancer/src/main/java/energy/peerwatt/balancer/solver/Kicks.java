package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.Random;

/**
 * Changes that come in lumps, a charger's slot or an appliance's start, each followed by the stores
 * around it making room: kept if both together gain.
 */
final class Kicks {

    private final Trial trial;
    private final Street street;
    private final Transfers transfers;
    private final Random random;
    private final StoreState[] stores;
    private final ChargerState[] chargers;
    private final ApplianceState[] appliances;

    Kicks(Trial trial, Transfers transfers, Random random, StoreState[] stores) {
        this.trial = trial;
        this.street = trial.street;
        this.transfers = transfers;
        this.random = random;
        this.stores = stores;
        chargers =
                Arrays.stream(trial.devices)
                        .filter(d -> d instanceof ChargerState c && c.isFlexible())
                        .toArray(ChargerState[]::new);
        appliances =
                Arrays.stream(trial.devices)
                        .filter(d -> d instanceof ApplianceState a && a.starts() > 1)
                        .toArray(ApplianceState[]::new);
    }

    boolean hasChargers() {
        return chargers.length > 0;
    }

    boolean hasAppliances() {
        return appliances.length > 0;
    }

    /** Moves some of one charger's energy to another slot. */
    boolean shiftCharger() {
        return attempt(() -> shift(chargers[random.nextInt(chargers.length)]));
    }

    /** Two chargers trade slots. */
    boolean tradeSlots() {
        if (chargers.length < 2) {
            return false;
        }
        return attempt(this::trade);
    }

    /** Starts an appliance at another time. */
    boolean shiftAppliance() {
        return attempt(() -> shift(appliances[random.nextInt(appliances.length)]));
    }

    /** Moves some of this charger's energy to another slot. */
    boolean shiftOf(ChargerState charger) {
        return charger.isFlexible() && attempt(() -> shift(charger));
    }

    /** Starts this appliance at another time. */
    boolean shiftOf(ApplianceState appliance) {
        return appliance.starts() > 1 && attempt(() -> shift(appliance));
    }

    private interface Kick {
        /** Changes something; false, with nothing changed, if it cannot. */
        boolean apply();
    }

    private boolean attempt(Kick kick) {
        int mark = trial.mark();
        long cost = trial.cost();
        long excess = street.excessSum();
        if (!kick.apply()) {
            return false;
        }
        if (isBetter(cost, excess)) {
            return true;
        }
        int tries = Math.min(stores.length, 24);
        int start = stores.length == 0 ? 0 : random.nextInt(stores.length);
        int stride = tries == stores.length ? 1 : 1 + random.nextInt(stores.length - 1);
        for (int i = 0; i < tries; i++) {
            StoreState store = stores[(int) ((start + (long) i * stride) % stores.length)];
            if (transfers.descend(store, 4) && isBetter(cost, excess)) {
                return true;
            }
        }
        trial.rollback(mark);
        return false;
    }

    private boolean isBetter(long cost, long excess) {
        long now = street.excessSum();
        return now < excess || (now == excess && trial.cost() < cost);
    }

    private boolean shift(ChargerState charger) {
        if (charger.firstChoices.length > 1 && random.nextInt(4) == 0) {
            return changeFirst(charger);
        }
        int from = occupied(charger);
        if (charger.worth > 0 && random.nextInt(2) == 0) {
            return random.nextBoolean() ? give(charger) : from >= 0 && miss(charger, from);
        }
        if (from < 0) {
            return false;
        }
        int units = charger.units(from);
        int moved = movable(charger, units);
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        int way = random.nextInt(4);
        for (int slot = charger.from; slot < charger.until; slot++) {
            if (slot != from && charger.allows(charger.units(slot) + moved)) {
                double rate = rate(charger, slot, moved, way);
                if (rate < lowest) {
                    lowest = rate;
                    best = slot;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        move(charger, from, best, moved);
        return true;
    }

    /** Gives another power in what is left of slot 0; later slots follow. */
    private boolean changeFirst(ChargerState charger) {
        int[] wanted = charger.watts.clone();
        int pick = random.nextInt(charger.firstChoices.length);
        wanted[0] = charger.firstChoices[pick] * charger.unit;
        int[] near = charger.nearest(wanted);
        for (int slot = 0; slot < near.length; slot++) {
            trial.set(charger, slot, near[slot]);
        }
        return true;
    }

    /** A charger that may miss energy gets more of it. */
    private boolean give(ChargerState charger) {
        int missing = charger.freeUnits() - charger.givenUnits();
        int way = random.nextInt(4);
        int best = -1;
        int most = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int slot = charger.from; slot < charger.until && missing > 0; slot++) {
            int units = Math.min(missing, charger.maxUnits - charger.units(slot));
            if (units > 0 && charger.allows(charger.units(slot) + units)) {
                double rate = rate(charger, slot, units, way);
                if (rate < lowest) {
                    lowest = rate;
                    best = slot;
                    most = units;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        trial.set(charger, best, charger.watts[best] + most * charger.unit);
        return true;
    }

    /** Likewise less. */
    private boolean miss(ChargerState charger, int slot) {
        trial.set(
                charger,
                slot,
                charger.watts[slot] - movable(charger, charger.units(slot)) * charger.unit);
        return true;
    }

    /**
     * How dear a slot seems. Where a limit binds now, stores may still make room, so exact costs
     * are but one way to rank.
     */
    private double rate(ChargerState charger, int slot, int units, int way) {
        return switch (way) {
            case 0 -> marginal(charger, slot, units);
            case 1 -> street.importPrice[slot] * (0.8 + 0.4 * random.nextDouble());
            default -> random.nextDouble();
        };
    }

    private double marginal(ChargerState charger, int slot, int units) {
        return street.valueWith(slot, charger.site, units * charger.unit) - street.value[slot];
    }

    private void move(ChargerState charger, int from, int to, int units) {
        int power = units * charger.unit;
        trial.set(charger, from, charger.watts[from] - power);
        trial.set(charger, to, charger.watts[to] + power);
    }

    /** A slot of the stay that charges, evenly drawn; -1 if there is none. */
    private int occupied(ChargerState charger) {
        int found = -1;
        int seen = 0;
        for (int slot = charger.from; slot < charger.until; slot++) {
            if (charger.watts[slot] > 0 && random.nextInt(++seen) == 0) {
                found = slot;
            }
        }
        return found;
    }

    /** All units of a slot, or as many as leave it with an allowed power. */
    private int movable(ChargerState charger, int units) {
        int spare = units - charger.minUnits;
        return spare > 0 && random.nextBoolean() ? 1 + random.nextInt(spare) : units;
    }

    private boolean trade() {
        ChargerState one = chargers[random.nextInt(chargers.length)];
        ChargerState other = chargers[random.nextInt(chargers.length)];
        int from = occupied(one);
        if (one == other || from < 0 || from < other.from || from >= other.until) {
            return false;
        }
        int to = -1;
        int seen = 0;
        int units = one.units(from);
        for (int slot = other.from; slot < other.until; slot++) {
            int back = other.units(slot);
            boolean both = slot >= one.from && slot < one.until && back > 0;
            if (both
                    && one.allows(one.units(slot) + units)
                    && other.allows(other.units(from) + back)
                    && slot != from
                    && random.nextInt(++seen) == 0) {
                to = slot;
            }
        }
        if (to < 0) {
            return false;
        }
        move(other, to, from, other.units(to));
        move(one, from, to, units);
        return true;
    }

    private boolean shift(ApplianceState appliance) {
        int old = appliance.start();
        int start = appliance.start(random.nextInt(appliance.starts() - 1));
        if (start == old) {
            start = appliance.start(appliance.starts() - 1);
        }
        int[] profile = appliance.profileFrom(start).toArray();
        int first = appliance.earliest;
        int end = appliance.latest + appliance.cycle.length;
        for (int slot = first; slot < end; slot++) {
            trial.set(appliance, slot, profile[slot]);
        }
        return true;
    }
}
