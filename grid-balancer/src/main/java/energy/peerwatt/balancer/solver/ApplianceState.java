package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;

/** An appliance that runs once. */
final class ApplianceState extends DeviceState {

    final int[] cycle;
    final int earliest;
    final int latest;
    private int start = -1;

    ApplianceState(int index, Site site, Appliance appliance, Horizon horizon) {
        super(index, site, 0, horizon.slots());
        cycle = appliance.cycleWatts().toArray();
        earliest = appliance.start().earliestSlot();
        latest = appliance.start().latestSlot();
    }

    @Override
    Series firstProfile() {
        return profileFrom(earliest);
    }

    Series profileFrom(int slot) {
        int[] profile = new int[watts.length];
        System.arraycopy(cycle, 0, profile, slot, cycle.length);
        return Series.of(profile);
    }

    /** Starts as near as it may to the first slot in which {@code wanted} has power. */
    @Override
    int[] nearest(int[] wanted) {
        int wish = 0;
        while (wish < wanted.length && wanted[wish] == 0) {
            wish++;
        }
        return profileFrom(Math.clamp(wish, earliest, latest)).toArray();
    }

    @Override
    boolean keeps(int[] profile) {
        for (int slot = earliest; slot <= latest; slot++) {
            if (profileFrom(slot).equals(Series.of(profile))) {
                return true;
            }
        }
        return false;
    }

    @Override
    void changed() {
        start = -1;
    }

    /** The slot in which it starts now. */
    int start() {
        if (start < 0) {
            start = earliest;
            while (start < latest && !runsFrom(start)) {
                start++;
            }
        }
        return start;
    }

    private boolean runsFrom(int slot) {
        for (int i = 0; i < cycle.length; i++) {
            if (watts[slot + i] != cycle[i]) {
                return false;
            }
        }
        return slot == earliest || watts[slot - 1] == 0 || cycle[0] == 0;
    }
}
