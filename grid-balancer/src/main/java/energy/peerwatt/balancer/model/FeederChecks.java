package energy.peerwatt.balancer.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether cables form a tree and homes fit into it. */
final class FeederChecks {

    private FeederChecks() {}

    /** The cables so that each comes after the one that feeds it. */
    static List<Feeder.Cable> rootFirst(String source, List<Feeder.Cable> cables) {
        Map<String, List<Feeder.Cable>> byStart = new LinkedHashMap<>();
        Set<String> ends = new HashSet<>(Set.of(source));
        for (Feeder.Cable cable : cables) {
            if (!ends.add(cable.to())) {
                String why = cable.to().equals(source) ? "is the source" : "has two cables to it";
                throw new IllegalArgumentException("not radial: node " + cable.to() + " " + why);
            }
            byStart.computeIfAbsent(cable.from(), node -> new ArrayList<>()).add(cable);
        }
        List<Feeder.Cable> ordered = new ArrayList<>();
        Map<String, Connection> phases = new HashMap<>(Map.of(source, Connection.THREE_PHASE));
        Deque<String> open = new ArrayDeque<>(List.of(source));
        while (!open.isEmpty()) {
            String node = open.removeFirst();
            for (Feeder.Cable cable : byStart.getOrDefault(node, List.of())) {
                requirePhases(cable, phases.getOrDefault(node, Connection.THREE_PHASE));
                phases.put(cable.to(), cable.phases());
                ordered.add(cable);
                open.addLast(cable.to());
            }
        }
        if (ordered.size() < cables.size()) {
            String lost =
                    cables.stream()
                            .filter(cable -> !phases.containsKey(cable.to()))
                            .map(Feeder.Cable::to)
                            .findFirst()
                            .orElseThrow();
            throw new IllegalArgumentException(
                    "not radial: node " + lost + " is not reached from the source " + source);
        }
        return List.copyOf(ordered);
    }

    private static void requirePhases(Feeder.Cable cable, Connection above) {
        if (!cable.phases().fits(above)) {
            throw new IllegalArgumentException(
                    "the cable to "
                            + cable.to()
                            + " has "
                            + cable.phases()
                            + ", the node "
                            + cable.from()
                            + " only "
                            + above);
        }
    }

    /** Requires a place with its phases for each of {@code homes}, and no other home. */
    static void require(Feeder feeder, List<Home> homes) {
        Map<String, Connection> phases = feeder.nodes();
        Set<String> known = new HashSet<>();
        for (Home home : homes) {
            known.add(home.id());
            String node = feeder.homes().get(home.id());
            if (node == null) {
                throw new IllegalArgumentException("feeder.homes has no node for " + home.id());
            }
            Connection at = phases.get(node);
            if (at == null) {
                throw new IllegalArgumentException(
                        "feeder.homes." + home.id() + " is at node " + node + ", which is unknown");
            }
            if (!home.connection().fits(at)) {
                throw new IllegalArgumentException(
                        "home "
                                + home.id()
                                + " is on "
                                + home.connection()
                                + ", its node "
                                + node
                                + " has only "
                                + at);
            }
        }
        for (String home : feeder.homes().keySet()) {
            if (!known.contains(home)) {
                throw new IllegalArgumentException("feeder.homes." + home + " is no home");
            }
        }
    }
}
