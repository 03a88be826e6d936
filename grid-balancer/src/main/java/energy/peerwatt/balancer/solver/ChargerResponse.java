package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The plan of one charger that is best against smoothed costs if any power were possible. */
final class ChargerResponse {

    /** Parts of an on-off charger's power that are given one by one. */
    private static final int PARTS = 16;

    private final SmoothCosts costs;

    ChargerResponse(SmoothCosts costs) {
        this.costs = costs;
    }

    /** W for each slot, in all what the charger is to give; the least power is not kept. */
    int[] respond(ChargerState charger) {
        if (charger.firstChoices.length == 0) {
            return fill(charger, charger.watts.clone(), charger.freeUnits());
        }
        int[] best = charger.watts;
        double lowest = Double.POSITIVE_INFINITY;
        for (int first : tries(charger)) {
            int[] watts = charger.watts.clone();
            watts[0] = first * charger.unit;
            fill(charger, watts, charger.freeUnits(first));
            double cost = 0;
            for (int slot = 0; slot < charger.until; slot++) {
                cost += costs.at(slot, charger.site, watts[slot] - charger.watts[slot]);
            }
            best = cost < lowest ? watts : best;
            lowest = Math.min(cost, lowest);
        }
        return best;
    }

    /**
     * Of the choices for what is left of slot 0 the ends, the one after the first, and that of now.
     */
    private static int[] tries(ChargerState charger) {
        int[] all = charger.firstChoices;
        int last = all.length - 1;
        return IntStream.of(all[0], all[Math.min(1, last)], all[last], charger.units(0))
                .filter(units -> Arrays.binarySearch(all, units) >= 0)
                .distinct()
                .toArray();
    }

    private int[] fill(ChargerState charger, int[] watts, int units) {
        boolean divide = charger.maxUnits == 1 && charger.unit % PARTS == 0;
        int parts = divide ? PARTS : 1;
        int unit = charger.unit / parts;
        int most = charger.maxUnits * charger.unit;
        double[] marginal = new double[watts.length];
        for (int slot = charger.from; slot < charger.until; slot++) {
            watts[slot] = 0;
            marginal[slot] = marginal(charger, slot, 0, unit);
        }
        for (int left = units * parts; left > 0; left--) {
            int cheapest = -1;
            for (int slot = charger.from; slot < charger.until; slot++) {
                boolean open = watts[slot] < most;
                if (open && (cheapest < 0 || marginal[slot] < marginal[cheapest])) {
                    cheapest = slot;
                }
            }
            if (charger.worth > 0 && marginal[cheapest] >= (double) charger.worth * unit) {
                return watts;
            }
            watts[cheapest] += unit;
            marginal[cheapest] = marginal(charger, cheapest, watts[cheapest], unit);
        }
        return watts;
    }

    private double marginal(ChargerState charger, int slot, int watts, int unit) {
        int change = watts - charger.watts[slot];
        return costs.at(slot, charger.site, change + unit) - costs.at(slot, charger.site, change);
    }
}
