package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import java.util.ArrayList;
import java.util.List;

/** Reserves that a community's batteries keep. */
public final class Reserves {

    private Reserves() {}

    /**
     * From slot 8 on a fifth of what batteries can give, and for some hours an eighth of what they
     * can take.
     */
    public static Community on(Community community) {
        long give = 0;
        long take = 0;
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                give += battery.converter().maxDischargeW();
                take += battery.converter().maxChargeW();
            }
        }
        List<Limit> limits = new ArrayList<>(community.limits());
        limits.add(reserve("spare-give", Limit.Direction.EXPORT, give / 5, 8, community.slots()));
        limits.add(reserve("spare-take", Limit.Direction.IMPORT, take / 8, 16, 60));
        return community.withLimits(limits);
    }

    private static Limit reserve(
            String id, Limit.Direction direction, long watts, int from, int until) {
        return new Limit(
                id,
                Limit.Source.GRID_OPERATOR,
                Limit.Scope.RESERVE,
                direction,
                (int) watts,
                new Limit.Window(from, until));
    }
}
