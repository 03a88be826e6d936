package energy.peerwatt.balancer.solver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Lets every device answer the others' plans in turn while the rounding of costs fades, as prices
 * that settle: plans nobody would change alone, and near what is best together. Chargers answer as
 * if any power were possible; {@link Rounding} brings them to powers they have.
 */
final class Annealing {

    /**
     * How long and from how smooth.
     *
     * @param sweeps times each device answers
     * @param width half-width of the rounding at first, W; of the size of some devices
     */
    record Schedule(int sweeps, double width) {

        static final Schedule COLD = new Schedule(40, 9_000);
        static final Schedule WARM = new Schedule(8, 1_500);
    }

    private static final double FADING = 6;
    private static final double PEAK_WIDTH = 20_000;
    private static final double LAST_PEAK_WIDTH = 350;

    private final Trial trial;
    private final SmoothCosts costs;
    private final StoreResponse stores;
    private final ChargerResponse chargers;
    private final Random random;

    Annealing(Trial trial, Random random) {
        this.trial = trial;
        this.random = random;
        costs = new SmoothCosts(trial.street);
        stores = new StoreResponse(costs);
        chargers = new ChargerResponse(costs);
    }

    /** Changes all devices; ends early, between two devices, when {@code stop} says so. */
    void run(Schedule schedule, BooleanSupplier stop) {
        List<DeviceState> order = new ArrayList<>(List.of(trial.devices));
        for (int sweep = 0; sweep < schedule.sweeps(); sweep++) {
            double part = (double) sweep / Math.max(1, schedule.sweeps() - 1);
            boolean last = sweep == schedule.sweeps() - 1;
            double peakFading = Math.log(PEAK_WIDTH / LAST_PEAK_WIDTH);
            costs.smooth(
                    last ? 0 : schedule.width() * Math.exp(-FADING * part),
                    PEAK_WIDTH * Math.exp(-peakFading * part));
            Collections.shuffle(order, random);
            for (DeviceState device : order) {
                if (stop.getAsBoolean()) {
                    return;
                }
                costs.levelPeak();
                answer(device);
            }
        }
    }

    private void answer(DeviceState device) {
        costs.answerFor(device.site);
        switch (device) {
            case StoreState store -> {
                int[] watts = stores.respond(store);
                if (watts != null && store.keeps(watts)) {
                    trial.load(store, watts);
                }
            }
            case ChargerState charger -> {
                if (charger.isFlexible()) {
                    trial.load(charger, chargers.respond(charger));
                }
            }
            case ApplianceState appliance ->
                    trial.load(appliance, appliance.profileFrom(bestStart(appliance)).toArray());
            case BreakerState breakers -> {
                // Any part of any block is off meanwhile.
            }
        }
    }

    private int bestStart(ApplianceState appliance) {
        int best = appliance.start();
        boolean strict = appliance.worth == 0;
        double lowest = strict ? Double.POSITIVE_INFINITY : appliance.worth * appliance.need();
        best = strict ? best : ApplianceState.NEVER;
        for (int start = appliance.earliest; start <= appliance.latest; start++) {
            double cost = 0;
            for (int i = 0; i < appliance.cycle.length; i++) {
                int slot = start + i;
                int change = appliance.cycle[i] - appliance.watts[slot];
                int old = -appliance.watts[slot];
                cost +=
                        costs.at(slot, appliance.site, change)
                                - costs.at(slot, appliance.site, old);
            }
            if (cost < lowest) {
                lowest = cost;
                best = start;
            }
        }
        return best;
    }
}
