package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.file.CommunityFile;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.AreaReports.Said;
import energy.peerwatt.web.balancing.BalancingState.State;
import energy.peerwatt.web.balancing.UsableDevices.Found;
import energy.peerwatt.web.registry.Area;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Carries plans out: keeps them, tells devices, engine and people. Why a plan is as it is takes a
 * while to find, so that is done on a thread of its own after devices were told, for the newest
 * plan of each area.
 *
 * <p>Belongs to the balancer's thread; blocks.
 */
@Singleton
final class PlanPublisher {

    private static final Logger LOG = Logger.getLogger(PlanPublisher.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How often it is tried to explain a plan. */
    private static final int TRIES = 5;

    private final PlanLedger plans;
    private final PlanDispatch dispatch;
    private final HouseLoads loads;
    private final FeederBounds bounds;
    private final AreaReports reports;
    private final MarketClock clock;
    private final Backlog<AreaId> backlog = new Backlog<>("plan-reasons");

    PlanPublisher(
            PlanLedger plans,
            PlanDispatch dispatch,
            HouseLoads loads,
            FeederBounds bounds,
            AreaReports reports,
            MarketClock clock) {
        this.plans = plans;
        this.dispatch = dispatch;
        this.loads = loads;
        this.bounds = bounds;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Carries a plan out, if the checker finds no fault with it, whatever the solver says.
     *
     * @return what is left to be done when all other areas were looked at
     */
    Optional<Runnable> publish(AreaBalancer balancer, AreaHold hold, Planned planned, Found found) {
        Plan plan = planned.plan();
        Scene scene = balancer.scene();
        BalancingPlan made =
                PlanAssembly.unexplained(
                        balancer.area(), scene, plan, balancer.cause(), clock.now());
        if (!made.published()) {
            return Optional.of(() -> isInfeasible(balancer, hold, planned));
        }
        keep(balancer, hold, planned, made);
        int told = dispatch.send(scene, plan, found.inForce(), hold);
        loads.publish(scene, plan, hold);
        bounds.set(balancer.area(), made, hold);
        reports.say(
                hold, made.area(), Said.toAll(State.BALANCED, made.content().shown().getFirst()));
        LOG.debugf("area %s: %s, %d devices told", made.area(), made.cause(), told);
        balancer.takeUnexplained()
                .ifPresent(version ->
                        explainSoon(
                                new Unexplained(
                                        balancer.area(),
                                        scene,
                                        plan,
                                        balancer.cause(),
                                        version,
                                        hold.term()),
                                1));
        return Optional.empty();
    }

    /** A published plan without its reasons, by the term of the hold on its area. */
    private record Unexplained(
            Area area, Scene scene, Plan plan, String cause, long version, long term) {

        AreaId id() {
            return area.rules().area();
        }
    }

    private void explainSoon(Unexplained one, int attempt) {
        Runnable work = () -> explain(one, attempt);
        if (attempt == 1) {
            backlog.put(one.id(), work);
        } else {
            backlog.putBehind(one.id(), work);
        }
    }

    /** A plan without its reasons is a plan all the same. */
    private void explain(Unexplained one, int attempt) {
        try {
            addReasons(one);
        } catch (RuntimeException e) {
            LOG.errorf(e, "area %s: plan %d is not explained", one.id(), one.version());
            if (attempt < TRIES) {
                LockSupport.parkNanos(Retries.FIRST.multipliedBy(1L << attempt).toNanos());
                explainSoon(one, attempt + 1);
            }
        }
    }

    private void addReasons(Unexplained one) {
        BalancingPlan explained =
                PlanAssembly.of(
                        one.area(),
                        one.scene(),
                        one.plan(),
                        one.cause(),
                        /* toBePublished= */ true,
                        clock.now());
        await(
                plans.explain(one.id(), one.version(), explained.content(), one.term())
                        .replaceWith(true));
    }

    /** Explains nothing more. */
    @PreDestroy
    void close() {
        backlog.close();
    }

    /** Keeps and says the plan that breaks limits least, with the reasons; no device is told. */
    void isInfeasible(AreaBalancer balancer, AreaHold hold, Planned closest) {
        BalancingPlan plan =
                PlanAssembly.of(
                        balancer.area(),
                        balancer.scene(),
                        closest.plan(),
                        balancer.cause(),
                        /* toBePublished= */ false,
                        clock.now());
        keep(balancer, hold, closest, plan);
        bounds.set(balancer.area(), plan, hold);
        reports.say(
                hold,
                plan.area(),
                new Said(
                        State.INFEASIBLE,
                        String.join(" ", plan.content().explanation()),
                        String.join(" ", plan.content().shown())));
        LOG.warnf("area %s: no plan keeps every limit", plan.area());
    }

    /** Unless it was kept before. */
    private void keep(AreaBalancer balancer, AreaHold hold, Planned planned, BalancingPlan plan) {
        if (!balancer.isToBeKept(planned)) {
            return;
        }
        Community community = balancer.scene().community();
        long version =
                await(
                        plans.add(
                                plan,
                                CommunityFile.write(community),
                                balancer.never().net(community),
                                hold.term()));
        balancer.isKept(planned, version);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
