package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.island.SharedReserve;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Slots in which limits are nearly reached, and lists of slots as text. */
final class Slots {

    private Slots() {}

    /** Slots by the id of each limit that leaves less than {@link BindingLimit#NEAR_WATTS}. */
    static Map<String, List<Integer>> near(Community community, Plan plan) {
        Map<String, List<Integer>> near = new HashMap<>();
        findReserves(community, plan, near);
        long before = 0;
        for (int slot = 0; slot < community.slots(); slot++) {
            int at = slot;
            long[] thirds = thirds(community, plan, slot);
            long total = thirds[0] + thirds[1] + thirds[2];
            for (Limit limit : community.limits()) {
                OptionalInt watts = limit.wattsAt(slot);
                boolean ramp = limit.scope() == Limit.Scope.RAMP;
                boolean reserve = limit.scope() == Limit.Scope.RESERVE;
                if (watts.isEmpty() || (ramp && slot == 0) || reserve) {
                    continue;
                }
                boolean own = limit.scope() == Limit.Scope.HOME;
                long net =
                        own
                                ? 3 * net(community, plan, limit.home().orElseThrow(), slot)
                                : net(limit.scope(), thirds) - (ramp ? before : 0);
                long flow = limit.direction() == Limit.Direction.IMPORT ? net : -net;
                boolean open = community.island().map(each -> each.isOpen(at)).orElse(false);
                boolean holds = own || !open;
                if (flow > 3L * (watts.getAsInt() - BindingLimit.NEAR_WATTS) && holds) {
                    near.computeIfAbsent(limit.id(), id -> new ArrayList<>()).add(slot);
                }
            }
            before = total;
        }
        return near;
    }

    private static long net(Limit.Scope scope, long[] thirds) {
        return switch (scope) {
            case TOTAL, RAMP -> thirds[0] + thirds[1] + thirds[2];
            case L1 -> thirds[0];
            case L2 -> thirds[1];
            case L3 -> thirds[2];
            case HOME, RESERVE -> throw new IllegalArgumentException("no flow of all homes");
        };
    }

    /** A reserve binds where a battery has no more left than its share. */
    private static void findReserves(
            Community community, Plan plan, Map<String, List<Integer>> near) {
        List<Limit> reserves =
                community.limits().stream()
                        .filter(limit -> limit.scope() == Limit.Scope.RESERVE)
                        .toList();
        if (reserves.isEmpty()) {
            return;
        }
        SharedReserve shares = SharedReserve.of(community);
        for (Limit limit : reserves) {
            for (int slot = 0; slot < community.slots(); slot++) {
                int at = slot;
                boolean full =
                        community.devices().stream()
                                .filter(Battery.class::isInstance)
                                .map(Battery.class::cast)
                                .anyMatch(each -> isFull(community, plan, shares, limit, each, at));
                if (full && limit.wattsAt(slot).isPresent()) {
                    near.computeIfAbsent(limit.id(), id -> new ArrayList<>()).add(slot);
                }
            }
        }
    }

    private static boolean isFull(
            Community community,
            Plan plan,
            SharedReserve shares,
            Limit limit,
            Battery battery,
            int slot) {
        StoreRules.Kept kept = shares.of(battery);
        Series profile = plan.devices().get(battery.id());
        if (profile == null) {
            return false;
        }
        StoreRules rules = StoreRules.of(battery, community.horizon(), kept);
        long level = rules.levels(profile.toArray())[slot];
        long step = BindingLimit.NEAR_WATTS * 1_000L;
        if (limit.direction() == Limit.Direction.EXPORT) {
            boolean low = level - step < rules.level().floor().at(slot);
            boolean strong = profile.at(slot) - BindingLimit.NEAR_WATTS < rules.lowestAt(slot);
            return kept.giveWatts().at(slot) > 0 && (low || strong);
        }
        boolean high = level + step > rules.level().ceiling().at(slot);
        boolean strong = profile.at(slot) + BindingLimit.NEAR_WATTS > rules.highestAt(slot);
        return kept.takeWatts().at(slot) > 0 && (high || strong);
    }

    /** What a home takes, W. */
    private static long net(Community community, Plan plan, String id, int slot) {
        long net = 0;
        for (Home home : community.homes()) {
            if (home.id().equals(id)) {
                net = own(community, plan, home, slot);
                for (Device device : home.devices()) {
                    Series watts = plan.devices().get(device.id());
                    net += watts == null ? 0 : watts.at(slot);
                }
            }
        }
        return net;
    }

    /** What a home takes besides its devices, W. */
    private static long own(Community community, Plan plan, Home home, int slot) {
        Series curtailed = plan.curtailed().get(home.id());
        long own = (long) home.loadWatts().at(slot) - home.solar().watts().at(slot);
        own += curtailed == null ? 0 : curtailed.at(slot);
        return own - BlockLoads.off(community, plan, home, slot);
    }

    /** What all homes together take in a slot, W. */
    static long net(Community community, Plan plan, int slot) {
        long[] thirds = thirds(community, plan, slot);
        return (thirds[0] + thirds[1] + thirds[2]) / 3;
    }

    private static long[] thirds(Community community, Plan plan, int slot) {
        long[] thirds = new long[3];
        for (int phase = 0; phase < 3; phase++) {
            for (Home home : community.homes()) {
                long own = own(community, plan, home, slot);
                thirds[phase] += own * home.connection().thirdsOn(phase);
                for (Device device : home.devices()) {
                    Series watts = plan.devices().get(device.id());
                    if (watts != null) {
                        thirds[phase] +=
                                (long) watts.at(slot) * device.connection().thirdsOn(phase);
                    }
                }
            }
        }
        return thirds;
    }

    /** Such as {@code 3-7, 9}. */
    static String ranges(List<Integer> slots) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slots.size(); i++) {
            boolean last = i + 1 == slots.size() || slots.get(i + 1) != slots.get(i) + 1;
            if (last) {
                int first = slots.get(from);
                parts.add(from == i ? "" + first : first + "-" + slots.get(i));
                from = i + 1;
            }
        }
        return String.join(", ", parts);
    }
}
