package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people call one limit: that of a home in one direction, even if its height changes from
 * stretch to stretch; every other limit by itself.
 *
 * @param limits at least one
 */
record LimitGroup(List<Limit> limits) {

    LimitGroup {
        limits = List.copyOf(limits);
    }

    /** The groups of these limits, in their order. */
    static List<LimitGroup> of(List<Limit> limits) {
        Map<List<Object>, List<Limit>> groups = new LinkedHashMap<>();
        for (Limit limit : limits) {
            List<Object> key =
                    limit.home().isEmpty()
                            ? List.of(limit.id())
                            : List.of(limit.home().get(), limit.direction(), limit.source());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(limit);
        }
        return groups.values().stream().map(LimitGroup::new).toList();
    }

    /** Slots in which any of them is reached, ascending. */
    List<Integer> slots(Map<String, List<Integer>> near) {
        return limits.stream()
                .flatMap(limit -> near.getOrDefault(limit.id(), List.of()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The lowest of those that are reached. */
    Limit tightest(Map<String, List<Integer>> near) {
        return limits.stream()
                .filter(limit -> near.containsKey(limit.id()))
                .min(Comparator.comparingInt(Limit::watts))
                .orElseThrow();
    }

    /** What of these violations is of it. */
    List<Violation> broken(List<Violation> violations) {
        return violations.stream()
                .filter(violation -> violation.kind() == Violation.Kind.LIMIT)
                .filter(violation -> has(violation.subject()))
                .sorted(Comparator.comparingInt(Violation::slot))
                .toList();
    }

    /** The one that is broken most. */
    Limit worst(List<Violation> broken) {
        String id =
                broken.stream()
                        .max(Comparator.comparingLong(Violation::amount))
                        .orElseThrow()
                        .subject();
        return limits.stream().filter(limit -> limit.id().equals(id)).findFirst().orElseThrow();
    }

    /** All limits, with a kW more room in each of these. */
    List<Limit> eased(List<Limit> all) {
        return all.stream().map(limit -> has(limit.id()) ? limit.eased() : limit).toList();
    }

    private boolean has(String id) {
        return limits.stream().anyMatch(limit -> limit.id().equals(id));
    }
}
