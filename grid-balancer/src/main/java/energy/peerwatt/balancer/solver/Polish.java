package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Improves a plan by a fixed number of tries: the same result whatever the machine. */
public final class Polish {

    private Polish() {}

    /**
     * Improves {@code plan} for {@code community}; never worsens it.
     *
     * @param plan of all devices, each keeping its rules
     * @param tries at least 0
     */
    public static Planned polish(Community community, Plan plan, int tries) {
        return polish(community, plan, tries, here(community, plan));
    }

    /** Likewise, if there were more room at one place of the community's feeder. */
    public static Planned polish(Community community, Plan plan, int tries, Relief relief) {
        FeederLimits here = here(community, plan);
        return polish(community, plan, tries, here == null ? null : here.relieved(relief));
    }

    private static @Nullable FeederLimits here(Community community, Plan plan) {
        FeederLimits limits = FeederLimits.of(community);
        return limits == null ? null : limits.at(plan, false);
    }

    private static Planned polish(
            Community community, Plan plan, int tries, @Nullable FeederLimits here) {
        Trial trial = StreetScore.trialOf(community, here);
        List<Device> devices = community.devices();
        for (DeviceState state : trial.devices) {
            if (state instanceof BreakerState breakers) {
                trial.load(breakers, breakers.nearest(Adoption.offIn(plan, community.slots())));
                continue;
            }
            Series profile = plan.devices().get(devices.get(state.index).id());
            if (profile == null || !state.keeps(profile.toArray())) {
                String id = devices.get(state.index).id();
                throw new IllegalArgumentException("no plan that keeps the rules of " + id);
            }
            trial.load(state, profile.toArray());
        }
        Search search = new Search(trial, new Random(0));
        for (int i = 0; i < tries; i++) {
            search.improve();
            trial.forget();
        }
        return planned(community, trial);
    }

    /** What the devices of {@code trial} do. */
    static Plan planOf(Community community, Trial trial) {
        List<Device> devices = community.devices();
        Map<String, Series> profiles = new HashMap<>();
        Map<String, Series> off = Map.of();
        for (DeviceState state : trial.devices) {
            if (state instanceof BreakerState breakers) {
                off = breakers.breakers.series(breakers.watts);
            } else {
                profiles.put(devices.get(state.index).id(), state.profile());
            }
        }
        return new Plan(profiles, Shares.curtailed(community, trial.street), off);
    }

    /** The devices as they are in {@code trial}. */
    static Planned planned(Community community, Trial trial) {
        Plan plan = planOf(community, trial);
        List<Long> unserved = new ArrayList<>();
        for (int tier = 1; tier <= ShedBlock.LAST_TIER; tier++) {
            unserved.add(trial.street.unserved(tier));
        }
        return new Planned(
                community,
                plan,
                new Cost(trial.bill()),
                unserved,
                trial.street.excessSum(),
                PlanFlow.breaches(community, plan));
    }
}
