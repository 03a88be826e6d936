package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.explain.Contribution;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What balancing would have been worth in an area's stored past: each day is planned as if its
 * values had been known, and compared with devices left to themselves. Changes nothing. Blocks, a
 * second for each day.
 */
@ApplicationScoped
public class AreaBacktest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Settings SETTINGS = Settings.seconds(1);

    private final Registry registry;
    private final PastDays days;
    private final LimitLedger limits;
    private final GridConnections connections;
    private final PlanningSlot slot;
    private final MarketClock clock;

    public AreaBacktest(
            Registry registry,
            PastDays days,
            LimitLedger limits,
            GridConnections connections,
            PlanningSlot slot,
            MarketClock clock) {
        this.registry = registry;
        this.days = days;
        this.limits = limits;
        this.connections = connections;
        this.slot = slot;
        this.clock = clock;
    }

    /**
     * What came of it. Costs are of energy at the area's border and of battery wear, shared among
     * homes by what each took and gave.
     *
     * @param quarterHours that were planned; those with missing values are left out
     * @param homes the greatest advantage first
     */
    public record Result(
            Instant from,
            Instant until,
            int quarterHours,
            Outcome balanced,
            Outcome uncoordinated,
            List<HomeResult> homes) {}

    /**
     * One way of running the devices.
     *
     * @param highestW most that was taken in a quarter-hour, W
     * @param overLimit quarter-hours beyond a limit of today
     */
    public record Outcome(Cost cost, int highestW, int overLimit) {}

    /** One home: what it would have paid, negative is earned. */
    public record HomeResult(
            ParticipantId participant, String meteringPoint, Cost balanced, Cost uncoordinated) {

        /** What balancing is worth to it; negative if it loses. */
        public Cost advantage() {
            return uncoordinated.minus(balanced);
        }
    }

    private static final class Sums {
        private Cost cost = Cost.ZERO;
        private int highest;
        private int over;
        private final Map<String, Cost> homes = new HashMap<>();

        void add(Community community, Plan plan, List<Integer> allowed) {
            int[] net = PlanAssembly.net(community, plan);
            for (int slot = 0; slot < net.length; slot++) {
                highest = Math.max(highest, net[slot]);
                over += net[slot] > allowed.get(slot) ? 1 : 0;
            }
            Map<String, String> owners = new HashMap<>();
            for (Home home : community.homes()) {
                owners.put(home.id(), home.id());
                for (Device device : home.devices()) {
                    owners.put(device.id(), home.id());
                }
            }
            for (Contribution part : Contribution.of(community, plan)) {
                homes.merge(owners.getOrDefault(part.subject(), ""), part.cost(), Cost::plus);
                cost = cost.plus(part.cost());
            }
        }

        Outcome outcome() {
            return new Outcome(cost, highest, over);
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
        Connections connected = Connections.of(connections, points);
        Sums balanced = new Sums();
        Sums uncoordinated = new Sums();
        int quarterHours = 0;
        for (Community day : days.of(area, points, connected, from, until)) {
            DeliveryInterval first = DeliveryInterval.quarterHourAt(day.horizon().start());
            Community limited =
                    day.withLimits(
                            Connections.joined(
                                    ModelLimits.of(holding, first, day.slots(), 0),
                                    connected.limits(day.homes())));
            List<Integer> allowed = new ArrayList<>();
            ModelLimits.lowest(holding, first, day.slots(), AreaLimit::importW)
                    .forEach(limit -> allowed.add(limit == null ? Integer.MAX_VALUE : limit));
            Planned planned = Balancer.plan(limited, SETTINGS);
            balanced.add(limited, planned.plan(), allowed);
            uncoordinated.add(limited, Uncoordinated.plan(limited), allowed);
            quarterHours += day.slots();
        }
        return new Result(
                from,
                until,
                quarterHours,
                balanced.outcome(),
                uncoordinated.outcome(),
                homes(points, balanced, uncoordinated));
    }

    private static List<HomeResult> homes(
            List<MeteringPoint> points, Sums balanced, Sums uncoordinated) {
        Map<String, HomeResult> homes = new TreeMap<>();
        for (MeteringPoint point : points) {
            String id = point.id().value();
            if (uncoordinated.homes.containsKey(id) || balanced.homes.containsKey(id)) {
                homes.put(
                        id,
                        new HomeResult(
                                point.participant(),
                                id,
                                balanced.homes.getOrDefault(id, Cost.ZERO),
                                uncoordinated.homes.getOrDefault(id, Cost.ZERO)));
            }
        }
        return homes.values().stream()
                .sorted((a, b) -> b.advantage().compareTo(a.advantage()))
                .toList();
    }
}
