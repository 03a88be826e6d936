package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.Random;

/** Finds improvements of the devices' plans, one neighbourhood at a time. */
final class Search {

    private static final int SAMPLE = 40;

    /** Of a hundred steps, those that go to homes whose own limits are broken, if any are. */
    private static final int MENDING = 40;

    private static final int[] NO_HOMES = {};

    /** After so many steps in a row that improved nothing comes an excursion. */
    private static final int PATIENCE = 60;

    private static final int EXCURSION_STEPS = 30;

    private final Trial trial;
    private final Random random;
    private final StoreState[] stores;
    private final Transfers transfers;
    private final Exchanges exchanges;
    private final Kicks kicks;
    private final Rounding rounding;
    private final Shedding shedding;
    private int idle;

    Search(Trial trial, Random random) {
        this.trial = trial;
        this.random = random;
        stores =
                Arrays.stream(trial.devices)
                        .filter(StoreState.class::isInstance)
                        .toArray(StoreState[]::new);
        transfers = new Transfers(trial, new Marginals(trial.street));
        exchanges = new Exchanges(trial, transfers, random);
        kicks = new Kicks(trial, transfers, random, stores);
        rounding = new Rounding(trial, transfers, exchanges, random);
        shedding = new Shedding(trial, transfers, exchanges, random);
    }

    /** Tries one neighbourhood; whether the trial is better now. Otherwise it is unchanged. */
    boolean improve() {
        if (rounding.hasChargers() && idle >= PATIENCE) {
            idle = 0;
            return excursion();
        }
        boolean better = step();
        idle = better ? 0 : idle + 1;
        return better;
    }

    private boolean step() {
        if (random.nextInt(100) < MENDING && trial.street.excessSum() > 0) {
            int[] homes = exceeding();
            if (homes.length > 0) {
                return mend(homes[random.nextInt(homes.length)]);
            }
        }
        if (shedding.isAnyOff() && random.nextInt(100) < 20) {
            return shedding.improve();
        }
        int dice = random.nextInt(100);
        if (dice < 35) {
            return stores.length > 0 && transfers.descend(stores[random.nextInt(stores.length)], 8);
        }
        if (dice < 45) {
            return stores.length > 1 && exchanges.improve(stores, SAMPLE);
        }
        if (dice < 60) {
            return rounding.hasChargers() && rounding.replan(1 + random.nextInt(6));
        }
        if (dice < 75) {
            return kicks.hasChargers() && kicks.shiftCharger();
        }
        if (dice < 88) {
            return kicks.hasChargers() && kicks.tradeSlots();
        }
        return kicks.hasAppliances() && kicks.shiftAppliance();
    }

    private int[] exceeding() {
        HomeBounds homes = trial.street.homes;
        return homes == null ? NO_HOMES : homes.exceeding();
    }

    /** A home's own limit is met by its own devices alone. */
    private boolean mend(int home) {
        DeviceState[] own =
                Arrays.stream(trial.devices)
                        .filter(device -> device.site.home == home)
                        .toArray(DeviceState[]::new);
        if (own.length == 0) {
            return false;
        }
        return switch (own[random.nextInt(own.length)]) {
            case StoreState store -> transfers.descend(store, 8);
            case ChargerState charger -> rounding.replan(charger) || kicks.shiftOf(charger);
            case ApplianceState appliance -> kicks.shiftOf(appliance);
            case BreakerState _ -> false;
        };
    }

    /**
     * Plans some chargers anew even if that is worse, goes on from there for a while, and comes
     * back if that led nowhere: a way out of plans that no single step improves.
     */
    private boolean excursion() {
        int mark = trial.mark();
        Standing before = Standing.of(trial);
        rounding.scatter(2 + random.nextInt(4));
        for (int i = 0; i < EXCURSION_STEPS; i++) {
            step();
            if (Standing.of(trial).compareTo(before) < 0) {
                return true;
            }
        }
        trial.rollback(mark);
        return false;
    }
}
