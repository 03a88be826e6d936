package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.explain.BindingPlace.Kind;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.network.Flow;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.PlanFlow;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Polish;
import energy.peerwatt.balancer.solver.Relief;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a plan reaches what its feeder may, and what more there would be worth. */
final class FeederReasons {

    private static final int TRIES = 150;
    private static final int KILOWATT = 1_000;

    /** A voltage binds that is nearer to its limit, mV. */
    private static final long NEAR_MILLIVOLTS = 250;

    /** A cable binds that carries more of what it may, permille. */
    private static final long NEAR_PERMILLE = 985;

    private final Community community;
    private final Feeder feeder;
    private final List<Flow> flows;

    /** The worst place of each kind and phase. */
    private final Map<String, Found> worst = new LinkedHashMap<>();

    /** A place that is reached, before its worth is known. */
    private record Found(
            Kind kind, String node, int phase, long room, long reached, List<Integer> slots) {

        BindingPlace place(Cost worth) {
            return new BindingPlace(kind, node, phase, reached, slots, worth);
        }
    }

    private FeederReasons(Community community, Feeder feeder, Plan plan) {
        this.community = community;
        this.feeder = feeder;
        flows = PlanFlow.of(community, feeder, plan);
    }

    /** The worst place of each kind and phase, the most worth first; none without a feeder. */
    static List<BindingPlace> binding(Community community, Plan plan) {
        Feeder feeder = community.feeder();
        if (feeder == null) {
            return List.of();
        }
        FeederReasons reasons = new FeederReasons(community, feeder, plan);
        reasons.findVoltages();
        reasons.findCurrents();
        return reasons.worths(plan);
    }

    /** Likewise of a plan that may break them, worth nothing. */
    static List<BindingPlace> reached(Community community, Plan plan) {
        Feeder feeder = community.feeder();
        if (feeder == null) {
            return List.of();
        }
        FeederReasons reasons = new FeederReasons(community, feeder, plan);
        reasons.findVoltages();
        reasons.findCurrents();
        return reasons.worst.values().stream().map(found -> found.place(Cost.ZERO)).toList();
    }

    private void findVoltages() {
        for (NetworkCheck.Place place : NetworkCheck.places(community, feeder)) {
            List<Integer> low = new ArrayList<>();
            List<Integer> high = new ArrayList<>();
            long lowest = Long.MAX_VALUE;
            long highest = 0;
            for (int slot = 0; slot < flows.size(); slot++) {
                long now = Math.round(1000 * flows.get(slot).volts(place.node(), place.phase()));
                lowest = Math.min(lowest, now);
                highest = Math.max(highest, now);
                if (now - feeder.planning().lowest() < NEAR_MILLIVOLTS) {
                    low.add(slot);
                }
                if (feeder.planning().highest() - now < NEAR_MILLIVOLTS) {
                    high.add(slot);
                }
            }
            long down = lowest - feeder.planning().lowest();
            long up = feeder.planning().highest() - highest;
            keep(new Found(Kind.LOWEST_VOLTAGE, place.node(), place.phase(), down, lowest, low));
            keep(new Found(Kind.HIGHEST_VOLTAGE, place.node(), place.phase(), up, highest, high));
        }
    }

    private void findCurrents() {
        for (Feeder.Cable cable : feeder.cables()) {
            for (int phase = 0; phase < 3 && cable.isRated(); phase++) {
                List<Integer> near = new ArrayList<>();
                long most = 0;
                for (int slot = 0; slot < flows.size(); slot++) {
                    long now = Math.round(1000 * flows.get(slot).amps(cable.to(), phase));
                    most = Math.max(most, now);
                    if (now > NEAR_PERMILLE * cable.ampacity()) {
                        near.add(slot);
                    }
                }
                long room = 1000L * cable.ampacity() - most;
                keep(new Found(Kind.CURRENT, cable.to(), phase, room, most, near));
            }
        }
    }

    private void keep(Found found) {
        if (!found.slots().isEmpty()) {
            String key = found.kind() + " " + found.phase();
            worst.merge(key, found, (old, now) -> now.room() < old.room() ? now : old);
        }
    }

    private List<BindingPlace> worths(Plan plan) {
        if (worst.isEmpty()) {
            return List.of();
        }
        Planned polished = Polish.polish(community, plan, TRIES);
        Planned same = Polish.polish(community, polished.plan(), TRIES);
        List<BindingPlace> places = new ArrayList<>();
        for (Found found : worst.values()) {
            boolean cable = found.kind() == Kind.CURRENT;
            boolean giving = found.kind() == Kind.HIGHEST_VOLTAGE;
            Relief relief = new Relief(found.node(), found.phase(), cable, giving, KILOWATT);
            Planned better = Polish.polish(community, polished.plan(), TRIES, relief);
            Cost worth = same.cost().minus(better.cost());
            Cost least = worth.compareTo(Cost.ZERO) < 0 ? Cost.ZERO : worth;
            places.add(found.place(least));
        }
        places.sort((a, b) -> b.worthOfKilowatt().compareTo(a.worthOfKilowatt()));
        return places;
    }
}
