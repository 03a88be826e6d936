package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.check.Violation.Kind;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.List;

/**
 * What the batteries could take or give more than they do, all together: each by its power and, for
 * a quarter-hour, by what its store holds at the end of the slot.
 */
final class KeptReserve {

    private final Community community;
    private final Plan plan;
    private final long[] give;
    private final long[] take;

    KeptReserve(Community community, Plan plan) {
        this.community = community;
        this.plan = plan;
        give = new long[community.slots()];
        take = new long[community.slots()];
    }

    /** Adds what reserves lack to {@code found}. */
    void check(List<Violation> found) {
        boolean any = community.limits().stream().anyMatch(KeptReserve::isReserve);
        if (!any) {
            return;
        }
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                add(battery);
            }
        }
        for (Limit limit : community.limits()) {
            for (int slot = 0; isReserve(limit) && slot < community.slots(); slot++) {
                int at = slot;
                boolean open = community.island().map(each -> each.isOpen(at)).orElse(false);
                boolean imports = limit.direction() == Limit.Direction.IMPORT;
                long missing = limit.watts() - (imports ? take[slot] : give[slot]);
                if (limit.window().has(slot) && !open && missing > 0) {
                    found.add(new Violation(Kind.LIMIT, limit.id(), slot, missing, "W"));
                }
            }
        }
    }

    private static boolean isReserve(Limit limit) {
        return limit.scope() == Limit.Scope.RESERVE;
    }

    private void add(Battery battery) {
        Series watts = plan.devices().get(battery.id());
        if (watts == null) {
            throw new IllegalArgumentException("no plan for device " + battery.id());
        }
        Battery.Converter converter = battery.converter();
        long level = battery.store().initialWh() * 4_000L;
        for (int slot = 0; slot < community.slots(); slot++) {
            long power = watts.at(slot);
            long seconds = slot == 0 ? community.horizon().rest().seconds() : 900;
            level +=
                    power > 0
                            ? power * converter.chargePermille() * seconds / 900
                            : Math.floorDiv(
                                    power * seconds * 1_000_000,
                                    900L * converter.dischargePermille());
            long held = Math.max(0, level - battery.store().reserveWh() * 4_000L);
            long free = Math.max(0, battery.store().capacityWh() * 4_000L - level);
            long given = held * converter.dischargePermille() / 1_000_000;
            long taken = free / converter.chargePermille();
            give[slot] += Math.min(converter.maxDischargeW() + power, given);
            take[slot] += Math.min(converter.maxChargeW() - power, taken);
        }
    }
}
