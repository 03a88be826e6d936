package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What balancing would have been worth in an area's stored past: each day is planned as if its
 * values had been known, with today's limits, feeder and demand charge, and compared with devices
 * left to themselves. Changes nothing. Blocks, a second for each day.
 */
@ApplicationScoped
public class AreaBacktest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Settings SETTINGS = Settings.seconds(1);

    private final Registry registry;
    private final PastDays days;
    private final LimitLedger limits;
    private final GridConnections connections;
    private final AreaGrids grids;
    private final PlanningSlot slot;
    private final MarketClock clock;

    public AreaBacktest(
            Registry registry,
            PastDays days,
            LimitLedger limits,
            GridConnections connections,
            AreaGrids grids,
            PlanningSlot slot,
            MarketClock clock) {
        this.registry = registry;
        this.days = days;
        this.limits = limits;
        this.connections = connections;
        this.grids = grids;
        this.slot = slot;
        this.clock = clock;
    }

    /**
     * What came of it. Costs are of energy at the area's border, of battery wear, shared among
     * homes by what each took and gave, and of each month's highest import, shared by what each
     * took in that quarter-hour.
     *
     * @param quarterHours that were planned; those with missing values are left out
     * @param hasFeeder whether cables and voltages were planned with
     * @param homes the greatest advantage first
     */
    public record Result(
            Instant from,
            Instant until,
            int quarterHours,
            boolean hasFeeder,
            Outcome balanced,
            Outcome uncoordinated,
            List<HomeResult> homes) {}

    /**
     * One way of running the devices.
     *
     * @param highestW most that was taken in a quarter-hour, W
     * @param overLimit quarter-hours beyond a limit of today
     * @param overFeeder quarter-hours in which the exact flow breaks a voltage or a cable of
     *     today's feeder; 0 without one
     * @param peakCost of it, what today's charge on months' highest import comes to
     */
    public record Outcome(Cost cost, int highestW, int overLimit, int overFeeder, Cost peakCost) {}

    /** One home: what it would have paid, negative is earned. */
    public record HomeResult(
            ParticipantId participant, String meteringPoint, Cost balanced, Cost uncoordinated) {

        /** What balancing is worth to it; negative if it loses. */
        public Cost advantage() {
            return uncoordinated.minus(balanced);
        }
    }

    /** Plans the days before the running quarter-hour anew, at most so many. */
    public Result of(Area area, int mostDays) {
        return slot.run(() -> result(area, mostDays));
    }

    private Result result(Area area, int mostDays) {
        Instant until =
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR).start();
        Instant from = until.minus(Duration.ofDays(mostDays));
        List<MeteringPoint> points =
                registry.meteringPoints(area.rules().area()).await().atMost(TIMEOUT);
        List<AreaLimit> holding = limits.of(area.rules().area()).await().atMost(TIMEOUT);
        AreaGrid grid = grids.of(area.rules().area());
        Connections connected = grid.completed(Connections.of(connections, points));
        BacktestSums balanced = new BacktestSums(area, grid.peakMicroPerKw());
        BacktestSums uncoordinated = new BacktestSums(area, grid.peakMicroPerKw());
        int quarterHours = 0;
        for (Community day : days.of(area, points, connected, from, until)) {
            DeliveryInterval first = DeliveryInterval.quarterHourAt(day.horizon().start());
            Community limited =
                    day.withLimits(
                                    Connections.joined(
                                            ModelLimits.of(holding, first, day.slots(), 0),
                                            connected.limits(day.homes())))
                            .withFeeder(
                                    grid.carrying(
                                                    day.homes(),
                                                    silent(points, day.homes(), connected))
                                            .orElse(null));
            List<Integer> allowed = new ArrayList<>();
            ModelLimits.lowest(holding, first, day.slots(), AreaLimit::importW)
                    .forEach(limit -> allowed.add(limit == null ? Integer.MAX_VALUE : limit));
            Planned planned = Balancer.plan(balanced.charged(limited), SETTINGS);
            balanced.add(planned.community(), planned.plan(), allowed);
            Community alone = uncoordinated.charged(limited);
            uncoordinated.add(alone, Uncoordinated.plan(alone), allowed);
            quarterHours += day.slots();
        }
        return new Result(
                from,
                until,
                quarterHours,
                grid.feeder().isPresent(),
                balanced.outcome(),
                uncoordinated.outcome(),
                homes(points, balanced, uncoordinated));
    }

    /** Homes without values of the day keep their part of cables and band free, as in plans. */
    private static List<FeederReserve.Silent> silent(
            List<MeteringPoint> points, List<Home> homes, Connections connected) {
        Set<String> known = homes.stream().map(Home::id).collect(Collectors.toSet());
        return points.stream()
                .filter(point -> !known.contains(point.id().value()))
                .map(point -> Scenes.silent(point, connected))
                .toList();
    }

    private static List<HomeResult> homes(
            List<MeteringPoint> points, BacktestSums balanced, BacktestSums uncoordinated) {
        Map<String, HomeResult> homes = new TreeMap<>();
        for (MeteringPoint point : points) {
            String id = point.id().value();
            if (uncoordinated.has(id) || balanced.has(id)) {
                homes.put(
                        id,
                        new HomeResult(
                                point.participant(), id, balanced.of(id), uncoordinated.of(id)));
            }
        }
        return homes.values().stream()
                .sorted((a, b) -> b.advantage().compareTo(a.advantage()))
                .toList();
    }
}
