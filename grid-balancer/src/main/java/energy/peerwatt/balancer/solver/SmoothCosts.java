package energy.peerwatt.balancer.solver;

import org.jspecify.annotations.Nullable;

/**
 * The cost of a slot with its bends rounded off over a width of some kW, so that devices answering
 * one after another come to an agreement instead of stopping at the first bend. Approximate: phases
 * and total are charged separately for what panels give less.
 */
final class SmoothCosts {

    /** What a kWh over a limit costs here, in highest import prices. */
    private static final double OVER_FACTOR = 1.5;

    /** The width of a phase's bends, in that of the total's. */
    private static final double PHASE_PART = 0.33;

    private final Street street;
    private final double overPrice;
    private final @Nullable FeederCosts feeder;
    private double width;
    private double peakWidth;
    private double peakLevel;

    SmoothCosts(Street street) {
        this.street = street;
        long highest = 0;
        for (int slot = 0; slot < street.slots; slot++) {
            highest = Math.max(highest, Math.abs((long) street.importPrice[slot]));
        }
        overPrice = OVER_FACTOR * highest;
        feeder = street.feeder == null ? null : new FeederCosts(street, street.feeder, overPrice);
    }

    /**
     * Sets how far bends are rounded off.
     *
     * @param width half-width in W, 0 for not at all
     * @param peakWidth W over which the peak charge is spread over the highest slots
     */
    void smooth(double width, double peakWidth) {
        this.width = width;
        this.peakWidth = peakWidth;
    }

    /** Finds the level above which slots share the peak charge, from all devices as they are. */
    void levelPeak() {
        if (street.peakPrice == 0) {
            return;
        }
        double low = street.reached;
        double high = street.peak();
        if (above(low) <= peakWidth) {
            peakLevel = low;
            return;
        }
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (above(middle) > peakWidth) {
                low = middle;
            } else {
                high = middle;
            }
        }
        peakLevel = high;
    }

    private double above(double level) {
        double sum = 0;
        for (int slot = 0; slot < street.slots; slot++) {
            sum += street.isOpen(slot) ? 0 : Math.max(0, mean(slot, street.total[slot]) - level);
        }
        return sum;
    }

    private double mean(int slot, double watts) {
        return (watts + street.metered(slot)) * street.part(slot);
    }

    /** From now on costs are asked for a device at {@code site}. */
    void answerFor(Site site) {
        if (feeder != null) {
            feeder.answerFor(site, PHASE_PART * width);
        }
    }

    /** The rounded cost of a slot with {@code change} W more of a device at {@code site}. */
    double at(int slot, Site site, int change) {
        double watts = street.total[slot] + (double) change;
        double exports = street.exportPrice[slot];
        double imports = street.importPrice[slot];
        double pool =
                (double) street.pool[0][slot]
                        + street.pool[1][slot]
                        + street.pool[2][slot]
                        + street.pool[3][slot];
        IslandSlots island = street.island;
        if (island != null && island.open[slot]) {
            double forming = island.forming[slot] + (site.forming ? change : 0.0);
            return openAt(island, slot, watts, pool, forming) + phasesAt(slot, site, change);
        }
        double billed = watts + street.metered(slot);
        double cost = exports * billed;
        if (exports >= 0) {
            cost += (imports - exports) * hinge(width, billed);
        } else {
            cost +=
                    -exports * hinge(width, billed + pool)
                            + Math.max(0, imports) * hinge(width, billed);
        }
        if (street.importLimit[slot] < Street.NONE) {
            cost += overPrice * hinge(width, watts - street.importLimit[slot]);
        }
        if (street.exportLimit[slot] < Street.NONE) {
            double under = -street.exportLimit[slot] - watts;
            cost +=
                    Math.max(0, exports) * hinge(width, under)
                            + overPrice * hinge(width, under - pool);
        }
        if (street.peakPrice > 0) {
            double over = Math.max(0, mean(slot, watts) - peakLevel);
            cost += street.peakPrice * over * over / (2 * peakWidth);
        }
        return cost + phasesAt(slot, site, change);
    }

    /** Without the grid: load that is not served, and bounds of what forms the grid. */
    private double openAt(IslandSlots island, int slot, double watts, double pool, double forming) {
        double over = OVER_FACTOR * island.highestPrice();
        double cost = over * hinge(width, -watts - pool);
        cost += over * hinge(PHASE_PART * width, island.lowest[slot] - forming);
        cost += over * hinge(PHASE_PART * width, forming - island.highest[slot]);
        double before = 0;
        int[] below = island.below[slot];
        for (int i = 0; i + 1 < below.length && island.anyPart(slot); i++) {
            cost += (island.prices[i] - before) * hinge(width, watts - below[i]);
            before = island.prices[i];
        }
        return cost + (over - before) * hinge(width, watts - street.importLimit[slot]);
    }

    private double phasesAt(int slot, Site site, int change) {
        double cost = 0;
        for (int phase = 0; phase < 3; phase++) {
            int thirds = site.thirdsOn(phase);
            if (thirds > 0) {
                cost += phaseAt(slot, phase, thirds * change);
            }
        }
        if (feeder != null) {
            cost += feeder.at(slot, change, PHASE_PART * width);
        }
        HomeBounds homes = street.homes;
        return homes == null || site.home == Site.NO_HOME
                ? cost
                : cost + homeAt(homes, slot, site.home, change);
    }

    private double homeAt(HomeBounds homes, int slot, int home, int change) {
        double rounding = PHASE_PART * width;
        double more = change - (double) homes.toImport(home, slot);
        double less = -change - (double) homes.toExport(home, slot);
        return overPrice * hinge(rounding, more)
                + Math.max(0, street.exportPrice[slot]) * hinge(rounding, less)
                + overPrice * hinge(rounding, less - homes.panels(home, slot));
    }

    private double phaseAt(int slot, int phase, int changeThirds) {
        double watts = (street.thirds[phase][slot] + (double) changeThirds) / 3;
        double cost = 0;
        int imports = street.importThirds[phase][slot];
        if (imports < Street.NONE) {
            cost += overPrice * hinge(PHASE_PART * width, watts - imports / 3.0);
        }
        int exports = street.exportThirds[phase][slot];
        if (exports < Street.NONE) {
            double under = -exports / 3.0 - watts;
            double pool = street.pool[phase][slot] + street.pool[3][slot] / 3.0;
            cost += Math.max(0, street.exportPrice[slot]) * hinge(PHASE_PART * width, under);
            cost += overPrice * hinge(PHASE_PART * width, under - pool);
        }
        return cost;
    }

    /** max(0, x) with its bend rounded off. */
    static double hinge(double width, double x) {
        if (x >= width) {
            return x;
        }
        if (x <= -width) {
            return 0;
        }
        double part = x + width;
        return part * part / (4 * width);
    }
}
