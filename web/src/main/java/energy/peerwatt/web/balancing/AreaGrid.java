package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.GridConnection.Phases;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What operators have said of an area's grid, as the planner takes it.
 *
 * @param feeder the cables to the homes, if anybody knows them
 * @param peakMicroPerKw what a kW of the month's highest import costs, micro-currency; 0 for none
 */
record AreaGrid(Optional<Feeder> feeder, int peakMicroPerKw) {

    /** Of which nobody has said anything. */
    static final AreaGrid UNKNOWN = new AreaGrid(Optional.empty(), 0);

    /**
     * A home whose phases nobody has said has those of its node, and likewise one that is said to
     * be on others: its power flows on the cable that leads to it.
     */
    Connections completed(Connections connections) {
        if (feeder.isEmpty()) {
            return connections;
        }
        Map<MeteringPointId, GridConnection> known = new HashMap<>(connections.known());
        Set<MeteringPointId> misfits = new HashSet<>();
        Map<String, Connection> nodes = feeder.get().nodes();
        feeder.get()
                .homes()
                .forEach((home, node) -> {
                    MeteringPointId point = new MeteringPointId(home);
                    Connection phases = nodes.get(node);
                    if (phases == null || connections.fits(point, phases)) {
                        return;
                    }
                    known.put(point, with(known.get(point), phases));
                    if (connections.hasPhases(point)) {
                        misfits.add(point);
                    }
                });
        return new Connections(known, misfits);
    }

    private static GridConnection with(@Nullable GridConnection said, Connection phases) {
        OptionalInt none = OptionalInt.empty();
        return new GridConnection(
                Optional.of(Phases.valueOf(phases.name())),
                said == null ? none : said.importW(),
                said == null ? none : said.exportW());
    }

    /**
     * The feeder with these homes, those without a place at its source, as far as homes of which
     * nothing is known leave it to them.
     */
    Optional<Feeder> carrying(List<Home> homes, List<FeederReserve.Silent> silent) {
        return feeder.map(cables -> {
            Map<String, String> places = new HashMap<>();
            for (Home home : homes) {
                places.put(
                        home.id(),
                        hasPlace(cables, home.id())
                                ? cables.homes().get(home.id())
                                : cables.source().node());
            }
            return FeederReserve.of(cables, silent).withHomes(places);
        });
    }

    /** How many of these homes have no place on the feeder; 0 without one. */
    int unplaced(List<MeteringPoint> points) {
        return feeder.map(cables ->
                        (int)
                                points.stream()
                                        .filter(point -> !hasPlace(cables, point.id().value()))
                                        .count())
                .orElse(0);
    }

    private static boolean hasPlace(Feeder feeder, String home) {
        return feeder.nodes().containsKey(feeder.homes().getOrDefault(home, ""));
    }
}
