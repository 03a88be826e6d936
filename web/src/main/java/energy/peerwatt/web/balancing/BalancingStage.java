package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.file.CommunityFile;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.AreaBalancer.Basis;
import energy.peerwatt.web.balancing.AreaBalancer.News;
import energy.peerwatt.web.balancing.BalancingState.State;
import energy.peerwatt.web.balancing.UsableDevices.Found;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
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
    private final PlanLedger plans;
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
    private final LiveState live;
    private final MarketClock clock;
    private final Settings settings;
    private final String holder = UUID.randomUUID().toString();
    private final DeviceTrace trace = new DeviceTrace();
    private final Map<AreaId, AreaBalancer> balancers = new HashMap<>();
    private final Map<AreaId, Said> said = new HashMap<>();
    private final Map<AreaId, AreaHold> holds = new HashMap<>();

    /**
     * What people were told last of an area that this process has held since.
     *
     * @param detail for operators
     * @param shown what of it everybody may read
     */
    private record Said(State state, String detail, String shown) {

        /** Names no home and no device. */
        static Said toAll(State state, String detail) {
            return new Said(state, detail, detail);
        }

        boolean isAlone() {
            return state == State.PAUSED || state == State.NO_LIMIT;
        }
    }

    BalancingStage(
            Registry registry,
            BalancingLedger ledger,
            PlanLedger plans,
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
            LiveState live,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.ledger = ledger;
        this.plans = plans;
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

    @Override
    public Duration run() {
        List<Area> areas = await(registry.areas());
        RuntimeException last = null;
        int failed = 0;
        for (Area area : areas) {
            try {
                hold(area);
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failed(area, e);
                last = e;
                failed++;
            }
        }
        if (last != null && failed == areas.size()) {
            throw last;
        }
        return NEXT_LOOK;
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
            try {
                look(area, held.get());
            } catch (Fence.Lost lost) {
                LOG.infof("area %s: %s", id, lost.getMessage());
                forget(id);
            }
        }
    }

    /** Another process may have told devices, engine and people something else. */
    private void forget(AreaId id) {
        balancers.computeIfPresent(id, (_, former) -> closed(former));
        said.remove(id);
        holds.remove(id);
        bounds.forget(id);
    }

    /** The other areas go on; this one is tried again at the next look. */
    private void failed(Area area, RuntimeException fault) {
        AreaId id = area.rules().area();
        Said now =
                new Said(
                        State.WAITING,
                        "Balancing failed: " + fault.getMessage(),
                        "Balancing failed and is tried again.");
        AreaHold hold = holds.get(id);
        if (now.equals(said.get(id))) {
            return;
        }
        LOG.errorf(fault, "area %s is not balanced, trying again", id);
        try {
            if (hold != null) {
                say(hold, id, now);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "area %s: its state could not be kept", id);
        }
    }

    private static @Nullable AreaBalancer closed(AreaBalancer former) {
        former.close();
        return null;
    }

    private void look(Area area, AreaHold hold) {
        BalancingState state = hold.state();
        AreaId id = area.rules().area();
        List<MeteringPoint> points = await(registry.meteringPoints(id));
        DeliveryInterval current =
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR);
        List<AreaLimit> holding =
                await(limits.of(id)).stream().filter(limit -> holds(limit, current)).toList();
        AreaGrid grid = grids.of(id);
        if (state.paused() || (holding.isEmpty() && grid.feeder().isEmpty())) {
            letGo(area, hold, points, state.paused() ? State.PAUSED : State.NO_LIMIT);
            trace(points, current);
            return;
        }
        said.computeIfPresent(id, (_, last) -> last.isAlone() ? null : last);
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
                        cars(points),
                        state.wanted());
        AreaBalancer balancer =
                balancers.computeIfAbsent(id, _ -> new AreaBalancer(area, settings));
        if (balancer.isNews(basis)) {
            begin(balancer, hold, basis, points, found);
        } else {
            tell(balancer, hold, found);
        }
    }

    /** Where a car is, and until when it stays. */
    private Map<MeteringPointId, Instant> cars(List<MeteringPoint> points) {
        Map<MeteringPointId, Instant> cars = new HashMap<>();
        for (MeteringPoint point : points) {
            live.of(point.id())
                    .map(LivePoint::charger)
                    .filter(charger -> charger.connected().orElse(false))
                    .ifPresent(car -> cars.put(point.id(), car.departure().orElse(Instant.MAX)));
        }
        return cars;
    }

    private static boolean holds(AreaLimit limit, DeliveryInterval current) {
        for (int slot = 0; slot < HORIZON; slot++) {
            if (limit.holdsIn(current.plus(slot))) {
                return true;
            }
        }
        return false;
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
        if (now.equals(said.get(id))) {
            return;
        }
        Optional.ofNullable(balancers.remove(id)).ifPresent(AreaBalancer::close);
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        int revoked = dispatch.revoke(devices.inForce(ids), hold);
        bounds.clear(area, hold);
        say(hold, id, now);
        LOG.infof("area %s: %s, %d devices left to themselves", id, state, revoked);
    }

    private void begin(
            AreaBalancer balancer,
            AreaHold hold,
            Basis basis,
            List<MeteringPoint> points,
            Found found) {
        Optional<Scene> scene = scenes.of(balancer.area(), points, basis, found);
        if (scene.isPresent()) {
            balancer.plan(basis, scene.get());
        } else {
            sayOnce(
                    hold,
                    balancer.area(),
                    Said.toAll(State.WAITING, "No home has given values yet."));
        }
    }

    private void tell(AreaBalancer balancer, AreaHold hold, Found found) {
        News news = balancer.news();
        switch (news) {
            case News.None() -> {}
            case News.Found(var planned) -> publish(balancer, hold, planned, found);
            case News.NotFound(var closest) ->
                    isInfeasible(
                            balancer, hold, closest, assembled(balancer, closest.plan(), false));
            case News.Failed(String reason) ->
                    sayOnce(
                            hold,
                            balancer.area(),
                            new Said(
                                    State.WAITING,
                                    "No new plan: "
                                            + reason
                                            + ". The last goes on until its setpoints expire.",
                                    "No new plan. The last goes on until its setpoints expire."));
        }
        balancer.isTold(news);
    }

    private void isInfeasible(
            AreaBalancer balancer, AreaHold hold, Planned closest, BalancingPlan plan) {
        keep(balancer, hold, closest, plan);
        bounds.set(balancer.area(), plan, hold);
        say(
                hold,
                plan.area(),
                new Said(
                        State.INFEASIBLE,
                        String.join(" ", plan.content().explanation()),
                        String.join(" ", plan.content().shown())));
        LOG.warnf("area %s: no plan keeps every limit", plan.area());
    }

    /** Only what the checker finds no fault with is carried out, whatever the solver says. */
    private void publish(AreaBalancer balancer, AreaHold hold, Planned planned, Found found) {
        Plan plan = planned.plan();
        BalancingPlan made = assembled(balancer, plan, true);
        if (!made.published()) {
            isInfeasible(balancer, hold, planned, made);
            return;
        }
        keep(balancer, hold, planned, made);
        int told = dispatch.send(balancer.scene(), plan, found.inForce(), hold);
        loads.publish(balancer.scene(), plan, hold);
        bounds.set(balancer.area(), made, hold);
        String first = made.content().shown().getFirst();
        say(hold, made.area(), Said.toAll(State.BALANCED, first));
        LOG.debugf("area %s: %s, %d devices told", made.area(), made.cause(), told);
    }

    private BalancingPlan assembled(AreaBalancer balancer, Plan plan, boolean published) {
        return PlanAssembly.of(
                balancer.area(), balancer.scene(), plan, balancer.cause(), published, clock.now());
    }

    private void keep(AreaBalancer balancer, AreaHold hold, Planned planned, BalancingPlan plan) {
        if (balancer.isToBeKept(planned)) {
            Community community = balancer.scene().community();
            await(
                    plans.add(
                            plan,
                            CommunityFile.write(community),
                            balancer.never().net(community),
                            hold.term()));
            balancer.isKept(planned);
        }
    }

    private void sayOnce(AreaHold hold, Area area, Said now) {
        if (!now.equals(said.get(area.rules().area()))) {
            LOG.warnf("area %s: %s", area.rules().area(), now.detail());
            say(hold, area.rules().area(), now);
        }
    }

    private void say(AreaHold hold, AreaId area, Said now) {
        if (!await(ledger.say(area, hold.term(), now.state(), now.detail(), now.shown()))) {
            throw new Fence.Lost("another process has it");
        }
        said.put(area, now);
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
