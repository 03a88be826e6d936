package energy.peerwatt.balancer.solver;

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
        boolean divide = charger.maxUnits == 1 && charger.unit % PARTS == 0;
        int parts = divide ? PARTS : 1;
        int unit = charger.unit / parts;
        int most = charger.maxUnits * charger.unit;
        int[] watts = charger.watts.clone();
        double[] marginal = new double[watts.length];
        for (int slot = charger.from; slot < charger.until; slot++) {
            watts[slot] = 0;
            marginal[slot] = marginal(charger, slot, 0, unit);
        }
        for (int left = charger.freeUnits * parts; left > 0; left--) {
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
