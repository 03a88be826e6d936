package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A limit that a plan breaks, and the least that would have to change. */
final class LimitShortfalls {

    private LimitShortfalls() {}

    /**
     * Names the limit, by how much it is broken and when, and as remedy what it would have to be,
     * or which single device would have to do without.
     *
     * @param broken violations of the limit, never empty
     * @param searches whether to look for plans that keep less than this one
     */
    static Shortfall of(
            Community community,
            Plan plan,
            LimitGroup group,
            List<Violation> broken,
            boolean searches) {
        Limit limit = group.worst(broken);
        List<Violation> own =
                broken.stream().filter(each -> each.subject().equals(limit.id())).toList();
        long most = broken.stream().mapToLong(Violation::amount).max().orElseThrow();
        List<Integer> slots = broken.stream().map(Violation::slot).toList();
        String described = "Limit " + Explanation.described(limit);
        String when = " W in slots " + Slots.ranges(slots) + ".";
        if (limit.scope() == Limit.Scope.RESERVE) {
            return new Shortfall(
                    limit.id(),
                    described + " lacks up to " + most + when,
                    "This plan keeps "
                            + (limit.watts() - most)
                            + " W in reserve; a battery with "
                            + most
                            + " W more, for a quarter-hour, would do.");
        }
        Optional<String> device = device(community, plan, limit, broken);
        return new Shortfall(
                limit.id(),
                described + " is exceeded by up to " + most + when,
                LeastLimit.of(community, plan, limit, own, searches).sentence()
                        + device.map(id -> ", or without " + id + " in those slots").orElse("")
                        + ".");
    }

    /** The device with the least use of the limit that alone is more than what is too much. */
    private static Optional<String> device(
            Community community, Plan plan, Limit limit, List<Violation> broken) {
        List<Integer> slots = broken.stream().map(Violation::slot).toList();
        Map<String, Series> parts = LimitUses.of(community, plan, limit, slots).parts();
        Series none = Series.constant(slots.size(), 0);
        return community.devices().stream()
                .map(Device::id)
                .filter(id -> suffices(parts.getOrDefault(id, none), broken))
                .min(Comparator.comparingLong(id -> parts.getOrDefault(id, none).sum()));
    }

    private static boolean suffices(Series use, List<Violation> broken) {
        for (int i = 0; i < broken.size(); i++) {
            if (use.at(i) < broken.get(i).amount()) {
                return false;
            }
        }
        return true;
    }
}
