package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.Breakers;
import energy.peerwatt.balancer.model.Series;
import java.util.Arrays;

/**
 * The breakers of an island as one device of the search: its "power" is how many blocks are off in
 * each slot, the lowest tier first.
 */
final class BreakerState extends DeviceState {

    /** Instead of a number of blocks while a plan is made: any part of any block may be off. */
    static final int OPEN = -1;

    final Breakers breakers;

    BreakerState(int index, Breakers breakers, int slots) {
        super(index, Site.PHASES.getLast(), 0, slots);
        this.breakers = breakers;
    }

    /** All that may be off is off. */
    @Override
    Series firstProfile() {
        int[] wished = new int[watts.length];
        Arrays.fill(wished, breakers.count());
        return Series.of(breakers.settle(wished));
    }

    @Override
    boolean keeps(int[] profile) {
        for (int off : profile) {
            if (off < 0 || off > breakers.count()) {
                return false;
            }
        }
        return breakers.keeps(profile);
    }

    @Override
    int[] nearest(int[] wanted) {
        int[] wished = new int[watts.length];
        for (int slot = 0; slot < wished.length; slot++) {
            wished[slot] = Math.clamp(wanted[slot], 0, breakers.count());
        }
        return breakers.settle(wished);
    }

    @Override
    void changed() {}
}
