package energy.peerwatt.balancer.solver;

import java.util.Arrays;

/**
 * What one W more or less in a slot would change, at each site; kept until the slot changes.
 * Without wear and peak charge.
 */
final class Marginals {

    private static final int COARSE = 32;

    private final Street street;
    private final long[][] more;
    private final long[][] less;
    private final int[][] seen;

    Marginals(Street street) {
        this.street = street;
        more = new long[street.sites.size()][street.slots];
        less = new long[street.sites.size()][street.slots];
        seen = new int[street.sites.size()][street.slots];
        for (int[] row : seen) {
            Arrays.fill(row, -1);
        }
    }

    /** The change of value for one W more. */
    long more(Site site, int slot) {
        refresh(site, slot);
        return more[site.index][slot];
    }

    /** The change of value for one W less. */
    long less(Site site, int slot) {
        refresh(site, slot);
        return less[site.index][slot];
    }

    private void refresh(Site site, int slot) {
        if (seen[site.index][slot] != street.version[slot]) {
            seen[site.index][slot] = street.version[slot];
            long now = street.value[slot];
            // Where single panels follow, whole W would hide what a W changes.
            int step = street.feeder != null && street.feeder.isLow(slot) ? COARSE : 1;
            more[site.index][slot] = (street.valueWith(slot, site, step) - now) / step;
            less[site.index][slot] = (street.valueWith(slot, site, -step) - now) / step;
        }
    }
}
