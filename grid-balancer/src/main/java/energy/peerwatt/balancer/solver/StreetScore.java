package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;
import org.optaplanner.core.api.score.calculator.IncrementalScoreCalculator;

/**
 * The exact score of a plan, kept up slot by slot. Hard: thirds of W over limits, summed over slots
 * and limits, negated. Soft: for each tier of an island, the critical one first, the W-slots of
 * load not served, negated; then the cost in quarter-nano, negated.
 */
public final class StreetScore
        implements IncrementalScoreCalculator<StreetPlan, BendableLongScore> {

    private @Nullable Trial trial;
    private @Nullable Search search;

    /** For OptaPlanner. */
    public StreetScore() {}

    static Trial trialOf(Community community, @Nullable FeederLimits limits) {
        Street street = new Street(community, limits);
        DeviceRules rules = DeviceRules.of(community);
        List<DeviceState> states = new ArrayList<>();
        for (Home home : community.homes()) {
            for (Device device : home.devices()) {
                Site site = street.site(home, device);
                states.add(DeviceState.of(states.size(), site, device, rules));
            }
        }
        if (street.island != null && hasBreakers(community)) {
            states.add(new BreakerState(states.size(), street.island.breakers, street.slots));
        }
        return new Trial(street, states);
    }

    /** Whether there are blocks that may be off, and so a device more than the community's. */
    static boolean hasBreakers(Community community) {
        return community
                .island()
                .map(island -> !island.shedding().blocks().isEmpty())
                .orElse(false);
    }

    @Override
    public void resetWorkingSolution(StreetPlan plan) {
        Trial fresh = trialOf(plan.community(), plan.limits());
        for (DevicePlan device : plan.devices()) {
            load(fresh, device);
        }
        trial = fresh;
        search = null;
        if (!plan.hasState()) {
            plan.setState(this);
        }
    }

    private static void load(Trial trial, DevicePlan device) {
        Series profile = device.profile();
        if (profile != null) {
            trial.load(trial.devices[device.index()], profile.toArray());
        }
    }

    /** The devices as they are; whoever changes them takes the changes back. */
    Trial trial() {
        if (trial == null) {
            throw new IllegalStateException("no working solution yet");
        }
        return trial;
    }

    Search search(Random random) {
        if (search == null) {
            search = new Search(trial(), random);
        }
        return search;
    }

    @Override
    public void beforeEntityAdded(Object entity) {}

    @Override
    public void afterEntityAdded(Object entity) {
        load(trial(), (DevicePlan) entity);
    }

    @Override
    public void beforeVariableChanged(Object entity, String variableName) {}

    @Override
    public void afterVariableChanged(Object entity, String variableName) {
        load(trial(), (DevicePlan) entity);
    }

    @Override
    public void beforeEntityRemoved(Object entity) {}

    @Override
    public void afterEntityRemoved(Object entity) {
        throw new UnsupportedOperationException("devices are not removed while solving");
    }

    @Override
    public BendableLongScore calculateScore() {
        Street street = trial().street;
        long[] soft = new long[StreetPlan.SOFT_LEVELS];
        for (int tier = 1; tier < soft.length; tier++) {
            soft[tier - 1] = -street.unserved(tier);
        }
        soft[soft.length - 1] = -trial().bill();
        return BendableLongScore.of(new long[] {-street.excessSum()}, soft);
    }
}
