package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.Breakers;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes over what still fits of a plan for an earlier state of a community. */
final class Adoption {

    private Adoption() {}

    /**
     * A profile for each device of {@code now}, each keeping the device's rules: as near as it can
     * be to that of the same id in {@code old}, slot by slot of the clock.
     *
     * @param since the horizon of {@code old}
     */
    static List<DevicePlan> adopt(Community now, Plan old, Horizon since) {
        long shift =
                (now.horizon().start().getEpochSecond() - since.start().getEpochSecond())
                        / Horizon.SLOT.toSeconds();
        List<DevicePlan> plans = new ArrayList<>();
        DeviceRules rules = DeviceRules.of(now);
        for (Device device : now.devices()) {
            DeviceState state = rulesOf(device, rules);
            Series profile = old.devices().get(device.id());
            Series adopted =
                    profile == null
                            ? state.firstProfile()
                            : Series.of(state.nearest(shifted(profile, shift, now.slots())));
            plans.add(new DevicePlan(plans.size(), adopted));
        }
        if (StreetScore.hasBreakers(now)) {
            BreakerState breakers = new BreakerState(0, new Breakers(now), now.slots());
            int[] wanted = shifted(Series.of(offIn(old, since.slots())), shift, now.slots());
            plans.add(new DevicePlan(plans.size(), Series.of(breakers.nearest(wanted))));
        }
        return plans;
    }

    /** How many blocks are off in each slot. */
    static int[] offIn(Plan plan, int slots) {
        int[] off = new int[slots];
        for (Series each : plan.off().values()) {
            for (int slot = 0; slot < Math.min(slots, each.slots()); slot++) {
                off[slot] += each.at(slot);
            }
        }
        return off;
    }

    /** A device by itself: what it may do does not depend on where it is. */
    static DeviceState rulesOf(Device device, DeviceRules rules) {
        return DeviceState.of(0, Site.of(device.connection()), device, rules);
    }

    /** Devices without a profile. */
    static List<DevicePlan> blank(Community community) {
        List<DevicePlan> plans = new ArrayList<>();
        int breakers = StreetScore.hasBreakers(community) ? 1 : 0;
        for (int i = 0; i < community.devices().size() + breakers; i++) {
            plans.add(new DevicePlan(i, null));
        }
        return plans;
    }

    /** The plan that a solution is, without curtailment. */
    static Plan planOf(StreetPlan solution) {
        Map<String, Series> profiles = new HashMap<>();
        List<Device> devices = solution.community().devices();
        Map<String, Series> off = Map.of();
        for (DevicePlan device : solution.devices()) {
            if (device.index() == devices.size()) {
                off = off(solution.community(), device.profile());
                continue;
            }
            Optional.ofNullable(device.profile())
                    .ifPresent(profile -> profiles.put(devices.get(device.index()).id(), profile));
        }
        return new Plan(profiles, Map.of(), off);
    }

    private static Map<String, Series> off(Community community, @Nullable Series counts) {
        return counts == null ? Map.of() : new Breakers(community).series(counts.toArray());
    }

    private static int[] shifted(Series profile, long shift, int slots) {
        int[] watts = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            long from = slot + shift;
            watts[slot] = from >= 0 && from < profile.slots() ? profile.at((int) from) : 0;
        }
        return watts;
    }
}
