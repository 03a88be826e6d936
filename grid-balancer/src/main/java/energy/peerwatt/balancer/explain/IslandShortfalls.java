package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.check.Violation.Kind;
import energy.peerwatt.balancer.island.ReserveFloors;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a plan cannot keep of an island's rules, and what single change would help. */
final class IslandShortfalls {

    private IslandShortfalls() {}

    static List<Shortfall> of(List<Violation> violations) {
        Map<Kind, Map<String, List<Violation>>> found = new TreeMap<>();
        for (Violation violation : violations) {
            found.computeIfAbsent(violation.kind(), kind -> new TreeMap<>())
                    .computeIfAbsent(violation.subject(), subject -> new ArrayList<>())
                    .add(violation);
        }
        List<Shortfall> shortfalls = new ArrayList<>();
        found.forEach((kind, subjects) ->
                subjects.forEach((subject, broken) -> add(shortfalls, kind, subject, broken)));
        return shortfalls;
    }

    /** A reserve for critical load that no charge of the batteries could be. */
    static List<Shortfall> ofReserve(Community community) {
        if (community.island().isEmpty()) {
            return List.of();
        }
        long needed = ReserveFloors.criticalWh(community, community.island().get());
        long most =
                community.devices().stream()
                        .filter(Battery.class::isInstance)
                        .mapToLong(device -> ((Battery) device).mostGivenWh())
                        .sum();
        if (needed <= most) {
            return List.of();
        }
        return List.of(
                new Shortfall(
                        "island reserve",
                        "Critical load takes "
                                + needed
                                + " Wh over its stated time, and all batteries together can hold at"
                                + " most "
                                + most
                                + " Wh for it.",
                        "Batteries with "
                                + (needed - most)
                                + " Wh more, or fewer slots, would do."));
    }

    private static void add(List<Shortfall> to, Kind kind, String subject, List<Violation> broken) {
        long most = broken.stream().mapToLong(Violation::amount).max().orElseThrow();
        String where = Slots.ranges(broken.stream().map(Violation::slot).toList());
        switch (kind) {
            case BALANCE ->
                    to.add(
                            new Shortfall(
                                    subject,
                                    "Without the grid, load and supply differ by up to "
                                            + most
                                            + " W in slots "
                                            + where
                                            + ".",
                                    "Blocks with "
                                            + most
                                            + " W more that may be off in those slots, or as much"
                                            + " more power of batteries, would do."));
            case OPENING ->
                    to.add(
                            new Shortfall(
                                    subject,
                                    "Before the planned opening "
                                            + most
                                            + " W more than allowed flow in slot "
                                            + where
                                            + ".",
                                    "A toleranceW higher by " + most + " would do."));
            case HEADROOM ->
                    to.add(
                            new Shortfall(
                                    subject,
                                    "The forming units lack up to "
                                            + most
                                            + " W of headroom for "
                                            + subject
                                            + " in slots "
                                            + where
                                            + ".",
                                    "A forming unit with " + most + " W more would do."));
            default -> {
                // Limits and devices are explained elsewhere; plans of the solver keep the rest.
            }
        }
    }
}
