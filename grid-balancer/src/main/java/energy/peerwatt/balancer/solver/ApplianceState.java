package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Series;
import java.util.Arrays;

/** An appliance that runs once, or not at all if its time touches an outage. */
final class ApplianceState extends DeviceState {

    final int[] cycle;
    final int earliest;
    final int latest;

    /** Instead of a start: it does not run. */
    static final int NEVER = -1;

    private static final int UNKNOWN = -2;

    private int start = UNKNOWN;

    ApplianceState(int index, Site site, Appliance appliance, int worth, Horizon horizon) {
        super(index, site, 0, worth, horizon.slots());
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
        if (slot != NEVER) {
            System.arraycopy(cycle, 0, profile, slot, cycle.length);
        }
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
        return worth > 0 && Series.of(profile).isZero();
    }

    @Override
    long need() {
        return Arrays.stream(cycle).asLongStream().sum();
    }

    /** How many starts there are, running never included. */
    int starts() {
        return latest - earliest + (worth > 0 ? 2 : 1);
    }

    /** One of them, from 0 on. */
    int start(int number) {
        return number > latest - earliest ? NEVER : earliest + number;
    }

    @Override
    void changed() {
        start = UNKNOWN;
    }

    /** The slot in which it starts now, or {@link #NEVER}. */
    int start() {
        if (start == UNKNOWN && worth > 0 && Arrays.stream(watts).allMatch(each -> each == 0)) {
            start = NEVER;
        }
        if (start == UNKNOWN) {
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
