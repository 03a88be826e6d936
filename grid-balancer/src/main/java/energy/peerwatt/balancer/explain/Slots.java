package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
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
        long before = 0;
        for (int slot = 0; slot < community.slots(); slot++) {
            int at = slot;
            long[] thirds = thirds(community, plan, slot);
            long total = thirds[0] + thirds[1] + thirds[2];
            for (Limit limit : community.limits()) {
                OptionalInt watts = limit.wattsAt(slot);
                boolean ramp = limit.scope() == Limit.Scope.RAMP;
                if (watts.isEmpty() || (ramp && slot == 0)) {
                    continue;
                }
                long net = net(limit.scope(), thirds) - (ramp ? before : 0);
                long flow = limit.direction() == Limit.Direction.IMPORT ? net : -net;
                boolean open = community.island().map(each -> each.isOpen(at)).orElse(false);
                if (flow > 3L * (watts.getAsInt() - BindingLimit.NEAR_WATTS) && !open) {
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
        };
    }

    private static long[] thirds(Community community, Plan plan, int slot) {
        long[] thirds = new long[3];
        for (int phase = 0; phase < 3; phase++) {
            for (Home home : community.homes()) {
                Series curtailed = plan.curtailed().get(home.id());
                long own = (long) home.loadWatts().at(slot) - home.solar().watts().at(slot);
                own += curtailed == null ? 0 : curtailed.at(slot);
                own -= BlockLoads.off(community, plan, home, slot);
                thirds[phase] += own * home.connection().thirdsOn(phase);
                for (var device : home.devices()) {
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
