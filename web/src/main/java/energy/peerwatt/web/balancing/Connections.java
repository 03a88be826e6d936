package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Limit.Direction;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.balancer.model.Limit.Window;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * How the homes of an area are connected, as the planner takes it.
 *
 * @param known what operators have said
 */
record Connections(Map<MeteringPointId, GridConnection> known) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    Connections {
        known = Map.copyOf(known);
    }

    /** Reads what is known of these metering points; blocks. */
    static Connections of(GridConnections store, List<MeteringPoint> points) {
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        Map<MeteringPointId, GridConnection> known = new HashMap<>();
        store.of(ids)
                .await()
                .atMost(TIMEOUT)
                .forEach((point, said) -> known.put(point, said.connection()));
        return new Connections(known);
    }

    private GridConnection of(MeteringPointId point) {
        return known.getOrDefault(point, GridConnection.UNKNOWN);
    }

    /** Whether somebody has said which phases it has. */
    boolean hasPhases(MeteringPointId point) {
        return of(point).phases().isPresent();
    }

    /** All three phases if nobody has said. */
    Connection phases(MeteringPointId point) {
        return switch (of(point).phases().orElse(GridConnection.Phases.THREE_PHASE)) {
            case L1 -> Connection.L1;
            case L2 -> Connection.L2;
            case L3 -> Connection.L3;
            case THREE_PHASE -> Connection.THREE_PHASE;
        };
    }

    /**
     * The limits of single homes. Where a home's load alone, or what its panels give if nobody can
     * tell them to give less, is beyond its limit, its devices may not add to that; no plan could
     * keep more.
     */
    List<Limit> limits(List<Home> homes) {
        List<Limit> limits = new ArrayList<>();
        for (Home home : homes) {
            GridConnection connection = of(new MeteringPointId(home.id()));
            int slots = home.loadWatts().slots();
            add(
                    limits,
                    home,
                    Direction.IMPORT,
                    bounds(connection.importW(), slots, slot -> bare(home, slot)));
            add(
                    limits,
                    home,
                    Direction.EXPORT,
                    bounds(
                            connection.exportW(),
                            slots,
                            slot -> home.solar().curtailable() ? 0 : -bare(home, slot)));
        }
        return limits;
    }

    /** What the home takes if its devices do nothing, W. */
    private static int bare(Home home, int slot) {
        return home.loadWatts().at(slot) - home.solar().watts().at(slot);
    }

    private static int[] bounds(OptionalInt limit, int slots, IntUnaryOperator least) {
        int[] bounds = new int[limit.isEmpty() ? 0 : slots];
        for (int slot = 0; slot < bounds.length; slot++) {
            bounds[slot] = Math.max(limit.getAsInt(), least.applyAsInt(slot));
        }
        return bounds;
    }

    /** One limit for each stretch of equal bounds. */
    private static void add(List<Limit> limits, Home home, Direction direction, int[] bounds) {
        int from = 0;
        for (int slot = 1; slot <= bounds.length; slot++) {
            if (slot == bounds.length || bounds[slot] != bounds[from]) {
                limits.add(
                        Limit.ofHome(
                                home.id() + "/" + direction + "/" + from,
                                Source.CONTRACT,
                                home.id(),
                                direction,
                                bounds[from],
                                new Window(from, slot)));
                from = slot;
            }
        }
    }

    /** The limits of single homes among these. */
    static List<Limit> ofHomes(List<Limit> limits) {
        return limits.stream().filter(limit -> limit.scope() == Limit.Scope.HOME).toList();
    }

    /** These limits of the whole area, and those of single homes. */
    static List<Limit> joined(List<Limit> area, List<Limit> homes) {
        List<Limit> all = new ArrayList<>(area);
        all.addAll(ofHomes(homes));
        return all;
    }
}
