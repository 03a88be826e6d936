package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.file.CommunityFile;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.GridConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Plans the newest instance of an area under other limits or another sky, and changes nothing.
 * Blocks for about a second.
 */
@ApplicationScoped
public class WhatIf {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Settings SETTINGS = Settings.seconds(1);
    private static final int PERCENT = 100;

    private final PlanLedger plans;
    private final LimitLedger limits;
    private final GridConnections connections;
    private final PlanningSlot slot;
    private final MarketClock clock;
    private final int marginPercent;

    public WhatIf(
            PlanLedger plans,
            LimitLedger limits,
            GridConnections connections,
            PlanningSlot slot,
            MarketClock clock,
            MarketConfig config) {
        this.plans = plans;
        this.limits = limits;
        this.connections = connections;
        this.slot = slot;
        this.clock = clock;
        this.marginPercent = config.balancing().marginPercent();
    }

    /**
     * What is different.
     *
     * @param importW the only limit of taking by the whole, in place of all there are; empty: as
     *     they are
     * @param exportW likewise of giving
     * @param sunPercent of what panels are expected to give
     * @param loadPercent of what homes are expected to take
     */
    public record Change(
            OptionalInt importW, OptionalInt exportW, int sunPercent, int loadPercent) {}

    /**
     * The plan that would be made.
     *
     * @return empty if the area has never been planned
     */
    public Optional<BalancingPlan> plan(Area area, Change change) {
        Optional<PlanLedger.Instance> newest =
                plans.newestInstance(area.rules().area()).await().atMost(TIMEOUT);
        return newest.map(known ->
                slot.run(() ->
                        plan(
                                area,
                                CommunityFile.read(known.community()),
                                known.uncertainty(),
                                change)));
    }

    private BalancingPlan plan(
            Area area, Community planned, Uncertainty uncertainty, Change change) {
        DeliveryInterval first = DeliveryInterval.quarterHourAt(planned.horizon().start());
        List<AreaLimit> other =
                changed(limits.of(area.rules().area()).await().atMost(TIMEOUT), area, change);
        List<Home> homes = planned.homes().stream().map(home -> scaled(home, change)).toList();
        Connections connected = Connections.ofIds(connections, ids(homes));
        Community community =
                planned.withHomes(homes)
                        .withLimits(
                                Connections.joined(
                                        ModelLimits.of(
                                                other, first, planned.slots(), marginPercent),
                                        connected.limits(homes)));
        Scene scene =
                new Scene(
                        community,
                        other,
                        Map.of(),
                        List.of(),
                        Set.of(),
                        List.of(),
                        ModelLimits.Reserve.NONE,
                        uncertainty,
                        connected.widened(homes),
                        0,
                        0,
                        0);
        Planned answer = Balancer.plan(community, SETTINGS);
        return PlanAssembly.of(area, scene, answer.plan(), "what if", false, clock.now());
    }

    private static List<MeteringPointId> ids(List<Home> homes) {
        return homes.stream().map(home -> new MeteringPointId(home.id())).toList();
    }

    private static List<AreaLimit> changed(List<AreaLimit> now, Area area, Change change) {
        List<AreaLimit> other = new ArrayList<>();
        for (AreaLimit limit : now) {
            boolean whole = limit.scope() == Limit.Scope.TOTAL;
            OptionalInt imports =
                    whole && change.importW().isPresent()
                            ? OptionalInt.empty()
                            : limit.bounds().importW();
            OptionalInt exports =
                    whole && change.exportW().isPresent()
                            ? OptionalInt.empty()
                            : limit.bounds().exportW();
            if (imports.isPresent() || exports.isPresent()) {
                other.add(
                        new AreaLimit(
                                limit.area(),
                                limit.id(),
                                limit.source(),
                                limit.scope(),
                                new AreaLimit.Bounds(imports, exports, limit.bounds().floorW()),
                                limit.window(),
                                limit.expiresAt()));
            }
        }
        if (change.importW().isPresent() || change.exportW().isPresent()) {
            other.add(
                    new AreaLimit(
                            area.rules().area(),
                            "what-if",
                            Limit.Source.CONTRACT,
                            new AreaLimit.Bounds(change.importW(), change.exportW(), 0),
                            AreaLimit.Window.ALWAYS,
                            Optional.empty()));
        }
        return other;
    }

    private static Home scaled(Home home, Change change) {
        int load = change.loadPercent();
        int sun = change.sunPercent();
        return new Home(
                home.id(),
                home.connection(),
                scaled(home.loadWatts(), load),
                new Home.Solar(scaled(home.solar().watts(), sun), home.solar().curtailable()),
                home.devices(),
                home.spread()
                        .map(spread ->
                                new Home.Spread(
                                        scaled(spread.loadLow(), load),
                                        scaled(spread.loadHigh(), load),
                                        scaled(spread.solarLow(), sun),
                                        scaled(spread.solarHigh(), sun))));
    }

    private static Series scaled(Series watts, int percent) {
        return Series.of(
                watts.stream().map(value -> (int) ((long) value * percent / PERCENT)).toArray());
    }
}
