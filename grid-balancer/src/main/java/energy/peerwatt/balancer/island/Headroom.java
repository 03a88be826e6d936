package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.ShedBlock;

/** What the grid-forming units of an island must leave free in each slot. */
public final class Headroom {

    private final Community community;
    private final Island island;
    private final BlockLoads loads;
    private final long most;
    private final long least;

    /** The headroom of a community with an island. */
    public Headroom(Community community) {
        this.community = community;
        island = community.island().orElseThrow();
        loads = new BlockLoads(community);
        long charge = 0;
        long discharge = 0;
        for (Device device : community.devices()) {
            if (device instanceof Battery battery && isForming(battery)) {
                charge += battery.converter().maxChargeW();
                discharge += battery.converter().maxDischargeW();
            }
        }
        most = charge;
        least = -discharge;
    }

    private boolean isForming(Device device) {
        return island.forming().units().contains(device.id());
    }

    /** The most that all forming units together may take, W; below 0 if they must give. */
    public int highest(int slot) {
        return (int) (most - down(slot));
    }

    /** The least that all forming units together may take, W; below 0 for giving. */
    public int lowest(int slot) {
        return (int) (least + up(slot));
    }

    /** What they must be able to give beyond what they do, W. */
    public long up(int slot) {
        long solar = 0;
        for (Home home : community.homes()) {
            solar += home.solar().watts().at(slot);
        }
        return Math.max(down(slot), part(solar, island.forming().pvDropPermille()));
    }

    /** What they must be able to take beyond what they do, W. */
    public long down(int slot) {
        long load = 0;
        for (Home home : community.homes()) {
            load += home.loadWatts().at(slot);
        }
        long required = part(load, island.forming().loadPermille());
        for (ShedBlock block : island.shedding().blocks()) {
            required = Math.max(required, loads.of(block, slot));
        }
        return Math.max(required, island.forming().leastW());
    }

    private static long part(long watts, int permille) {
        return Math.ceilDiv(watts * permille, 1000L);
    }
}
