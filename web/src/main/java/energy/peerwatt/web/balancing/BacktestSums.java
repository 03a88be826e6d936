package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.explain.Contribution;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.network.Breach;
import energy.peerwatt.balancer.network.PlanFlow;
import energy.peerwatt.web.registry.Area;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one way of running the devices comes to over stretches of the past, none of which reaches
 * over a month's end. Belongs to one thread.
 */
final class BacktestSums {

    private final Area area;
    private final int peakMicroPerKw;
    private final Map<String, Cost> homes = new HashMap<>();
    private Cost cost = Cost.ZERO;
    private Cost peakCost = Cost.ZERO;
    private int highest;
    private int overLimit;
    private int overFeeder;
    private Instant month = Instant.MIN;
    private int reached;

    /**
     * Begins with nothing.
     *
     * @param peakMicroPerKw what a kW of a month's highest import costs, micro-currency
     */
    BacktestSums(Area area, int peakMicroPerKw) {
        this.area = area;
        this.peakMicroPerKw = peakMicroPerKw;
    }

    /** The stretch with what its month's highest import costs beyond what was reached so far. */
    Community charged(Community stretch) {
        Instant begins = MonthPeak.startOfMonth(area, stretch.horizon().start());
        if (!begins.equals(month)) {
            month = begins;
            reached = 0;
        }
        Tariff tariff = stretch.tariff();
        Tariff charged =
                new Tariff(
                        tariff.importMicro(),
                        tariff.exportMicro(),
                        new Tariff.PeakCharge(peakMicroPerKw, peakMicroPerKw == 0 ? 0 : reached),
                        tariff.localMicro());
        return new Community(
                stretch.name(),
                stretch.horizon(),
                charged,
                stretch.limits(),
                stretch.homes(),
                stretch.feeder(),
                stretch.island());
    }

    /**
     * Adds a plan of the stretch that was charged last.
     *
     * @param allowed most that may be taken in each slot, W
     */
    void add(Community community, Plan plan, List<Integer> allowed) {
        int[] net = PlanAssembly.net(community, plan);
        int most = 0;
        for (int slot = 0; slot < net.length; slot++) {
            overLimit += net[slot] > allowed.get(slot) ? 1 : 0;
            most = net[slot] > net[most] ? slot : most;
        }
        highest = Math.max(highest, net[most]);
        overFeeder +=
                Math.toIntExact(
                        PlanFlow.breaches(community, plan).stream()
                                .map(Breach::slot)
                                .distinct()
                                .count());
        addEnergy(community, plan);
        addPeak(community, plan, most, net[most]);
    }

    private void addEnergy(Community community, Plan plan) {
        Map<String, String> owners = new HashMap<>();
        for (Home home : community.homes()) {
            owners.put(home.id(), home.id());
            for (Device device : home.devices()) {
                owners.put(device.id(), home.id());
            }
        }
        for (Contribution part : Contribution.of(community, plan)) {
            add(owners.getOrDefault(part.subject(), ""), part.cost());
        }
    }

    /** To the homes that take in the slot, by what they take; what is left of it to the last. */
    private void addPeak(Community community, Plan plan, int slot, int watts) {
        if (watts <= reached || peakMicroPerKw == 0) {
            return;
        }
        Cost left = Cost.ofPeak(watts - (long) reached, peakMicroPerKw);
        peakCost = peakCost.plus(left);
        reached = watts;
        long taken = 0;
        for (Home home : community.homes()) {
            taken += Math.max(0, PlanAssembly.net(home, plan)[slot]);
        }
        for (Home home : community.homes()) {
            int own = Math.max(0, PlanAssembly.net(home, plan)[slot]);
            if (own > 0) {
                Cost share =
                        new Cost(
                                Math.multiplyExact(left.quarterNano() / taken, own)
                                        + left.quarterNano() % taken * own / taken);
                add(home.id(), share);
                left = left.minus(share);
                taken -= own;
            }
        }
    }

    private void add(String home, Cost part) {
        homes.merge(home, part, Cost::plus);
        cost = cost.plus(part);
    }

    boolean has(String home) {
        return homes.containsKey(home);
    }

    /** What a home would have paid. */
    Cost of(String home) {
        return homes.getOrDefault(home, Cost.ZERO);
    }

    AreaBacktest.Outcome outcome() {
        return new AreaBacktest.Outcome(cost, highest, overLimit, overFeeder, peakCost);
    }
}
