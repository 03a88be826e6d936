package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.check.Violation.Kind;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.network.Breach;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.NodePowers;
import energy.peerwatt.balancer.network.PowerFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a plan's cost and every rule and limit it breaks. */
public final class Checker {

    private static final int SECONDS = 900;

    private final Community community;
    private final Plan plan;
    private final List<Violation> found = new ArrayList<>();
    private final @Nullable IslandRules island;

    private Checker(Community community, Plan plan) {
        this.community = community;
        this.plan = plan;
        island =
                community
                        .island()
                        .map(each -> new IslandRules(community, each, plan, found))
                        .orElse(null);
    }

    /**
     * Judges {@code plan}.
     *
     * @throws IllegalArgumentException if the plan lacks a device
     */
    public static CheckReport check(Community community, Plan plan) {
        return new Checker(community, plan).report();
    }

    private CheckReport report() {
        DeviceRules rules = new DeviceRules(community.horizon(), community.island(), found);
        for (Device device : community.devices()) {
            rules.check(device, watts(device));
        }
        if (island != null) {
            island.check();
            checkReserves(rules);
        }
        community.homes().forEach(this::checkCurtailment);
        long peak = 0;
        Cost imported = Cost.ZERO;
        Cost exported = Cost.ZERO;
        Tariff tariff = community.tariff();
        long before = 0;
        for (int slot = 0; slot < community.slots(); slot++) {
            long[] thirds = phaseThirds(slot);
            thirds = served(slot, thirds);
            checkLimits(slot, thirds);
            checkHomes(slot);
            // Whole W: every device, load and panel is, and so is their sum.
            long net = (thirds[0] + thirds[1] + thirds[2]) / 3;
            if (isIslanded(slot)) {
                before = 0;
                continue;
            }
            checkRamps(slot, before, net);
            before = net;
            peak = Math.max(peak, mean(slot, net));
            long billed = net + before(slot);
            int price = (billed > 0 ? tariff.importMicro() : tariff.exportMicro()).at(slot);
            Cost cost = Cost.ofSlot(billed, ofRest(slot, price));
            if (billed > 0) {
                imported = imported.plus(cost);
            } else {
                exported = exported.plus(cost);
            }
        }
        new KeptReserve(community, plan).check(found);
        checkFeeder();
        long above = Math.max(0, peak - tariff.peak().reachedWatts());
        Cost charge = Cost.ofPeak(above, tariff.peak().microPerKw());
        Cost missed = missed(rules.missedWatts());
        CheckReport.Parts parts = new CheckReport.Parts(imported, exported, charge, wear(), missed);
        return new CheckReport(parts, peak, unserved(), found);
    }

    /** What was metered in slot 0 before the plan began, W over the rest of it, half up. */
    private long before(int slot) {
        Horizon.Rest rest = community.horizon().rest();
        long twice = slot == 0 ? 2 * rest.meteredWs() : 0;
        return Math.floorDiv(twice + rest.seconds(), 2L * rest.seconds());
    }

    /** The price of a W in slot 0 is so much less as is left of it, half up. */
    private long ofRest(int slot, long price) {
        int seconds = slot == 0 ? community.horizon().rest().seconds() : SECONDS;
        return Math.floorDiv(price * seconds + SECONDS / 2, (long) SECONDS);
    }

    /** The mean of the whole quarter-hour, W, rounded up. */
    private long mean(int slot, long net) {
        int seconds = slot == 0 ? community.horizon().rest().seconds() : SECONDS;
        return Math.ceilDiv((net + before(slot)) * seconds, (long) SECONDS);
    }

    /** Net power of the phases without what blocks that are off would take. */
    private long[] served(int slot, long[] thirds) {
        if (island == null) {
            return thirds;
        }
        long[] off = island.thirdsOff(slot);
        for (int phase = 0; phase < 3; phase++) {
            thirds[phase] -= off[phase];
        }
        island.checkFlow(slot, (thirds[0] + thirds[1] + thirds[2]) / 3);
        return thirds;
    }

    private boolean isIslanded(int slot) {
        return community.island().isPresent() && community.island().get().isOpen(slot);
    }

    private void checkReserves(DeviceRules rules) {
        ReserveCheck reserve = new ReserveCheck(community, community.island().orElseThrow());
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                rules.checkReserve(battery, watts(battery), reserve.floors(battery));
            }
        }
    }

    private Cost missed(long watts) {
        int price = community.island().map(each -> each.missedMicro()).orElse(0);
        return Cost.ofSlot(watts, price);
    }

    private CheckReport.Unserved unserved() {
        long[] sums = island == null ? new long[ShedBlock.LAST_TIER] : island.unserved();
        return new CheckReport.Unserved(Arrays.stream(sums).boxed().toList());
    }

    private Series watts(Device device) {
        Series watts = plan.devices().get(device.id());
        if (watts == null || watts.slots() != community.slots()) {
            throw new IllegalArgumentException("no plan for device " + device.id());
        }
        return watts;
    }

    private int curtailed(Home home, int slot) {
        Series series = plan.curtailed().get(home.id());
        return series == null ? 0 : series.at(slot);
    }

    private void checkCurtailment(Home home) {
        for (int slot = 0; slot < community.slots(); slot++) {
            int curtailed = curtailed(home, slot);
            int most = home.solar().curtailable() ? home.solar().watts().at(slot) : 0;
            if (curtailed < 0) {
                found.add(new Violation(Kind.CURTAILMENT, home.id(), slot, -curtailed, "W"));
            }
            if (curtailed > most) {
                found.add(new Violation(Kind.CURTAILMENT, home.id(), slot, curtailed - most, "W"));
            }
        }
    }

    /** Net power of each phase in thirds of a W, so that equal shares of three phases are exact. */
    private long[] phaseThirds(int slot) {
        long[] thirds = new long[3];
        for (Home home : community.homes()) {
            long own =
                    (long) home.loadWatts().at(slot)
                            - home.solar().watts().at(slot)
                            + curtailed(home, slot);
            for (int phase = 0; phase < 3; phase++) {
                thirds[phase] += own * home.connection().thirdsOn(phase);
                for (Device device : home.devices()) {
                    thirds[phase] +=
                            (long) watts(device).at(slot) * device.connection().thirdsOn(phase);
                }
            }
        }
        return thirds;
    }

    private void checkLimits(int slot, long[] thirds) {
        for (Limit limit : community.limits()) {
            boolean shared =
                    switch (limit.scope()) {
                        case TOTAL, L1, L2, L3 -> true;
                        case RAMP, HOME, RESERVE -> false;
                    };
            if (!limit.window().has(slot) || !shared) {
                continue;
            }
            long net =
                    switch (limit.scope()) {
                        case TOTAL -> thirds[0] + thirds[1] + thirds[2];
                        case L1 -> thirds[0];
                        case L2 -> thirds[1];
                        case L3 -> thirds[2];
                        case RAMP, HOME, RESERVE -> 0;
                    };
            long flow = limit.direction() == Limit.Direction.IMPORT ? net : -net;
            long over = Math.ceilDiv(flow - 3L * watts(limit, slot), 3L);
            if (over > 0) {
                found.add(new Violation(Kind.LIMIT, limit.id(), slot, over, "W"));
            }
        }
    }

    /** What homes take that have limits of their own, each alone. */
    private void checkHomes(int slot) {
        for (Limit limit : community.limits()) {
            if (limit.home().isEmpty() || !limit.window().has(slot)) {
                continue;
            }
            long net = 0;
            for (Home home : community.homes()) {
                net += home.id().equals(limit.home().get()) ? net(home, slot) : 0;
            }
            long over = (limit.direction() == Limit.Direction.IMPORT ? net : -net);
            over -= watts(limit, slot);
            if (over > 0) {
                found.add(new Violation(Kind.LIMIT, limit.id(), slot, over, "W"));
            }
        }
    }

    private long net(Home home, int slot) {
        long net = (long) home.loadWatts().at(slot) + curtailed(home, slot);
        net -= home.solar().watts().at(slot);
        for (Device device : home.devices()) {
            net += watts(device).at(slot);
        }
        return island == null ? net : net - island.wattsOff(home, slot);
    }

    private void checkRamps(int slot, long before, long net) {
        for (Limit limit : community.limits()) {
            boolean ramp = limit.scope() == Limit.Scope.RAMP && limit.window().has(slot);
            if (!ramp || slot == 0) {
                continue;
            }
            long change = limit.direction() == Limit.Direction.IMPORT ? net - before : before - net;
            if (change > watts(limit, slot)) {
                long over = change - watts(limit, slot);
                found.add(new Violation(Kind.LIMIT, limit.id(), slot, over, "W"));
            }
        }
    }

    /** In a slot of its window. */
    private static long watts(Limit limit, int slot) {
        return limit.expiry()
                .filter(end -> end.slot() <= slot)
                .map(Limit.Expiry::floorWatts)
                .orElse(limit.watts());
    }

    /** The exact flow of every slot, from the community and the plan alone. */
    private void checkFeeder() {
        Feeder feeder = community.feeder();
        if (feeder == null) {
            return;
        }
        NetworkCheck check = new NetworkCheck(community, feeder);
        PowerFlow exact = new PowerFlow(feeder);
        double factor = feeder.loadPowerFactorPermille() / 1000.0;
        double varsPerWatt = Math.tan(Math.acos(factor));
        for (int slot = 0; slot < community.slots(); slot++) {
            NodePowers powers = new NodePowers(feeder);
            for (Home home : community.homes()) {
                String node = NetworkCheck.node(feeder, home);
                int load = home.loadWatts().at(slot);
                int given = home.solar().watts().at(slot) - curtailed(home, slot);
                powers.add(node, home.connection(), load, load * varsPerWatt);
                powers.add(node, home.connection(), -given, 0);
                for (Device device : home.devices()) {
                    powers.add(node, device.connection(), watts(device).at(slot), 0);
                }
            }
            // Without the grid nothing is known of the voltages the feeder begins with.
            if (!isIslanded(slot)) {
                check.breaches(slot, exact.solve(powers)).forEach(this::add);
            }
        }
    }

    private void add(Breach breach) {
        String place = breach.node() + " " + breach.phaseName();
        Violation violation =
                switch (breach.kind()) {
                    case STATUTORY_LOW, STATUTORY_HIGH, COLLAPSE ->
                            new Violation(
                                    Kind.VOLTAGE, place, breach.slot(), breach.amount(), "mV");
                    case PLANNING_LOW, PLANNING_HIGH ->
                            new Violation(
                                    Kind.PLANNING_VOLTAGE,
                                    place,
                                    breach.slot(),
                                    breach.amount(),
                                    "mV");
                    case CURRENT ->
                            new Violation(Kind.CABLE, place, breach.slot(), breach.amount(), "mA");
                };
        found.add(violation);
    }

    private Cost wear() {
        Cost wear = Cost.ZERO;
        for (Device device : community.devices()) {
            int price =
                    switch (device) {
                        case Battery battery -> battery.wearMicro();
                        case Charger charger ->
                                charger.toHome().map(Charger.ToHome::wearMicro).orElse(0);
                        case HeatPump _, Appliance _ -> 0;
                    };
            if (price > 0) {
                for (int slot = 0; slot < community.slots(); slot++) {
                    long moved = Math.abs((long) watts(device).at(slot));
                    wear = wear.plus(Cost.ofSlot(moved, ofRest(slot, price)));
                }
            }
        }
        return wear;
    }
}
