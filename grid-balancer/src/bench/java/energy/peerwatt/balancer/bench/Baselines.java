package energy.peerwatt.balancer.bench;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.solver.Planned;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What homes would do without a plan, against what a plan costs. Uncoordinated: vehicles charge
 * when they come, appliances start as early as they may, heat pumps run when they must, batteries
 * rest. The self-consumption rule adds batteries that take what their home's panels have left and
 * give what it lacks, and end no lower than they have to.
 */
final class Baselines {

    private double cost;
    private double costUncoordinated;
    private double costRule;
    private long violationsUncoordinated;
    private long violationsRule;
    private int count;

    void add(Planned planned) {
        Community community = planned.community();
        CheckReport alone = Checker.check(community, plan(community, false));
        CheckReport rule = Checker.check(community, plan(community, true));
        cost += planned.cost().quarterNano();
        costUncoordinated += alone.cost().quarterNano();
        costRule += rule.cost().quarterNano();
        violationsUncoordinated += limits(alone);
        violationsRule += limits(rule);
        count++;
    }

    /**
     * Of all plans together: per cent above the others' cost, negative below; violations are slots
     * over a limit, for each plan.
     */
    Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        if (count > 0) {
            figures.put("costAgainstRulePercent", percentAbove(costRule));
            figures.put("costAgainstUncoordinatedPercent", percentAbove(costUncoordinated));
            figures.put("ruleViolations", (double) violationsRule / count);
            figures.put("uncoordinatedViolations", (double) violationsUncoordinated / count);
        }
        return figures;
    }

    private double percentAbove(double other) {
        return (cost - other) / other * 100;
    }

    private static long limits(CheckReport report) {
        return report.violations().stream()
                .filter(violation -> violation.kind() == Violation.Kind.LIMIT)
                .count();
    }

    private static Plan plan(Community community, boolean rule) {
        Map<String, Series> profiles = new HashMap<>();
        for (Home home : community.homes()) {
            int[] net = new int[community.slots()];
            for (int slot = 0; slot < net.length; slot++) {
                net[slot] = home.loadWatts().at(slot) - home.solar().watts().at(slot);
            }
            for (Device device : home.devices()) {
                if (!(device instanceof Battery)) {
                    add(profiles, net, device.id(), fixed(community, device));
                }
            }
            for (Device device : home.devices()) {
                if (device instanceof Battery battery) {
                    add(profiles, net, battery.id(), battery(community, battery, net, rule));
                }
            }
        }
        return new Plan(profiles, Map.of());
    }

    private static void add(Map<String, Series> profiles, int[] net, String id, int[] watts) {
        profiles.put(id, Series.of(watts));
        for (int slot = 0; slot < net.length; slot++) {
            net[slot] += watts[slot];
        }
    }

    private static int[] battery(Community community, Battery battery, int[] net, boolean rule) {
        int[] wanted = new int[net.length];
        for (int slot = 0; rule && slot < net.length; slot++) {
            wanted[slot] = -net[slot];
        }
        return StoreRules.of(battery, community.horizon()).nearest(wanted);
    }

    private static int[] fixed(Community community, Device device) {
        return switch (device) {
            case Charger charger -> charged(community, charger);
            case HeatPump pump -> StoreRules.of(pump, community.horizon()).justInTime();
            case Appliance appliance -> {
                int[] watts = new int[community.slots()];
                for (int i = 0; i < appliance.cycleWatts().slots(); i++) {
                    watts[appliance.start().earliestSlot() + i] = appliance.cycleWatts().at(i);
                }
                yield watts;
            }
            case Battery battery -> throw new IllegalArgumentException(battery.id());
        };
    }

    private static int[] charged(Community community, Charger charger) {
        if (charger.toHome().isPresent()) {
            return StoreRules.of(charger, charger.toHome().get(), community.horizon()).soonest();
        }
        int[] watts = new int[community.slots()];
        int fixed = ChargeNeed.fixedUnits(charger, community.horizon());
        watts[0] = fixed * charger.steps().unitWatts();
        int left = ChargeNeed.of(charger, community.horizon()).units() - fixed;
        int slot = ChargeNeed.firstFree(charger, community.horizon());
        while (left > 0) {
            int units = Math.min(left, charger.steps().maxUnits());
            watts[slot++] = units * charger.steps().unitWatts();
            left -= units;
        }
        return watts;
    }
}
