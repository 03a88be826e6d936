package energy.peerwatt.balancer.solver;

/**
 * What voltages and cables add to {@link SmoothCosts}. Of all checkpoints only the nearest to each
 * limit counts, for each phase and kind.
 */
final class FeederCosts {

    /** Three phases of voltages and of cables, at either limit. */
    private static final int GROUPS = 12;

    /** Farther from a limit than this is not looked at, W. */
    private static final double FAR = 25_000;

    private final Street street;
    private final FeederLevels levels;
    private final double overPrice;

    /** By slot and place: W over the limit now, negative within; what a W adds; panels' W. */
    private final double[][] over;

    private final double[][] perWatt;
    private final double[][] panels;
    private final int[] count;
    private final double[][] panelWatts;

    private final double[] nearest = new double[GROUPS];
    private final int[] nearestCheck = new int[GROUPS];

    FeederCosts(Street street, FeederLevels levels, double overPrice) {
        this.street = street;
        this.levels = levels;
        this.overPrice = overPrice;
        over = new double[street.slots][GROUPS];
        perWatt = new double[street.slots][GROUPS];
        panels = new double[street.slots][GROUPS];
        count = new int[street.slots];
        panelWatts = new double[street.slots][levels.checks];
        for (int slot = 0; slot < street.slots; slot++) {
            for (int check = 0; check < levels.checks; check++) {
                panelWatts[slot][check] = levels.panelWatts(slot, check);
            }
        }
    }

    /** Looks for the checkpoints that matter to a device at {@code site}. */
    void answerFor(Site site, double width) {
        for (int slot = 0; slot < street.slots; slot++) {
            findNearest(slot);
            count[slot] = 0;
            for (int group = 0; group < GROUPS; group++) {
                int check = nearestCheck[group];
                if (check >= 0 && nearest[group] > -width - FAR) {
                    int at = count[slot]++;
                    boolean low = group >= GROUPS / 2;
                    double effect = levels.perWatt(site, check);
                    over[slot][at] = nearest[group];
                    perWatt[slot][at] = low ? -effect : effect;
                    panels[slot][at] = low ? panelWatts[slot][check] : -1;
                }
            }
        }
    }

    private void findNearest(int slot) {
        for (int group = 0; group < GROUPS; group++) {
            nearest[group] = Double.NEGATIVE_INFINITY;
            nearestCheck[group] = -1;
        }
        for (int check = 0; check < levels.checks; check++) {
            int group = levels.groupOf(check);
            double high = levels.overHigh(slot, check);
            double low = levels.overLow(slot, check);
            if (high > nearest[group]) {
                nearest[group] = high;
                nearestCheck[group] = check;
            }
            if (low > nearest[group + GROUPS / 2]) {
                nearest[group + GROUPS / 2] = low;
                nearestCheck[group + GROUPS / 2] = check;
            }
        }
    }

    /** The rounded cost if the device at hand took {@code change} W more. */
    double at(int slot, int change, double width) {
        double cost = 0;
        for (int i = 0; i < count[slot]; i++) {
            double now = over[slot][i] + perWatt[slot][i] * change;
            double power = panels[slot][i];
            if (power < 0) {
                cost += overPrice * SmoothCosts.hinge(width, now);
            } else {
                cost += Math.max(0, street.exportPrice[slot]) * SmoothCosts.hinge(width, now);
                cost += overPrice * SmoothCosts.hinge(width, now - power);
            }
        }
        return cost;
    }
}
