package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Polish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How high a broken limit would have to be, as far as short searches find: not a proof, so it says
 * what they did not find too.
 *
 * @param found W at which a plan keeps it
 * @param notFound W below that at which none was found
 */
record LeastLimit(int found, int notFound) {

    /** The same for each search, whatever the machine. */
    private static final int TRIES = 1_500;

    /** With a feeder a try takes longer. */
    private static final int FEEDER_TRIES = 200;

    /** Between what is found and what is not, parts of what is found. */
    private static final int PRECISION = 40;

    /**
     * Halves what is between the limit and what {@code plan} would keep. Other limits that the plan
     * breaks are as high as it needs, for they have a remedy of their own.
     */
    static LeastLimit of(
            Community community, Plan plan, Limit limit, List<Violation> broken, boolean searches) {
        Community others = community.withLimits(others(community, plan, limit));
        int tries = community.feeder() == null ? TRIES : FEEDER_TRIES;
        int found = needed(limit, broken);
        int notFound =
                broken.stream()
                        .mapToInt(each -> limit.wattsAt(each.slot()).orElse(0))
                        .min()
                        .orElse(0);
        Plan best = plan;
        while (searches && found - notFound > Math.max(10, found / PRECISION)) {
            int middle = notFound + (found - notFound) / 2;
            Optional<Plan> kept = kept(others, best, limit.atLeast(middle), tries);
            if (kept.isPresent()) {
                found = middle;
                best = kept.get();
            } else {
                notFound = middle;
            }
        }
        return new LeastLimit(found, notFound);
    }

    private static Optional<Plan> kept(Community others, Plan from, Limit raised, int tries) {
        List<Limit> limits =
                others.limits().stream()
                        .map(each -> each.id().equals(raised.id()) ? raised : each)
                        .toList();
        Planned planned = Polish.polish(others.withLimits(limits), from, tries);
        return planned.excessThirds() == 0 ? Optional.of(planned.plan()) : Optional.empty();
    }

    private static List<Limit> others(Community community, Plan plan, Limit limit) {
        Map<String, List<Violation>> broken =
                Checker.check(community, plan).violations().stream()
                        .filter(each -> each.kind() == Violation.Kind.LIMIT)
                        .collect(Collectors.groupingBy(Violation::subject));
        return community.limits().stream()
                .filter(each ->
                        each.scope() != Limit.Scope.RESERVE || !broken.containsKey(each.id()))
                .map(each -> {
                    List<Violation> own = broken.getOrDefault(each.id(), List.of());
                    return each.id().equals(limit.id()) ? each : each.atLeast(needed(each, own));
                })
                .toList();
    }

    /** What {@code limit} must be so that the plan with these violations keeps it. */
    private static int needed(Limit limit, List<Violation> broken) {
        long most = 0;
        for (Violation each : broken) {
            OptionalInt watts = limit.wattsAt(each.slot());
            most = Math.max(most, watts.orElse(0) + each.amount());
        }
        return Math.toIntExact(most);
    }

    /** Without a full stop. */
    String sentence() {
        return "It was found possible to keep " + found + " W, and not " + notFound + " W";
    }
}
