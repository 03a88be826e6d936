package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.explain.Explanation;
import energy.peerwatt.balancer.island.Rehearsal;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;

/**
 * Rehearses hours of an area without the grid, with its homes, devices and forecasts as they are
 * now, once as forecast and once with more load and less sun, and changes nothing. Blocks for some
 * seconds.
 *
 * <p>Voltages are not looked at: without the grid others than the feeder's model hold them. Which
 * load is critical nobody has said, so the question says it: the same part of every home's.
 */
@ApplicationScoped
public class IslandRehearsal {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Settings SETTINGS = Settings.seconds(3);

    /** A day and, for an outage that begins late in it, most of another. */
    private static final int SLOTS = 192;

    /** Critical load that is taken for a home of which nothing is known, W. */
    public static final int SILENT_W = ModelLimits.Reserve.USUAL_W;

    /** More homes than this share breakers, so that there are no more of each tier. */
    private static final int BREAKERS = 12;

    /** Slot 0 has begun. */
    private static final int NEXT = 1;

    private static final int WHOLE = 1_000;
    private static final int PER_HOUR = 4;
    private static final ShedBlock.Times HALF_AN_HOUR = new ShedBlock.Times(2, 2);

    /** Dearer than any import: what a kWh costs that a car misses. */
    private static final int MISSED_MICRO = 1_000_000;

    /**
     * Parts of all load, and of what panels can give, that forming units must be able to take up.
     */
    private static final int LOAD_PERMILLE = 50;

    private static final int PV_DROP_PERMILLE = 200;

    private final Registry registry;
    private final LimitLedger limits;
    private final GridConnections connections;
    private final AreaGrids grids;
    private final UsableDevices devices;
    private final Scenes scenes;
    private final PlanningSlot slot;
    private final MarketClock clock;

    IslandRehearsal(
            Registry registry,
            LimitLedger limits,
            GridConnections connections,
            AreaGrids grids,
            UsableDevices devices,
            Scenes scenes,
            PlanningSlot slot,
            MarketClock clock) {
        this.registry = registry;
        this.limits = limits;
        this.connections = connections;
        this.grids = grids;
        this.devices = devices;
        this.scenes = scenes;
        this.slot = slot;
        this.clock = clock;
    }

    /** What is asked is not possible, because of one field of the question. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String field;

        Refused(String field, String reason) {
            super(reason);
            this.field = field;
        }

        /** By its name in the question. */
        public String field() {
            return field;
        }
    }

    /**
     * What is asked.
     *
     * @param forming whose batteries hold voltage and frequency; all batteries if empty
     */
    public record Question(
            Times times, Outage.Kind kind, Parts parts, Needs needs, Set<MeteringPointId> forming) {

        public Question {
            forming = Set.copyOf(forming);
        }
    }

    /**
     * The next time the area's clocks show {@code from}, never one that has begun, and the next
     * after that of the end.
     */
    public record Times(LocalTime from, LocalTime until) {}

    /** Parts of every home's load, in thousandths; what is left of it is comfort, shed first. */
    public record Parts(int criticalPermille, int importantPermille) {}

    /**
     * What is to be kept.
     *
     * @param criticalHours for which batteries keep the energy of critical load until the outage
     * @param blackStartWh that a black start takes
     * @param pickupW most load that comes back at once; no bound if empty
     */
    public record Needs(int criticalHours, int blackStartWh, OptionalInt pickupW) {}

    /**
     * What came of it.
     *
     * @param forming the batteries that formed the grid
     * @param leftOut homes of which nothing is known; {@link #SILENT_W} is taken for each
     * @param loose batteries of homes that cannot be planned now, so they do as they like
     * @param range the same hours with more load and less sun; empty if no home has a range
     */
    public record Answer(
            Community community,
            Explanation explanation,
            List<String> forming,
            int leftOut,
            int loose,
            Optional<Range> range) {}

    /**
     * Planned once more as if all homes took what is exceeded in one case of ten, and all panels
     * gave what is not reached in one of ten.
     *
     * @param homes that have ranges; the others are taken as expected
     */
    public record Range(Explanation explanation, int homes) {}

    /**
     * Rehearses.
     *
     * @return empty if no home gives values
     * @throws Refused if what is asked is not possible, with the reason
     */
    public Optional<Answer> of(Area area, Question question) {
        return slot.run(() -> answer(area, question));
    }

    private Optional<Answer> answer(Area area, Question question) {
        List<MeteringPoint> points =
                registry.meteringPoints(area.rules().area()).await().atMost(TIMEOUT);
        UsableDevices.Found found = devices.of(points);
        AreaGrid grid = grids.of(area.rules().area());
        AreaBalancer.Basis basis =
                new AreaBalancer.Basis(
                        DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR),
                        Optional.empty(),
                        limits.of(area.rules().area()).await().atMost(TIMEOUT),
                        grid.completed(Connections.of(connections, points)),
                        grid,
                        found.usable(),
                        List.of(),
                        Map.of(),
                        0);
        Optional<Scene> scene = scenes.of(area, points, basis, found, RunningQuarter.WHOLE);
        return scene.map(known -> answer(area, points, known, question));
    }

    private static Answer answer(
            Area area, List<MeteringPoint> points, Scene scene, Question question) {
        List<String> batteries =
                scene.community().devices().stream()
                        .filter(Battery.class::isInstance)
                        .map(Device::id)
                        .toList();
        List<String> forming = forming(batteries, scene, question.forming());
        Community community = alone(area, scene, scene.community(), question, forming);
        long owned = points.stream().filter(one -> one.equipment().batteryWh() > 0).count();
        return new Answer(
                community,
                explained(community),
                forming,
                scene.leftOut().size(),
                Math.toIntExact(owned) - batteries.size(),
                range(area, scene, question, forming));
    }

    private static Explanation explained(Community community) {
        Planned planned = Balancer.plan(community, SETTINGS);
        return Explanation.of(community, planned.plan(), limit -> false);
    }

    private static Optional<Range> range(
            Area area, Scene scene, Question question, List<String> forming) {
        List<Home> homes = scene.community().homes();
        int ranged =
                Math.toIntExact(homes.stream().filter(one -> one.spread().isPresent()).count());
        if (ranged == 0) {
            return Optional.empty();
        }
        Community worse =
                scene.community().withHomes(homes.stream().map(IslandRehearsal::worse).toList());
        return Optional.of(
                new Range(explained(alone(area, scene, worse, question, forming)), ranged));
    }

    /** More load and less sun, but not less load or more sun than is expected. */
    static Home worse(Home home) {
        return home.spread()
                .map(spread ->
                        home.with(
                                each(home.loadWatts(), spread.loadHigh(), Math::max),
                                each(home.solar().watts(), spread.solarLow(), Math::min)))
                .orElse(home);
    }

    private static Series each(Series one, Series other, IntBinaryOperator choice) {
        int[] watts = one.toArray();
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] = choice.applyAsInt(watts[slot], other.at(slot));
        }
        return Series.of(watts);
    }

    /** All batteries, or those that are wanted. */
    private static List<String> forming(
            List<String> batteries, Scene scene, Set<MeteringPointId> wanted) {
        Set<MeteringPointId> able =
                batteries.stream()
                        .flatMap(id -> Optional.ofNullable(scene.devices().get(id)).stream())
                        .map(ControlledDevice::point)
                        .collect(Collectors.toSet());
        for (MeteringPointId point : wanted) {
            if (!able.contains(point)) {
                throw new Refused(
                        "formingPoints", "no battery of " + point + " can be planned now");
            }
        }
        if (batteries.isEmpty()) {
            throw new Refused(
                    "formingPoints", "no battery can be planned now that could form the grid");
        }
        return batteries.stream()
                .filter(id ->
                        wanted.isEmpty()
                                || Optional.ofNullable(scene.devices().get(id))
                                        .filter(one -> wanted.contains(one.point()))
                                        .isPresent())
                .toList();
    }

    /** Homes of which nothing is known take some power, none of which is shed. */
    static Community withSilent(Community now, List<String> leftOut) {
        List<Home> homes = new ArrayList<>(now.homes());
        for (String id : leftOut) {
            homes.add(
                    new Home(
                            id,
                            Connection.THREE_PHASE,
                            Series.constant(now.slots(), SILENT_W),
                            new Home.Solar(Series.constant(now.slots(), 0), false),
                            List.of()));
        }
        return now.withHomes(homes);
    }

    /** The community in the outage. */
    private static Community alone(
            Area area, Scene scene, Community homes, Question question, List<String> forming) {
        Community now = homes.withFeeder(null);
        Needs needs = question.needs();
        Island island =
                new Island(
                        Optional.empty(),
                        new Island.Shedding(blocks(now, question.parts()), needs.pickupW()),
                        new Island.Reserve(needs.criticalHours() * PER_HOUR, needs.blackStartWh()),
                        new Island.Forming(forming, 0, LOAD_PERMILLE, PV_DROP_PERMILLE),
                        MISSED_MICRO);
        Community longer = Extended.to(SLOTS, withSilent(now, scene.leftOut()));
        String when = question.times().from() + ".." + question.times().until();
        try {
            return Rehearsal.of(
                    longer.withIsland(Optional.of(island)),
                    when,
                    question.kind().name(),
                    area.zone().getId(),
                    NEXT);
        } catch (IllegalArgumentException refused) {
            String reason = String.valueOf(refused.getMessage());
            throw new Refused(reason.startsWith("blackStartWh") ? "blackStartWh" : "from", reason);
        }
    }

    /** Tier 2 and tier 3 of each home or, where there are many, of some homes together. */
    private static List<ShedBlock> blocks(Community now, Parts parts) {
        List<ShedBlock> blocks = new ArrayList<>();
        int comfort = WHOLE - parts.criticalPermille() - parts.importantPermille();
        add(blocks, now.homes(), 2, "important", parts.importantPermille());
        add(blocks, now.homes(), 3, "comfort", comfort);
        return blocks;
    }

    private static void add(
            List<ShedBlock> blocks, List<Home> homes, int tier, String name, int permille) {
        int each = Math.ceilDiv(homes.size(), BREAKERS);
        for (int from = 0; from < homes.size() && permille > 0; from += each) {
            List<Home> own = homes.subList(from, Math.min(homes.size(), from + each));
            String more = own.size() == 1 ? "" : "+" + (own.size() - 1);
            blocks.add(
                    new ShedBlock(
                            own.getFirst().id() + more + "/" + name,
                            tier,
                            own.stream()
                                    .map(home -> new ShedBlock.Part(home.id(), permille))
                                    .toList(),
                            HALF_AN_HOUR,
                            ShedBlock.Before.ON));
        }
    }
}
