package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part of the community adds to the bill in one slot: its power at the price at which the
 * community as a whole takes or gives there, and its wear; with a local price what stays inside
 * costs and earns that: what homes take and give at their meters is shared by power among those who
 * do more than the others, and each part of a home has its home's average price; for a device that
 * misses energy in an outage what that costs, without power. All contributions and the peak charge
 * sum to the plan's cost, to the last digit.
 *
 * @param subject id of a device, or of a home for its load less its panels; {@link #METERED} for
 *     what was metered in slot 0 before the plan began
 * @param watts positive takes
 */
public record Contribution(String subject, int slot, int watts, Cost cost) {

    /** What was metered in slot 0 before the plan began. */
    public static final String METERED = "metered before";

    /** All contributions that are not zero, slot by slot. */
    public static List<Contribution> of(Community community, Plan plan) {
        List<Contribution> all = new ArrayList<>();
        for (int slot = 0; slot < community.slots(); slot++) {
            Prices prices = prices(community, plan, slot);
            for (Home home : community.homes()) {
                Meter meter = prices.meter(net(community, home, plan, slot));
                add(all, home.id(), slot, own(community, home, plan, slot), meter, 0);
                for (Device device : home.devices()) {
                    add(
                            all,
                            device.id(),
                            slot,
                            watts(plan, device, slot),
                            meter,
                            community.horizon().part(slot, wear(device)));
                }
            }
        }
        addMetered(community, plan, all);
        addMissed(community, plan, all);
        return all;
    }

    private static void addMetered(Community community, Plan plan, List<Contribution> all) {
        int metered = community.horizon().metered(0);
        if (metered != 0) {
            Cost cost = Cost.ofSlot(metered, prices(community, plan, 0).border);
            all.add(new Contribution(METERED, 0, metered, cost));
        }
    }

    /** What a slot's power costs, one home after another. */
    private static final class Prices {

        private final long taken;
        private final long given;
        private final int border;
        private final int local;
        private long before;
        private long insideBefore;

        Prices(long taken, long given, int border, int local) {
            this.taken = taken;
            this.given = given;
            this.border = border;
            this.local = local;
        }

        /** The larger side shares what stays inside; running sums are never off by a whole W. */
        Meter meter(long net) {
            boolean shares = taken >= given ? net > 0 : net < 0;
            long inside = net;
            if (shares) {
                before += Math.abs(net);
                long until = Math.min(taken, given) * before / Math.max(taken, given);
                inside = (until - insideBefore) * Long.signum(net);
                insideBefore = until;
            }
            return new Meter(net, inside, local, border);
        }
    }

    /** What power costs behind one meter, one part of the home after another. */
    private static final class Meter {

        private final long net;
        private final long inside;
        private final int local;
        private final int border;
        private long before;
        private long insideBefore;

        Meter(long net, long inside, int local, int border) {
            this.net = net;
            this.inside = inside;
            this.local = local;
            this.border = border;
        }

        /** Where nothing flows at the meter any price does, for the parts sum to nothing. */
        Cost of(int watts) {
            before += watts;
            long until = net == 0 ? before : Math.floorDiv(before * inside, net);
            long mine = until - insideBefore;
            insideBefore = until;
            return Cost.ofSlot(mine, local).plus(Cost.ofSlot(watts - mine, border));
        }
    }

    private static Prices prices(Community community, Plan plan, int slot) {
        long taken = 0;
        long given = 0;
        for (Home home : community.homes()) {
            long net = net(community, home, plan, slot);
            taken += Math.max(0, net);
            given += Math.max(0, -net);
        }
        int border = price(community, slot, taken - given);
        boolean open = community.island().map(island -> island.isOpen(slot)).orElse(false);
        int local =
                community
                        .tariff()
                        .localMicro()
                        .map(prices -> community.horizon().part(slot, prices.at(slot)))
                        .orElse(border);
        return new Prices(taken, given, border, open ? border : local);
    }

    /** Without the grid energy has no price. */
    private static int price(Community community, int slot, long net) {
        if (community.island().map(island -> island.isOpen(slot)).orElse(false)) {
            return 0;
        }
        boolean taken = net + community.horizon().metered(slot) > 0;
        Series prices = taken ? community.tariff().importMicro() : community.tariff().exportMicro();
        return community.horizon().part(slot, prices.at(slot));
    }

    /** What a device does not get in an outage, in the last slot of the outage. */
    private static void addMissed(Community community, Plan plan, List<Contribution> all) {
        for (Island island : community.island().stream().toList()) {
            for (Device device : community.devices()) {
                long needed = IslandReport.needed(community, island, device);
                long missed = Math.max(0, needed - sum(community, plan, device));
                if (needed > 0 && missed > 0) {
                    int last = island.outage().orElseThrow().window().until() - 1;
                    Cost cost = Cost.ofSlot(missed, island.missedMicro());
                    all.add(new Contribution(device.id(), last, 0, cost));
                }
            }
        }
    }

    private static void add(
            List<Contribution> all, String subject, int slot, int watts, Meter meter, int wear) {
        if (watts != 0) {
            Cost worn = Cost.ofSlot(Math.abs(watts), wear);
            all.add(new Contribution(subject, slot, watts, meter.of(watts).plus(worn)));
        }
    }

    private static int wear(Device device) {
        return switch (device) {
            case Battery battery -> battery.wearMicro();
            case Charger charger -> charger.toHome().map(Charger.ToHome::wearMicro).orElse(0);
            case HeatPump _, Appliance _ -> 0;
        };
    }

    private static long net(Community community, Home home, Plan plan, int slot) {
        long net = own(community, home, plan, slot);
        for (Device device : home.devices()) {
            net += watts(plan, device, slot);
        }
        return net;
    }

    private static int own(Community community, Home home, Plan plan, int slot) {
        Series curtailed = plan.curtailed().get(home.id());
        int less = curtailed == null ? 0 : curtailed.at(slot);
        int load = home.loadWatts().at(slot) - BlockLoads.off(community, plan, home, slot);
        return load - home.solar().watts().at(slot) + less;
    }

    private static long sum(Community community, Plan plan, Device device) {
        long sum = 0;
        for (int slot = 0; slot < community.slots(); slot++) {
            sum += watts(plan, device, slot);
        }
        return sum;
    }

    private static int watts(Plan plan, Device device, int slot) {
        Series watts = plan.devices().get(device.id());
        if (watts == null) {
            throw new IllegalArgumentException("no plan for device " + device.id());
        }
        return watts.at(slot);
    }
}
