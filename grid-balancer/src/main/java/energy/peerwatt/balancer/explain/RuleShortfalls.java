package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.check.Violation.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rules of devices and breakers that a plan breaks: a plan of the solver breaks none. */
final class RuleShortfalls {

    private static final Set<Kind> RULES =
            EnumSet.of(
                    Kind.POWER,
                    Kind.STORE,
                    Kind.DEPARTURE,
                    Kind.CHARGE,
                    Kind.RUN,
                    Kind.CURTAILMENT,
                    Kind.RUNNING,
                    Kind.SHED_ORDER,
                    Kind.SHED_TIME,
                    Kind.PICKUP,
                    Kind.RESERVE);

    private RuleShortfalls() {}

    /**
     * One for each rule and subject.
     *
     * @param tooEarly chargers of which it is said already that they cannot be on time
     */
    static List<Shortfall> of(List<Violation> violations, Set<String> tooEarly) {
        Map<String, List<Violation>> broken = new TreeMap<>();
        for (Violation each : violations) {
            boolean known = each.kind() == Kind.DEPARTURE && tooEarly.contains(each.subject());
            if (RULES.contains(each.kind()) && !known) {
                broken.computeIfAbsent(
                                each.subject() + " " + each.kind() + " " + each.unit(),
                                key -> new ArrayList<>())
                        .add(each);
            }
        }
        return broken.values().stream().map(RuleShortfalls::shortfall).toList();
    }

    private static Shortfall shortfall(List<Violation> broken) {
        Violation first = broken.getFirst();
        long most = broken.stream().mapToLong(Violation::amount).max().orElseThrow();
        List<Integer> slots =
                broken.stream().map(Violation::slot).filter(slot -> slot >= 0).distinct().toList();
        String where = slots.isEmpty() ? "" : " in slots " + Slots.ranges(slots);
        return new Shortfall(
                first.subject(),
                "The plan breaks the rule "
                        + first.kind()
                        + " of "
                        + first.subject()
                        + " by up to "
                        + most
                        + " "
                        + first.unit()
                        + where
                        + ".",
                "It must not be followed as it is.");
    }
}
