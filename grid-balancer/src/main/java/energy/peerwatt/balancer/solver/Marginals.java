package energy.peerwatt.balancer.solver;

import java.util.Arrays;

/**
 * What one W more or less in a slot would change, at each site; kept until the slot changes.
 * Without wear and peak charge.
 */
final class Marginals {

    private static final int COARSE = 32;

    /** Sites that differ by more than their place: by phases, and by forming an island's grid. */
    private static final int KINDS = 2 * Site.PHASES.size();

    private final Street street;
    private final long[][] more;
    private final long[][] less;
    private final int[][] seen;

    Marginals(Street street) {
        this.street = street;
        int kinds = KINDS + street.sites.size();
        more = new long[kinds][street.slots];
        less = new long[kinds][street.slots];
        seen = new int[kinds][street.slots];
        for (int[] row : seen) {
            Arrays.fill(row, -1);
        }
    }

    /** The change of value for one W more. */
    long more(Site site, int slot) {
        return more[fresh(site, slot)][slot];
    }

    /** The change of value for one W less. */
    long less(Site site, int slot) {
        return less[fresh(site, slot)][slot];
    }

    /** The row that holds for a site: one for all of a kind where the feeder is far from limits. */
    private int fresh(Site site, int slot) {
        FeederLevels feeder = street.feeder;
        boolean calm = feeder == null || feeder.isCalm(slot, COARSE);
        int forming = site.forming ? Site.PHASES.size() : 0;
        boolean shared = calm && site.home == Site.NO_HOME;
        int row = shared ? site.phases + forming : KINDS + site.index;
        if (seen[row][slot] != street.version[slot]) {
            seen[row][slot] = street.version[slot];
            long now = street.value[slot];
            // Where single panels follow, whole W would hide what a W changes.
            int step = !calm && feeder != null && feeder.isLow(slot) ? COARSE : 1;
            more[row][slot] = (street.valueWith(slot, site, step) - now) / step;
            less[row][slot] = (street.valueWith(slot, site, -step) - now) / step;
        }
        return row;
    }
}
