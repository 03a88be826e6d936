package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.domain.solution.PlanningEntityCollectionProperty;
import org.optaplanner.core.api.domain.solution.PlanningScore;
import org.optaplanner.core.api.domain.solution.PlanningSolution;
import org.optaplanner.core.api.domain.solution.cloner.SolutionCloner;
import org.optaplanner.core.api.domain.valuerange.ValueRangeProvider;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;

/** OptaPlanner's solution: a community and a profile for each of its devices. */
@PlanningSolution(solutionCloner = StreetPlan.Cloner.class)
public final class StreetPlan {

    @PlanningEntityCollectionProperty private List<DevicePlan> devices = new ArrayList<>();

    /** A level for each tier of an island, then the cost. */
    static final int SOFT_LEVELS = ShedBlock.LAST_TIER + 1;

    @PlanningScore(bendableHardLevelsSize = 1, bendableSoftLevelsSize = SOFT_LEVELS)
    private @Nullable BendableLongScore score;

    private @Nullable Community community;

    private int revision;

    private @Nullable FeederLimits limits;

    /** Whether this is a search's result with other limits: it needs no construction. */
    private boolean constructed;

    /** The solver thread's state of this plan; only the working solution has one. */
    private @Nullable StreetScore state;

    /** For OptaPlanner. */
    public StreetPlan() {}

    StreetPlan(Community community, List<DevicePlan> devices) {
        this.community = community;
        this.devices = devices;
        limits = limits(community, devices);
    }

    /** The feeder's limits, moved to the exact flow of what the devices do if they do anything. */
    private static @Nullable FeederLimits limits(Community community, List<DevicePlan> devices) {
        FeederLimits limits = FeederLimits.of(community);
        if (limits == null) {
            return null;
        }
        Trial trial = StreetScore.trialOf(community, limits);
        for (DevicePlan device : devices) {
            Series profile = device.profile();
            if (profile == null) {
                return limits;
            }
            trial.load(trial.devices[device.index()], profile.toArray());
        }
        return limits.at(Polish.planOf(community, trial), false);
    }

    private StreetPlan(StreetPlan original, List<DevicePlan> devices) {
        this.devices = devices;
        community = original.community;
        revision = original.revision;
        limits = original.limits;
        constructed = original.constructed;
    }

    /** For OptaPlanner, which wants a range; moves compute profiles and never draw from it. */
    @ValueRangeProvider(id = "profiles")
    public List<Series> getProfiles() {
        return List.of(Series.constant(1, 0));
    }

    Community community() {
        if (community == null) {
            throw new IllegalStateException("a plan without a community");
        }
        return community;
    }

    /** Which of the communities of a live planner this is a plan for. */
    int revision() {
        return revision;
    }

    /** Turns this into a plan for another community. */
    void become(Community changed, int number, List<DevicePlan> plans) {
        community = changed;
        revision = number;
        devices = plans;
        limits = limits(changed, plans);
        constructed = false;
    }

    /** The feeder's limits as they are known by now; null without a feeder. */
    @Nullable FeederLimits limits() {
        return limits;
    }

    /** From now on other limits of the same feeder hold. */
    void limit(@Nullable FeederLimits changed) {
        limits = changed;
    }

    boolean isConstructed() {
        return constructed;
    }

    /** This plan to be searched on, with limits moved to the exact flow of what it came to. */
    StreetPlan corrected(Planned planned) {
        StreetPlan next = new StreetPlan(this, copies());
        next.correct(planned);
        return next;
    }

    /** Moves the limits to the exact flow of a plan for the same community. */
    void correct(Planned planned) {
        FeederLimits known = limits;
        if (known != null) {
            limits = known.at(planned.plan(), true);
            constructed = true;
        }
    }

    private List<DevicePlan> copies() {
        List<DevicePlan> copies = new ArrayList<>(devices.size());
        for (DevicePlan device : devices) {
            copies.add(new DevicePlan(device.index(), device.profile()));
        }
        return copies;
    }

    List<DevicePlan> devices() {
        return devices;
    }

    @Nullable BendableLongScore score() {
        return score;
    }

    StreetScore state() {
        if (state == null) {
            throw new IllegalStateException("not the working solution");
        }
        return state;
    }

    boolean hasState() {
        return state != null;
    }

    void setState(StreetScore state) {
        this.state = state;
    }

    /** Copies entities; profiles are immutable and shared. */
    public static final class Cloner implements SolutionCloner<StreetPlan> {

        @Override
        public StreetPlan cloneSolution(StreetPlan original) {
            StreetPlan clone = new StreetPlan(original, original.copies());
            clone.score = original.score;
            return clone;
        }
    }
}
