package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;

/**
 * What a home takes, W in each slot, if its own appliances and heat pump run one after the other
 * where they need the least limit. Such a plan exists, so a limit need be no higher.
 */
final class HouseholdRoom {

    private static final int PERMILLE = 1_000;

    /** Thousandths of a W over a slot in a Wh. */
    private static final long MWQ = 4_000;

    private HouseholdRoom() {}

    /**
     * With what the home takes without them.
     *
     * @param limitW what is free anyway
     */
    static int[] taken(Home home, int limitW) {
        int[] taken = new int[home.loadWatts().slots()];
        for (int slot = 0; slot < taken.length; slot++) {
            taken[slot] = home.loadWatts().at(slot) - home.solar().watts().at(slot);
        }
        for (Device device : home.devices()) {
            if (device instanceof HeatPump pump) {
                add(taken, pump, limitW);
            }
        }
        for (Device device : home.devices()) {
            if (device instanceof Appliance appliance) {
                add(taken, appliance);
            }
        }
        return taken;
    }

    /** Where the highest that it makes of the home's power is lowest. */
    private static void add(int[] taken, Appliance appliance) {
        int[] cycle = appliance.cycleWatts().toArray();
        int last = Math.min(appliance.start().latestSlot(), taken.length - cycle.length);
        int best = appliance.start().earliestSlot();
        for (int start = best + 1; start <= last; start++) {
            if (peak(taken, cycle, start) < peak(taken, cycle, best)) {
                best = start;
            }
        }
        for (int i = 0; i < cycle.length; i++) {
            taken[best + i] = Math.addExact(taken[best + i], cycle[i]);
        }
    }

    private static int peak(int[] taken, int[] cycle, int start) {
        int peak = Integer.MIN_VALUE;
        for (int i = 0; i < cycle.length; i++) {
            if (cycle[i] > 0) {
                peak = Math.max(peak, taken[start + i] + cycle[i]);
            }
        }
        return peak;
    }

    /** At its mean if that is free, else within the least limit under which it is warm enough. */
    private static void add(int[] taken, HeatPump pump, int limitW) {
        int[] watts = steady(pump, taken.length);
        int high = highest(taken, watts);
        if (high > limitW) {
            int low = Math.min(limitW, high);
            while (low < high) {
                int middle = low + (high - low) / 2;
                if (isWarm(pump, earliest(pump, taken, middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            int[] early = earliest(pump, taken, low);
            watts = isWarm(pump, early) ? early : watts;
        }
        for (int slot = 0; slot < taken.length; slot++) {
            taken[slot] += watts[slot];
        }
    }

    /** What covers the demand of each slot. */
    private static int[] steady(HeatPump pump, int slots) {
        int[] watts = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            long demand = (long) pump.demandWatts().at(slot) * PERMILLE;
            int needed = (int) Math.ceilDiv(demand, (long) pump.copPermille().at(slot));
            watts[slot] = Math.min(pump.maxWatts(), needed);
        }
        return watts;
    }

    private static int highest(int[] taken, int[] watts) {
        int highest = 0;
        for (int slot = 0; slot < taken.length; slot++) {
            highest = Math.max(highest, watts[slot] == 0 ? 0 : taken[slot] + watts[slot]);
        }
        return highest;
    }

    /** As much as soon as a limit, the pump and its store allow, so never colder than otherwise. */
    private static int[] earliest(HeatPump pump, int[] taken, int limitW) {
        int[] watts = new int[taken.length];
        long level = pump.heat().initialWh() * MWQ;
        for (int slot = 0; slot < taken.length; slot++) {
            long drawn = (long) pump.demandWatts().at(slot) * PERMILLE;
            long room = pump.heat().capacityWh() * MWQ - level + drawn;
            long fits = Math.max(0, room / pump.copPermille().at(slot));
            int free = Math.clamp((long) limitW - taken[slot], 0, pump.maxWatts());
            watts[slot] = (int) Math.min(free, fits);
            level += (long) watts[slot] * pump.copPermille().at(slot) - drawn;
        }
        return watts;
    }

    private static boolean isWarm(HeatPump pump, int[] watts) {
        long level = pump.heat().initialWh() * MWQ;
        for (int slot = 0; slot < watts.length; slot++) {
            level +=
                    (long) watts[slot] * pump.copPermille().at(slot)
                            - (long) pump.demandWatts().at(slot) * PERMILLE;
            if (level < 0) {
                return false;
            }
        }
        return level >= pump.heat().terminalWh() * MWQ;
    }
}
