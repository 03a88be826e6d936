package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.network.Flow;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a feeder's checkpoints for the linear model: moved by what the exact flow of a plan
 * differs from it there, so that near that plan both agree, and by margins where plans broke them.
 * Immutable.
 */
final class FeederLimits {

    /** Kept free besides: roundings of a few W, in units of the model's W. */
    private static final int LEAST_MARGIN_WATTS = 4;

    /** What a margin grows by besides half of what was broken, W. */
    private static final int MORE_MARGIN_WATTS = 20;

    final FeederModel model;
    private final Community community;
    private final Feeder feeder;
    private final int[][] lowest;
    private final int[][] highest;
    private final int[][] margin;

    private FeederLimits(
            Community community,
            Feeder feeder,
            FeederModel model,
            int[][] lowest,
            int[][] highest,
            int[][] margin) {
        this.community = community;
        this.feeder = feeder;
        this.model = model;
        this.lowest = lowest;
        this.highest = highest;
        this.margin = margin;
    }

    /** The limits of the community's feeder as the linear model has them, or null without one. */
    static @Nullable FeederLimits of(Community community) {
        Feeder feeder = community.feeder();
        if (feeder == null) {
            return null;
        }
        FeederModel model = new FeederModel(community, feeder);
        int slots = community.slots();
        int checks = model.checkpoints.size();
        int[][] margin = new int[slots][checks];
        for (int[] row : margin) {
            Arrays.fill(row, LEAST_MARGIN_WATTS << model.shift);
        }
        return new FeederLimits(community, feeder, model, model.lowest, model.highest, margin);
    }

    /**
     * These limits moved to where the exact flow of {@code plan} is.
     *
     * @param cautious whether margins grow where the plan breaks limits
     */
    FeederLimits at(Plan plan, boolean cautious) {
        List<Flow> flows = PlanFlow.of(community, feeder, plan);
        int slots = community.slots();
        int checks = model.checkpoints.size();
        int[][] linear = levels(plan);
        int[][] low = new int[slots][];
        int[][] high = new int[slots][];
        int[][] margins = new int[slots][];
        for (int slot = 0; slot < slots; slot++) {
            low[slot] = lowest[slot].clone();
            high[slot] = highest[slot].clone();
            margins[slot] = margin[slot].clone();
            Flow flow = flows.get(slot);
            for (int check = 0; check < checks && flow.isFound(); check++) {
                int exact = exact(flow, slot, check, linear[slot][check]);
                int toHigh = model.highest[slot][check] - exact;
                int toLow = model.lowest[slot][check] - exact;
                // More load falls more than in proportion: of the room left, a part is kept.
                int room = toHigh < 0 ? toHigh : (int) (toHigh * roomPart());
                high[slot][check] = linear[slot][check] + room;
                low[slot][check] = linear[slot][check] + toLow;
                int over = Math.max(-toHigh, toLow);
                if (cautious && over > 0) {
                    margins[slot][check] += over / 2 + (MORE_MARGIN_WATTS << model.shift);
                }
            }
        }
        return new FeederLimits(community, feeder, model, low, high, margins);
    }

    /** How much less a W does to the squared voltage without load than at the lowest voltage. */
    private double roomPart() {
        double volts = feeder.planning().lowest() / 1000.0;
        return Math.min(1, volts * volts / model.unloadedSquare);
    }

    /** These limits with more room at one place. */
    FeederLimits relieved(Relief relief) {
        int[] effect = model.effect[model.sites.near(relief.node(), relief.phase()).index];
        int[][] low = new int[community.slots()][];
        int[][] high = new int[community.slots()][];
        for (int slot = 0; slot < low.length; slot++) {
            low[slot] = lowest[slot].clone();
            high[slot] = highest[slot].clone();
            for (int check = 0; check < effect.length; check++) {
                FeederModel.Checkpoint at = model.checkpoints.get(check);
                boolean own = at.node().equals(relief.node()) && at.phase() == relief.phase();
                int units =
                        at.cable()
                                ? relief.cable() && own ? 1 << model.shift : 0
                                : relief.cable() ? 0 : Math.max(0, effect[check]);
                if (relief.giving()) {
                    low[slot][check] -= units * relief.watts();
                } else {
                    high[slot][check] += units * relief.watts();
                }
            }
        }
        return new FeederLimits(community, feeder, model, low, high, margin);
    }

    private int exact(Flow flow, int slot, int check, int linear) {
        FeederModel.Checkpoint checkpoint = model.checkpoints.get(check);
        double scale = model.scale[check];
        double unloaded = model.unloadedSquare;
        if (!checkpoint.cable()) {
            double volts = flow.volts(checkpoint.node(), checkpoint.phase());
            return (int) Math.round((unloaded - volts * volts) * scale);
        }
        // The limit is what active power reactive power leaves of ampacity; so is the level.
        double limit = model.highest[slot][check] / scale;
        double amps = flow.amps(checkpoint.node(), checkpoint.phase());
        double rated = model.ampacity(checkpoint.node());
        double square = limit * limit + unloaded * (amps * amps - rated * rated);
        double watts = Math.sqrt(Math.max(0, square));
        return (int) Math.round(Math.copySign(watts, linear) * scale);
    }

    /** The linear levels of a plan. */
    private int[][] levels(Plan plan) {
        int[][] levels = new int[community.slots()][];
        for (int slot = 0; slot < levels.length; slot++) {
            levels[slot] = model.base[slot].clone();
        }
        for (Home home : community.homes()) {
            Series cut = plan.curtailed().get(home.id());
            if (cut != null) {
                add(levels, model.sites.at(home, home.connection()), cut);
            }
            for (Device device : home.devices()) {
                Series watts = plan.devices().get(device.id());
                if (watts != null) {
                    add(levels, model.sites.at(home, device.connection()), watts);
                }
            }
        }
        return levels;
    }

    private void add(int[][] levels, Site site, Series watts) {
        int[] effect = model.effect[site.index];
        for (int slot = 0; slot < levels.length; slot++) {
            int power = watts.at(slot);
            for (int check = 0; check < effect.length && power != 0; check++) {
                levels[slot][check] += effect[check] * power;
            }
        }
    }

    int[] lowest(int slot) {
        int[] low = new int[model.checkpoints.size()];
        for (int check = 0; check < low.length; check++) {
            low[check] = lowest[slot][check] + margin[slot][check];
        }
        return low;
    }

    int[] highest(int slot) {
        int[] high = new int[model.checkpoints.size()];
        for (int check = 0; check < high.length; check++) {
            high[check] = highest[slot][check] - margin[slot][check];
        }
        return high;
    }
}
