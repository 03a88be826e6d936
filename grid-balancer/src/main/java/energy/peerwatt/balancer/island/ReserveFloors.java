package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much each battery keeps at the end of each slot, see {@link Island.Reserve}. */
public final class ReserveFloors {

    private final Map<String, Series> floors = new HashMap<>();

    private ReserveFloors() {}

    /** The floors of all batteries of {@code community}; their own reserves without an island. */
    public static ReserveFloors of(Community community) {
        ReserveFloors result = new ReserveFloors();
        List<Battery> batteries = new ArrayList<>();
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                batteries.add(battery);
            }
        }
        Map<String, Long> critical = new HashMap<>();
        Map<String, Long> start = new HashMap<>();
        community
                .island()
                .ifPresent(island -> {
                    List<String> forming = island.forming().units();
                    List<Battery> starting =
                            batteries.stream().filter(each -> forming.contains(each.id())).toList();
                    critical.putAll(shares(batteries, criticalWh(community, island)));
                    start.putAll(shares(starting, island.reserve().blackStartWh()));
                });
        for (Battery battery : batteries) {
            long share =
                    Math.max(
                            start.getOrDefault(battery.id(), 0L),
                            critical.getOrDefault(battery.id(), 0L));
            result.floors.put(battery.id(), floor(community, battery, share));
        }
        return result;
    }

    /** Wh at the end of each slot. */
    public Series of(Battery battery) {
        Series floor = floors.get(battery.id());
        if (floor == null) {
            throw new IllegalArgumentException("no battery " + battery.id());
        }
        return floor;
    }

    /** The load of tier 1 over {@code criticalSlots} slots where it is highest, Wh. */
    public static long criticalWh(Community community, Island island) {
        int slots = community.slots();
        BlockLoads loads = new BlockLoads(community);
        int length = Math.min(island.reserve().criticalSlots(), slots);
        long[] until = new long[slots + 1];
        for (int slot = 0; slot < slots; slot++) {
            until[slot + 1] = until[slot] + criticalWatts(community, island, loads, slot);
        }
        long most = 0;
        for (int slot = 0; slot + length <= slots; slot++) {
            most = Math.max(most, until[slot + length] - until[slot]);
        }
        long whole = most * island.reserve().criticalSlots();
        return length == 0 ? 0 : Math.ceilDiv(whole, 4L * length);
    }

    /** The load of tier 1 and in no block, W. */
    private static long criticalWatts(
            Community community, Island island, BlockLoads loads, int slot) {
        long watts = 0;
        for (Home home : community.homes()) {
            watts += home.loadWatts().at(slot);
        }
        for (ShedBlock block : island.shedding().blocks()) {
            watts -= block.tier() > 1 ? loads.of(block, slot) : 0;
        }
        return watts;
    }

    /** Energy at the terminals shared by power, none more than it can hold; Wh to be stored. */
    private static Map<String, Long> shares(List<Battery> batteries, long energyWh) {
        Map<String, Long> stored = new HashMap<>();
        long rest = energyWh;
        List<Battery> open = new ArrayList<>(batteries);
        List<Battery> full = full(open, rest);
        while (!full.isEmpty()) {
            for (Battery battery : full) {
                stored.put(battery.id(), battery.usableWh());
                rest -= battery.mostGivenWh();
            }
            rest = Math.max(0, rest);
            open.removeAll(full);
            full = full(open, rest);
        }
        for (Battery battery : open) {
            stored.put(battery.id(), share(rest, battery, power(open)));
        }
        return stored;
    }

    private static List<Battery> full(List<Battery> open, long energyWh) {
        long power = power(open);
        return open.stream()
                .filter(each -> share(energyWh, each, power) >= each.usableWh())
                .toList();
    }

    private static long power(List<Battery> batteries) {
        return batteries.stream().mapToLong(each -> each.converter().maxDischargeW()).sum();
    }

    private static long share(long energyWh, Battery battery, long power) {
        if (power == 0) {
            return 0;
        }
        long mine = energyWh * battery.converter().maxDischargeW();
        return Math.ceilDiv(mine * 1000, power * battery.converter().dischargePermille());
    }

    private static Series floor(Community community, Battery battery, long share) {
        int[] floor = new int[community.slots()];
        int from =
                community
                        .island()
                        .flatMap(Island::outage)
                        .map(outage -> outage.window().from())
                        .orElse(floor.length);
        long first = firstLevel(community.horizon(), battery);
        int reserve = battery.store().reserveWh();
        for (int slot = 0; slot < floor.length; slot++) {
            long kept = Math.min(reserve + share, first + rise(battery, slot));
            floor[slot] = slot < from ? Math.toIntExact(Math.max(reserve, kept)) : reserve;
        }
        return Series.of(floor);
    }

    /** Wh after a first slot that has begun, rounded down. */
    private static long firstLevel(Horizon horizon, Battery battery) {
        int watts = horizon.firstRunning() ? Math.min(0, battery.running().orElse(0)) : 0;
        long drawn = Math.ceilDiv(-watts * 1000L, 4L * battery.converter().dischargePermille());
        return battery.store().initialWh() - drawn;
    }

    /** Wh that a quarter of its power stores from slot 1 to {@code slot}, rounded down. */
    private static long rise(Battery battery, int slot) {
        Battery.Converter converter = battery.converter();
        return (long) slot * (converter.maxChargeW() / 4) * converter.chargePermille() / 4000;
    }
}
