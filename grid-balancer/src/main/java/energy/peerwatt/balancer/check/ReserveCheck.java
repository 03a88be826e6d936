package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.ShedBlock;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What an island's reserve asks of each battery at the end of a slot. */
final class ReserveCheck {

    private final Community community;
    private final Island island;
    private final List<Battery> batteries = new ArrayList<>();

    ReserveCheck(Community community, Island island) {
        this.community = community;
        this.island = island;
        for (var device : community.devices()) {
            if (device instanceof Battery battery) {
                batteries.add(battery);
            }
        }
    }

    /**
     * The least Wh in {@code battery} at the end of each slot, 0 if only its own reserve counts.
     */
    long[] floors(Battery battery) {
        long critical = share(batteries, battery, criticalWh());
        List<Battery> forming =
                batteries.stream()
                        .filter(each -> island.forming().units().contains(each.id()))
                        .toList();
        long start = share(forming, battery, island.reserve().blackStartWh());
        int opening =
                island.outage().map(outage -> outage.window().from()).orElse(community.slots());
        long level = firstLevel(battery);
        long quarter =
                (long) (battery.converter().maxChargeW() / 4)
                        * battery.converter().chargePermille();
        long[] floors = new long[community.slots()];
        for (int slot = 0; slot < floors.length; slot++) {
            if (slot < opening) {
                long reached = level + slot * quarter / 4_000;
                long kept = battery.store().reserveWh() + Math.max(critical, start);
                floors[slot] = Math.min(kept, reached);
            }
        }
        return floors;
    }

    private long firstLevel(Battery battery) {
        long level = battery.store().initialWh();
        int running = community.horizon().firstRunning() ? battery.running().orElse(0) : 0;
        if (running < 0) {
            long divisor = 4L * battery.converter().dischargePermille();
            level -= (-running * 1_000L + divisor - 1) / divisor;
        }
        return level;
    }

    private long criticalWh() {
        int length = island.reserve().criticalSlots();
        int window = Math.min(length, community.slots());
        long most = 0;
        for (int from = 0; from + window <= community.slots() && window > 0; from++) {
            long sum = 0;
            for (int slot = from; slot < from + window; slot++) {
                sum += criticalLoad(slot);
            }
            most = Math.max(most, sum);
        }
        return window == 0 ? 0 : (most * length + 4L * window - 1) / (4L * window);
    }

    private long criticalLoad(int slot) {
        long watts = 0;
        for (Home home : community.homes()) {
            long load = home.loadWatts().at(slot);
            watts += load;
            for (ShedBlock block : island.shedding().blocks()) {
                for (ShedBlock.Part part : block.parts()) {
                    if (block.tier() != 1 && part.home().equals(home.id())) {
                        watts -= load * part.permille() / 1000;
                    }
                }
            }
        }
        return watts;
    }

    /** What of {@code energyWh} is stored in {@code battery}: shared by power until one is full. */
    private static long share(List<Battery> among, Battery battery, long energyWh) {
        List<Battery> open = new ArrayList<>(among);
        long rest = energyWh;
        while (open.contains(battery)) {
            List<Battery> full = new ArrayList<>();
            for (Battery each : open) {
                if (part(open, each, rest) >= room(each)) {
                    full.add(each);
                }
            }
            if (full.contains(battery)) {
                return room(battery);
            }
            if (full.isEmpty()) {
                return part(open, battery, rest);
            }
            for (Battery each : full) {
                rest -= room(each) * each.converter().dischargePermille() / 1000;
            }
            rest = Math.max(0, rest);
            open.removeAll(full);
        }
        return 0;
    }

    /** Below the last Wh of the capacity, which no whole W need hit. */
    private static long room(Battery battery) {
        long below = battery.store().capacityWh() - 1L;
        return Math.max(0, below - battery.store().reserveWh());
    }

    private static long part(List<Battery> open, Battery battery, long energyWh) {
        long power = 0;
        for (Battery each : open) {
            power += each.converter().maxDischargeW();
        }
        if (power == 0) {
            return 0;
        }
        BigInteger stored =
                BigInteger.valueOf(energyWh)
                        .multiply(BigInteger.valueOf(battery.converter().maxDischargeW()))
                        .multiply(BigInteger.valueOf(1000));
        BigInteger[] parts =
                stored.divideAndRemainder(
                        BigInteger.valueOf(power * battery.converter().dischargePermille()));
        return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
    }
}
