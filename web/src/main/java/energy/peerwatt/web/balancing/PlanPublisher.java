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
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries plans out: keeps them, tells devices, engine and people. Why a plan is as it is takes a
 * while to find, so that comes after all devices of all areas were told.
 *
 * <p>Belongs to the balancer's thread; blocks.
 */
@Singleton
final class PlanPublisher {

    private static final Logger LOG = Logger.getLogger(PlanPublisher.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PlanLedger plans;
    private final PlanDispatch dispatch;
    private final HouseLoads loads;
    private final FeederBounds bounds;
    private final AreaReports reports;
    private final MarketClock clock;

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
        Optional<Long> version = keep(balancer, hold, planned, made);
        int told = dispatch.send(scene, plan, found.inForce(), hold);
        loads.publish(scene, plan, hold);
        bounds.set(balancer.area(), made, hold);
        reports.say(
                hold, made.area(), Said.toAll(State.BALANCED, made.content().shown().getFirst()));
        LOG.debugf("area %s: %s, %d devices told", made.area(), made.cause(), told);
        return version.map(kept -> () -> explain(balancer, hold, scene, planned, kept));
    }

    /** A plan without its reasons is a plan all the same. */
    private void explain(
            AreaBalancer balancer, AreaHold hold, Scene scene, Planned planned, long version) {
        try {
            addReasons(balancer, hold, scene, planned, version);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.errorf(e, "area %s: plan %d is not explained", scene.community().name(), version);
        }
    }

    private void addReasons(
            AreaBalancer balancer, AreaHold hold, Scene scene, Planned planned, long version) {
        BalancingPlan explained =
                PlanAssembly.of(
                        balancer.area(),
                        scene,
                        planned.plan(),
                        balancer.cause(),
                        /* toBePublished= */ true,
                        clock.now());
        AreaId area = explained.area();
        await(plans.explain(area, version, explained.content(), hold.term()).replaceWith(true));
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

    /** Its version; empty if it was kept before. */
    private Optional<Long> keep(
            AreaBalancer balancer, AreaHold hold, Planned planned, BalancingPlan plan) {
        if (!balancer.isToBeKept(planned)) {
            return Optional.empty();
        }
        Community community = balancer.scene().community();
        long version =
                await(
                        plans.add(
                                plan,
                                CommunityFile.write(community),
                                balancer.never().net(community),
                                hold.term()));
        balancer.isKept(planned);
        return Optional.of(version);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
