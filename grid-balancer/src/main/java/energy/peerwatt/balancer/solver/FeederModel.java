package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.network.LinearFlow;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear model of a feeder in whole numbers. Each checkpoint is the voltage at a home's phase
 * or the current in a cable's phase; its level rises in proportion to all powers. A level is
 * counted so that a W at the site that changes it most is {@code 1 << shift} units, the same for
 * all checkpoints. Those that no powers of the devices can bring to a limit are left out.
 *
 * <p>Immutable; the same community gives the same checkpoints.
 */
final class FeederModel {

    /** Levels stay below this, so that sums with a change fit an int. */
    private static final double LARGEST = 1 << 29;

    private static final int FINEST_SHIFT = 14;

    /** A checkpoint is kept if its levels come within this part of their range to a limit. */
    private static final double NEAR = 0.1;

    /**
     * Where a limit is held.
     *
     * @param cable whether it is the cable that ends at the node, else the voltage there
     * @param phase 0 to 2
     */
    record Checkpoint(boolean cable, String node, int phase) {}

    /** A checkpoint before it is counted in units. */
    private static final class Candidate {

        private final Checkpoint checkpoint;
        private final double[] effects;
        private final double[] base;
        private final double[] lowest;
        private final double[] highest;

        /** Limits hold in every slot until {@link #limit}. */
        Candidate(Checkpoint checkpoint, double[] effects, double[] base) {
            this.checkpoint = checkpoint;
            this.effects = effects;
            this.base = base;
            lowest = new double[base.length];
            highest = new double[base.length];
        }

        void limit(int slot, double low, double high) {
            lowest[slot] = low;
            highest[slot] = high;
        }

        double strongest() {
            double strongest = 0;
            for (double effect : effects) {
                strongest = Math.max(strongest, Math.abs(effect));
            }
            return strongest;
        }
    }

    final FeederSites sites;
    final List<Checkpoint> checkpoints = new ArrayList<>();

    /** Units for each W, by site and checkpoint. */
    final int[][] effect;

    /** Levels without devices, and the limits, by slot and checkpoint. */
    final int[][] base;

    final int[][] lowest;
    final int[][] highest;

    /** One W at the site of most effect. */
    final int shift;

    /** Units for each V^2 of a voltage and for each W of a cable, by checkpoint. */
    final double[] scale;

    /** The square of every voltage without load, V^2. */
    final double unloadedSquare;

    private final Community community;
    private final Feeder feeder;
    private final LinearFlow linear;
    private final double[] mostBySite;

    FeederModel(Community community, Feeder feeder) {
        this.community = community;
        this.feeder = feeder;
        linear = new LinearFlow(feeder);
        unloadedSquare = linear.unloadedSquare();
        sites = new FeederSites(community, feeder);
        mostBySite = mostBySite();
        List<Candidate> kept = candidates().stream().filter(this::canBind).toList();
        double finest = 1 << FINEST_SHIFT;
        for (Candidate candidate : kept) {
            finest = Math.min(finest, LARGEST / range(candidate) * candidate.strongest());
        }
        shift = Math.max(0, Math.getExponent(finest));
        int slots = community.slots();
        int count = kept.size();
        effect = new int[sites.sites.size()][count];
        base = new int[slots][count];
        lowest = new int[slots][count];
        highest = new int[slots][count];
        scale = new double[count];
        for (int check = 0; check < count; check++) {
            fill(kept.get(check), check);
        }
    }

    private void fill(Candidate candidate, int check) {
        checkpoints.add(candidate.checkpoint);
        double units = (1 << shift) / candidate.strongest();
        scale[check] = units;
        for (int site = 0; site < effect.length; site++) {
            effect[site][check] = (int) Math.round(candidate.effects[site] * units);
        }
        for (int slot = 0; slot < base.length; slot++) {
            base[slot][check] = (int) Math.round(candidate.base[slot] * units);
            lowest[slot][check] = bound(Math.ceil(candidate.lowest[slot] * units));
            highest[slot][check] = bound(Math.floor(candidate.highest[slot] * units));
        }
    }

    /** A that the cable ending at {@code node} may carry. */
    int ampacity(String node) {
        return feeder.cables().stream()
                .filter(cable -> cable.to().equals(node))
                .findFirst()
                .orElseThrow()
                .ampacity();
    }

    private static int bound(double units) {
        return (int) Math.clamp(units, -LARGEST, LARGEST);
    }

    /** The most that panels and devices at each site can take or give, W. */
    private double[] mostBySite() {
        double[] most = new double[sites.sites.size()];
        for (Home home : community.homes()) {
            int solar = home.solar().watts().stream().max().orElse(0);
            most[sites.at(home, home.connection()).index] += solar;
            for (Device device : home.devices()) {
                most[sites.at(home, device.connection()).index] += most(device);
            }
        }
        return most;
    }

    private static int most(Device device) {
        return switch (device) {
            case Battery battery ->
                    Math.max(battery.converter().maxChargeW(), battery.converter().maxDischargeW());
            case HeatPump pump -> pump.maxWatts();
            case Charger charger ->
                    Math.max(
                            charger.steps().maxWatts(),
                            charger.toHome().map(each -> each.discharge().maxWatts()).orElse(0));
            case Appliance appliance -> appliance.cycleWatts().stream().max().orElse(0);
        };
    }

    private List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (NetworkCheck.Place place : NetworkCheck.places(community, feeder)) {
            all.add(voltage(place.node(), place.phase()));
        }
        for (Feeder.Cable cable : feeder.cables()) {
            for (int phase = 0; phase < 3; phase++) {
                if (cable.isRated() && cable.phases().thirdsOn(phase) > 0) {
                    all.add(current(cable, phase));
                }
            }
        }
        return all;
    }

    /** The level is what the squared voltage has fallen by, V^2. */
    private Candidate voltage(String node, int phase) {
        int slots = community.slots();
        double[] effects = new double[sites.sites.size()];
        double[] perVar = new double[effects.length];
        for (int site = 0; site < effects.length; site++) {
            Connection connection = sites.connections.get(site);
            String other = sites.nodes.get(site);
            for (int by = 0; by < 3; by++) {
                double part = connection.thirdsOn(by) / 3.0;
                effects[site] += part * linear.dropPerWatt(node, phase, other, by);
                perVar[site] += part * linear.dropPerVar(node, phase, other, by);
            }
        }
        double least = feeder.planning().lowest() / 1000.0;
        double most = feeder.planning().highest() / 1000.0;
        Candidate candidate =
                new Candidate(new Checkpoint(false, node, phase), effects, base(effects, perVar));
        for (int slot = 0; slot < slots; slot++) {
            candidate.limit(slot, unloadedSquare - most * most, unloadedSquare - least * least);
        }
        return candidate;
    }

    /** The level is the active power through the cable, W; reactive power leaves less room. */
    private Candidate current(Feeder.Cable cable, int phase) {
        int slots = community.slots();
        double[] effects = new double[sites.sites.size()];
        for (int site = 0; site < effects.length; site++) {
            boolean fed = linear.feeds(cable.to(), sites.nodes.get(site));
            effects[site] = fed ? sites.connections.get(site).thirdsOn(phase) / 3.0 : 0;
        }
        double apparent = cable.ampacity() * Math.sqrt(unloadedSquare);
        double[] vars = base(new double[effects.length], effects);
        Candidate candidate =
                new Candidate(
                        new Checkpoint(true, cable.to(), phase),
                        effects,
                        base(effects, new double[effects.length]));
        for (int slot = 0; slot < slots; slot++) {
            double room = Math.max(0, apparent * apparent - vars[slot] * vars[slot]);
            candidate.limit(slot, -Math.sqrt(room), Math.sqrt(room));
        }
        return candidate;
    }

    /** The level of each slot by loads and panels alone. */
    private double[] base(double[] perWatt, double[] perVar) {
        double vars = PlanFlow.varsPerWatt(feeder);
        double[] level = new double[community.slots()];
        for (Home home : community.homes()) {
            int site = sites.at(home, home.connection()).index;
            for (int slot = 0; slot < level.length; slot++) {
                int load = home.loadWatts().at(slot);
                int solar = home.solar().watts().at(slot);
                level[slot] += (load - solar) * perWatt[site] + load * vars * perVar[site];
            }
        }
        return level;
    }

    private double devices(Candidate candidate) {
        double sum = 0;
        for (int site = 0; site < mostBySite.length; site++) {
            sum += mostBySite[site] * Math.abs(candidate.effects[site]);
        }
        return sum;
    }

    private double range(Candidate candidate) {
        double largest = 0;
        for (int slot = 0; slot < community.slots(); slot++) {
            largest = Math.max(largest, Math.abs(candidate.base[slot]));
        }
        return largest + devices(candidate);
    }

    private boolean canBind(Candidate candidate) {
        double reach = devices(candidate) + NEAR * range(candidate);
        if (candidate.strongest() == 0) {
            return false;
        }
        for (int slot = 0; slot < community.slots(); slot++) {
            double level = candidate.base[slot];
            if (level + reach > candidate.highest[slot] || level - reach < candidate.lowest[slot]) {
                return true;
            }
        }
        return false;
    }
}
