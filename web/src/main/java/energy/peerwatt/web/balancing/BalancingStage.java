package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.AreaBalancer.Basis;
import energy.peerwatt.web.balancing.AreaBalancer.News;
import energy.peerwatt.web.balancing.AreaReports.Said;
import energy.peerwatt.web.balancing.BalancingState.State;
import energy.peerwatt.web.balancing.UsableDevices.Found;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Balances each area that has a limit or a feeder: plans it anew when a quarter-hour begins, values
 * come, limits or devices change or an operator asks, and has a plan that keeps every limit carried
 * out.
 *
 * <p>Several processes may do so; each area is held by one of them. Belongs to the thread of its
 * {@link Stage}.
 */
@Singleton
public final class BalancingStage implements Stage.Step, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BalancingStage.class);
    private static final Duration NEXT_LOOK = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of a quarter-hour, what planning may take of one core for each cause. */
    private static final int PLANNING_PART = 10;

    private static final Duration SHORTEST_PLANNING = Duration.ofMillis(200);
    private static final int HORIZON = 96;

    private final Registry registry;
    private final BalancingLedger ledger;
    private final LimitLedger limits;
    private final GridConnections connections;
    private final AreaGrids grids;
    private final HouseLoads loads;
    private final DeviceEnergyLedger energies;
    private final UsableDevices devices;
    private final MeasuredFlows measured;
    private final Scenes scenes;
    private final PlanDispatch dispatch;
    private final FeederBounds bounds;
    private final PlanPublisher publisher;
    private final AreaReports reports;
    private final LiveState live;
    private final MarketClock clock;
    private final Settings settings;
    private final String holder = UUID.randomUUID().toString();
    private final DeviceTrace trace = new DeviceTrace();
    private final Map<AreaId, AreaBalancer> balancers = new HashMap<>();
    private final Retries retries = new Retries();
    private final List<Later> later = new ArrayList<>();
    private final Map<AreaId, AreaHold> holds = new HashMap<>();
    private final Map<AreaId, Wanted> wanted = new HashMap<>();

    BalancingStage(
            Registry registry,
            BalancingLedger ledger,
            LimitLedger limits,
            GridConnections connections,
            AreaGrids grids,
            HouseLoads loads,
            DeviceEnergyLedger energies,
            UsableDevices devices,
            MeasuredFlows measured,
            Scenes scenes,
            PlanDispatch dispatch,
            FeederBounds bounds,
            PlanPublisher publisher,
            AreaReports reports,
            LiveState live,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.ledger = ledger;
        this.limits = limits;
        this.connections = connections;
        this.grids = grids;
        this.loads = loads;
        this.energies = energies;
        this.devices = devices;
        this.measured = measured;
        this.scenes = scenes;
        this.dispatch = dispatch;
        this.bounds = bounds;
        this.publisher = publisher;
        this.reports = reports;
        this.live = live;
        this.clock = clock;
        this.settings = new Settings(planningTime(config, clock.speed()), 0);
    }

    /** Wall time; the faster the market clock, the less. */
    static Duration planningTime(MarketConfig config, int speed) {
        Duration part = DeliveryInterval.QUARTER_HOUR.dividedBy((long) speed * PLANNING_PART);
        Duration most = config.balancing().planningTime();
        Duration time = part.compareTo(most) < 0 ? part : most;
        return time.compareTo(SHORTEST_PLANNING) < 0 ? SHORTEST_PLANNING : time;
    }

    /** Who holds areas for this stage; in the ledger. */
    String holder() {
        return holder;
    }

    /** What is done for an area after all areas were looked at. */
    private record Later(Area area, AreaHold hold, Runnable work) {}

    /** What operators want of an area; if that changes it is looked at without waiting. */
    private record Wanted(boolean paused, long plans, List<AreaLimit> limits) {}

    @Override
    public Duration run() {
        later.clear();
        for (Area area : await(registry.areas())) {
            attempt(area, () -> hold(area));
        }
        // One in a look, so that other areas do not wait; the others' news stays news.
        later.stream().findFirst().ifPresent(one -> attempt(one.area(), () -> finish(one)));
        return NEXT_LOOK;
    }

    private void finish(Later one) {
        one.work().run();
        worked(one.area().rules().area(), one.hold());
    }

    /** All that was to be done for an area is done, also what came after the others' looks. */
    private void worked(AreaId id, AreaHold hold) {
        retries.worked(id);
        reports.worked(hold, id);
    }

    /** If one area fails the others go on, and it is tried again a while later. */
    private void attempt(Area area, Runnable work) {
        AreaId id = area.rules().area();
        try {
            work.run();
        } catch (Fence.Lost lost) {
            LOG.infof("area %s: %s", id, lost.getMessage());
            forget(id);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            failed(area, e);
        }
    }

    private void hold(Area area) {
        AreaId id = area.rules().area();
        Optional<AreaHold> held = AreaHold.take(ledger, id, holder, System::nanoTime);
        AreaHold last = holds.get(id);
        if (held.isEmpty() || last == null || last.term() != held.get().term()) {
            forget(id);
        }
        if (held.isPresent()) {
            holds.put(id, held.get());
            BalancingState state = held.get().state();
            Wanted now = new Wanted(state.paused(), state.wanted(), await(limits.of(id)));
            if (!now.equals(wanted.put(id, now)) || retries.isDue(id, System.nanoTime())) {
                look(area, held.get(), now.limits());
            }
        }
    }

    /** Another process may have told devices, engine and people something else. */
    private void forget(AreaId id) {
        balancers.computeIfPresent(id, (_, former) -> closed(former));
        reports.forget(id);
        holds.remove(id);
        wanted.remove(id);
        bounds.forget(id);
    }

    private void failed(Area area, RuntimeException fault) {
        AreaId id = area.rules().area();
        int failures = retries.failed(id, System.nanoTime());
        // A long fault must not fill the log: attempts 1, 2, 4, 8 … are told.
        if (Integer.bitCount(failures) == 1) {
            LOG.errorf(fault, "area %s is not balanced, failed %d times in a row", id, failures);
        }
        AreaHold hold = holds.get(id);
        Said now =
                new Said(
                        State.WAITING,
                        "Balancing failed: " + fault.getMessage(),
                        "Balancing failed and is tried again.");
        try {
            if (hold != null) {
                reports.failed(hold, id, now);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "area %s: its state could not be kept", id);
        }
    }

    private static @Nullable AreaBalancer closed(AreaBalancer former) {
        former.close();
        return null;
    }

    private void look(Area area, AreaHold hold, List<AreaLimit> known) {
        BalancingState state = hold.state();
        AreaId id = area.rules().area();
        List<MeteringPoint> points = await(registry.meteringPoints(id));
        DeliveryInterval current =
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR);
        List<AreaLimit> holding =
                known.stream().filter(limit -> limit.holdsWithin(current, HORIZON)).toList();
        if (state.paused()) {
            rest(area, hold, points, current, State.PAUSED);
            return;
        }
        AreaGrid grid = grids.of(id);
        if (holding.isEmpty() && grid.feeder().isEmpty()) {
            rest(area, hold, points, current, State.NO_LIMIT);
            return;
        }
        reports.isLookedAfter(id);
        trace(points, current);
        Found found = devices.of(points);
        Basis basis =
                new Basis(
                        current,
                        measured.note(id, points, current),
                        holding,
                        grid.completed(Connections.of(connections, points)),
                        grid,
                        found.usable(),
                        loads.wanted(points),
                        Chargers.cars(points, live),
                        state.wanted());
        AreaBalancer balancer =
                balancers.computeIfAbsent(id, _ -> new AreaBalancer(area, settings));
        if (balancer.isNews(basis)) {
            begin(balancer, hold, basis, points, found);
        } else {
            tell(balancer, hold, found);
        }
        boolean isQueued = later.stream().anyMatch(one -> one.area().equals(area));
        if (balancer.isSettled() && !isQueued) {
            worked(id, hold);
        }
    }

    /** Devices do as they like; what they do is still noted. */
    private void rest(
            Area area,
            AreaHold hold,
            List<MeteringPoint> points,
            DeliveryInterval current,
            State state) {
        letGo(area, hold, points, state);
        retries.worked(area.rules().area());
        trace(points, current);
    }

    private void trace(List<MeteringPoint> points, DeliveryInterval current) {
        points.forEach(point -> live.of(point.id()).ifPresent(trace::add));
        trace.ended(
                current,
                (key, energy) ->
                        await(energies.put(key.point(), key.interval(), energy).replaceWith(true)));
    }

    private void letGo(Area area, AreaHold hold, List<MeteringPoint> points, State state) {
        AreaId id = area.rules().area();
        measured.note(
                id,
                points,
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR));
        Said now = Said.toAll(state, "");
        if (reports.isLast(id, now)) {
            return;
        }
        Optional.ofNullable(balancers.remove(id)).ifPresent(AreaBalancer::close);
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        int revoked = dispatch.revoke(devices.inForce(ids), hold);
        loads.stop(ids, clock.now(), hold);
        bounds.clear(area, hold);
        reports.say(hold, id, now);
        LOG.infof("area %s: %s, %d devices left to themselves", id, state, revoked);
    }

    private void begin(
            AreaBalancer balancer,
            AreaHold hold,
            Basis basis,
            List<MeteringPoint> points,
            Found found) {
        Optional<Scene> scene =
                scenes.of(balancer.area(), points, basis, found, running(basis.current()));
        if (scene.isPresent()) {
            balancer.plan(basis, scene.get());
        } else {
            reports.sayOnce(
                    hold,
                    balancer.area(),
                    Said.toAll(State.WAITING, "No home has given values yet."));
            worked(balancer.area().rules().area(), hold);
        }
    }

    private RunningQuarter running(DeliveryInterval current) {
        return RunningQuarter.at(current, clock.now(), trace.meanWatts(current));
    }

    private void tell(AreaBalancer balancer, AreaHold hold, Found found) {
        News news = balancer.news();
        switch (news) {
            case News.None() -> {}
            case News.Found(var planned) -> {
                Optional<Runnable> rest = publisher.publish(balancer, hold, planned, found);
                if (rest.isPresent()) {
                    later(balancer, hold, news, rest.get());
                    return;
                }
            }
            case News.NotFound(var closest) -> {
                later(balancer, hold, news, () -> publisher.isInfeasible(balancer, hold, closest));
                return;
            }
            case News.Failed(String reason) -> isNotPlanned(balancer, hold, reason);
        }
        balancer.isTold(news);
    }

    /** The news is told when the rest is done; if that fails it is told again. */
    private void later(AreaBalancer balancer, AreaHold hold, News news, Runnable rest) {
        Runnable work =
                () -> {
                    rest.run();
                    balancer.isTold(news);
                };
        later.add(new Later(balancer.area(), hold, work));
    }

    private void isNotPlanned(AreaBalancer balancer, AreaHold hold, String reason) {
        AreaId id = balancer.area().rules().area();
        String rest = "The last goes on until its setpoints expire.";
        Said now =
                new Said(
                        State.WAITING,
                        "No new plan: " + reason + ". " + rest,
                        "No new plan. " + rest);
        if (!reports.isLast(id, now)) {
            LOG.warnf("area %s: %s", id, now.detail());
            reports.isStuck(hold, id, now);
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }

    /** Plans made so far go on until their setpoints expire; another process may take over. */
    @Override
    public void close() {
        balancers.values().forEach(AreaBalancer::close);
        balancers.clear();
        await(ledger.release(holder).replaceWith(true));
    }
}
