package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Limit.Direction;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.balancer.model.Limit.Window;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the homes of an area are connected, as the planner takes it.
 *
 * @param known what operators have said
 * @param misfits homes that are said to be on other phases than their node on the feeder has; known
 *     has the node's
 */
record Connections(Map<MeteringPointId, GridConnection> known, Set<MeteringPointId> misfits) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    Connections {
        known = Map.copyOf(known);
        misfits = Set.copyOf(misfits);
    }

    /** As operators have said. */
    Connections(Map<MeteringPointId, GridConnection> known) {
        this(known, Set.of());
    }

    /**
     * A home that may take less than its devices need.
     *
     * @param importW its limit
     * @param neededW the least limit under which they get it
     */
    record Widened(String home, int importW, int neededW) {}

    /** Reads what is known of these metering points; blocks. */
    static Connections of(GridConnections store, List<MeteringPoint> points) {
        return ofIds(store, points.stream().map(MeteringPoint::id).toList());
    }

    /** Likewise. */
    static Connections ofIds(GridConnections store, List<MeteringPointId> ids) {
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

    /** Whether it is known to be on phases that its node has. */
    boolean fits(MeteringPointId point, Connection node) {
        return hasPhases(point) && phases(point).fits(node);
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
     * keep more. Where it is less than a car, or what the household runs itself, needs, it is
     * {@link #widened} to the least that lets them.
     */
    List<Limit> limits(List<Home> homes) {
        List<Limit> limits = new ArrayList<>();
        for (Home home : homes) {
            GridConnection connection = of(new MeteringPointId(home.id()));
            int slots = home.loadWatts().slots();
            int[] taken = taken(home, connection);
            int[] forCar = forCar(home, taken);
            add(
                    limits,
                    home,
                    Direction.IMPORT,
                    bounds(
                            connection.importW(),
                            slots,
                            slot -> Math.max(taken[slot], forCar[slot])));
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

    /** The homes whose limit is less than their devices need, which no plan could keep. */
    List<Widened> widened(List<Home> homes) {
        List<Widened> widened = new ArrayList<>();
        for (Home home : homes) {
            GridConnection connection = of(new MeteringPointId(home.id()));
            int[] taken = taken(home, connection);
            int needed = IntStream.of(forCar(home, taken)).max().orElse(0);
            for (int slot = 0; slot < taken.length; slot++) {
                needed = taken[slot] > bare(home, slot) ? Math.max(needed, taken[slot]) : needed;
            }
            OptionalInt limit = connection.importW();
            if (limit.isPresent() && needed > limit.getAsInt()) {
                widened.add(new Widened(home.id(), limit.getAsInt(), needed));
            }
        }
        return widened;
    }

    private static int[] taken(Home home, GridConnection connection) {
        return HouseholdRoom.taken(home, connection.importW().orElse(GridConnection.LARGEST_W));
    }

    /** What its cars need in each slot in which they are there, W; 0 if none is. */
    private static int[] forCar(Home home, int[] taken) {
        int[] watts = new int[taken.length];
        chargers(home)
                .forEach(charger -> {
                    int needed = needed(charger, taken);
                    int last = Math.min(charger.stay().departureSlot(), watts.length);
                    for (int slot = charger.stay().arrivalSlot(); slot < last; slot++) {
                        watts[slot] = Math.max(watts[slot], needed);
                    }
                });
        return watts;
    }

    private static Stream<Charger> chargers(Home home) {
        return home.devices().stream().filter(Charger.class::isInstance).map(Charger.class::cast);
    }

    /**
     * The least limit of taking, W, under which a car gets what it can get at all, besides what the
     * home takes anyway and without help of a battery.
     */
    private static int needed(Charger charger, int[] taken) {
        Horizon horizon = new Horizon(Instant.EPOCH, taken.length, false);
        int units = ChargeNeed.of(charger, horizon).units();
        int low = 0;
        int high = charger.steps().maxWatts();
        for (int watts : taken) {
            high = Math.max(high, watts + charger.steps().maxWatts());
        }
        while (low < high) {
            int middle = (low + high) / 2;
            if (suffices(charger, taken, units, middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return units == 0 ? 0 : low;
    }

    /** Whether some slots of the stay can add up to exactly so many units. */
    private static boolean suffices(Charger charger, int[] taken, int units, int limit) {
        Charger.Steps steps = charger.steps();
        int last = Math.min(charger.stay().departureSlot(), taken.length);
        int[] most =
                IntStream.range(charger.stay().arrivalSlot(), last)
                        .map(slot -> (limit - taken[slot]) / steps.unitWatts())
                        .map(room -> Math.min(room, steps.maxUnits()))
                        .filter(room -> room >= steps.minUnits())
                        .sorted()
                        .toArray();
        int sum = 0;
        for (int slots = 1; slots <= most.length; slots++) {
            sum += most[most.length - slots];
            if (sum >= units) {
                return slots * steps.minUnits() <= units;
            }
        }
        return units == 0;
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
