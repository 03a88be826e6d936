package energy.peerwatt.balancer.solver;

import java.util.Arrays;

/**
 * What one W more or less in a slot would change, for each kind of connection; kept until the slot
 * changes. Without wear and peak charge.
 */
final class Marginals {

    static final int[][] WEIGHTS = {{3, 0, 0}, {0, 3, 0}, {0, 0, 3}, {1, 1, 1}};

    private final Street street;
    private final long[][] more;
    private final long[][] less;
    private final int[][] seen;

    Marginals(Street street) {
        this.street = street;
        more = new long[WEIGHTS.length][street.slots];
        less = new long[WEIGHTS.length][street.slots];
        seen = new int[WEIGHTS.length][street.slots];
        for (int[] row : seen) {
            Arrays.fill(row, -1);
        }
    }

    /** The change of value for one W more. */
    long more(int phases, int slot) {
        refresh(phases, slot);
        return more[phases][slot];
    }

    /** The change of value for one W less. */
    long less(int phases, int slot) {
        refresh(phases, slot);
        return less[phases][slot];
    }

    private void refresh(int phases, int slot) {
        if (seen[phases][slot] != street.version[slot]) {
            seen[phases][slot] = street.version[slot];
            long now = street.value[slot];
            more[phases][slot] = street.valueWith(slot, WEIGHTS[phases], 1) - now;
            less[phases][slot] = street.valueWith(slot, WEIGHTS[phases], -1) - now;
        }
    }
}
