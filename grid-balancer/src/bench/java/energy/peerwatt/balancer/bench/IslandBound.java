package energy.peerwatt.balancer.bench;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPVariable;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The linear relaxation of an island: any part of any block may be off in any slot, at a value for
 * each tier.
 */
final class IslandBound {

    /** What a kWh that is not served is worth, by tier from 1 on, currency units. */
    static final double[] VALUES = {30, 5, 1, 0.9};

    private static final double KWH = 0.25e-3;

    private final LpBound bound;
    private final Community community;
    private final Island island;
    private final Map<Integer, List<MPVariable>> charging = new HashMap<>();
    private final Map<Integer, List<MPVariable>> discharging = new HashMap<>();

    IslandBound(LpBound bound, Community community, Island island) {
        this.bound = bound;
        this.community = community;
        this.island = island;
    }

    boolean isOpen(int slot) {
        return island.isOpen(slot);
    }

    /** Most that flows over the connection before a planned opening, W. */
    double flowLimit(int slot) {
        boolean opens =
                island.outage()
                        .map(outage ->
                                outage.kind() == Outage.Kind.PLANNED
                                        && slot == outage.window().from() - 1)
                        .orElse(false);
        return opens ? island.outage().orElseThrow().toleranceW() : Double.POSITIVE_INFINITY;
    }

    double missedCost(double wattSlots) {
        return wattSlots * island.missedMicro() * 0.25e-9;
    }

    /** Notes what a battery does in a slot, if it forms the grid. */
    void note(Battery battery, int slot, MPVariable charge, MPVariable discharge) {
        if (island.forming().units().contains(battery.id()) && isOpen(slot)) {
            charging.computeIfAbsent(slot, s -> new ArrayList<>()).add(charge);
            discharging.computeIfAbsent(slot, s -> new ArrayList<>()).add(discharge);
        }
    }

    void addHeadroom() {
        double most = 0;
        double least = 0;
        for (var device : community.devices()) {
            if (device instanceof Battery battery
                    && island.forming().units().contains(battery.id())) {
                most += battery.converter().maxChargeW();
                least -= battery.converter().maxDischargeW();
            }
        }
        for (int slot = 0; slot < community.slots(); slot++) {
            if (isOpen(slot)) {
                MPConstraint sum =
                        bound.constraint(least + needed(slot, true), most - needed(slot, false));
                for (MPVariable each : charging.get(slot)) {
                    sum.setCoefficient(each, 1);
                }
                for (MPVariable each : discharging.get(slot)) {
                    sum.setCoefficient(each, -1);
                }
            }
        }
    }

    private double needed(int slot, boolean toGive) {
        double load = 0;
        double solar = 0;
        for (Home home : community.homes()) {
            load += home.loadWatts().at(slot);
            solar += home.solar().watts().at(slot);
        }
        double most = Math.max(island.forming().leastW(), load * island.forming().loadPermille() / 1000);
        if (toGive) {
            most = Math.max(most, solar * island.forming().pvDropPermille() / 1000);
        }
        for (ShedBlock block : island.shedding().blocks()) {
            double sum = 0;
            for (ShedBlock.Part part : block.parts()) {
                sum += load(home(part), part, slot);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private static double load(Home home, ShedBlock.Part part, int slot) {
        return Math.floor((double) home.loadWatts().at(slot) * part.permille() / 1000);
    }

    private Home home(ShedBlock.Part part) {
        return community.homes().stream()
                .filter(home -> home.id().equals(part.home()))
                .findFirst()
                .orElseThrow();
    }

    /** Load that may be off: a variable for each slot, tier and connection. */
    void addShedding() {
        for (int slot = 0; slot < community.slots(); slot++) {
            if (!isOpen(slot)) {
                continue;
            }
            Map<String, Double> most = new HashMap<>();
            Map<String, Home> like = new HashMap<>();
            for (ShedBlock block : island.shedding().blocks()) {
                for (ShedBlock.Part part : block.parts()) {
                    Home home = home(part);
                    String key = block.tier() + " " + home.connection();
                    most.merge(key, load(home, part, slot), Double::sum);
                    like.put(key, home);
                }
            }
            for (Map.Entry<String, Double> entry : most.entrySet()) {
                int tier = entry.getKey().charAt(0) - '0';
                MPVariable off = bound.variable(0, entry.getValue(), VALUES[tier - 1] * KWH);
                bound.add(like.get(entry.getKey()).connection(), slot, off, -1);
            }
        }
    }

    /** What load that a plan does not serve is worth, currency units. */
    static double valueOf(List<Long> unserved) {
        double value = 0;
        for (int i = 0; i < unserved.size(); i++) {
            value += unserved.get(i) * KWH * VALUES[i];
        }
        return value;
    }
}
