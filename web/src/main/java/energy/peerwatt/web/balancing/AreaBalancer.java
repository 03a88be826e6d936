package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.solver.LivePlanner;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Polish;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The planner of one area between two looks: what was planned last, for what, and whether a better
 * plan has come since. Belongs to the balancer's thread.
 */
final class AreaBalancer implements AutoCloseable {

    /** After the search time, until nothing more can come. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /**
     * What a plan depends on; another one is a reason to plan anew.
     *
     * @param current the running quarter-hour
     * @param measured the newest one that all homes have values of, if any
     * @param grid what operators have said of it
     * @param loads appliances and heat pumps
     * @param cars until when a car stays where one is
     * @param wanted how often operators asked
     */
    record Basis(
            DeliveryInterval current,
            Optional<Instant> measured,
            List<AreaLimit> limits,
            Connections connections,
            AreaGrid grid,
            Set<ControlledDevice> devices,
            List<HouseLoads.Wanted> loads,
            Map<MeteringPointId, Instant> cars,
            long wanted) {

        /** In a few words, why one basis is not the other. */
        String cause(@Nullable Basis former) {
            if (former == null) {
                return "start";
            }
            if (!limits.equals(former.limits)) {
                return "other limits";
            }
            if (!connections.equals(former.connections)) {
                return "other connections";
            }
            if (!grid.equals(former.grid)) {
                return "another grid";
            }
            if (!devices.equals(former.devices) || !loads.equals(former.loads)) {
                return "other devices";
            }
            if (!cars.equals(former.cars)) {
                return BalancingPlan.OF_A_CAR;
            }
            if (wanted != former.wanted) {
                return "asked for";
            }
            return current.equals(former.current) ? "new values" : "next quarter-hour";
        }
    }

    private final Area area;
    private final Settings settings;
    private final Counterfactual never = new Counterfactual();
    private @Nullable LivePlanner planner;
    private @Nullable Basis basis;
    private @Nullable Scene scene;
    private String cause = "";
    private long changedNanos;
    private @Nullable Planned told;
    private @Nullable Planned kept;
    private OptionalLong unexplained = OptionalLong.empty();
    private boolean isDone;
    private boolean hasMargin;

    AreaBalancer(Area area, Settings settings) {
        this.area = area;
        this.settings = settings;
    }

    Area area() {
        return area;
    }

    /** The scene that is being planned; only after {@link #plan}. */
    Scene scene() {
        Scene known = scene;
        if (known == null) {
            throw new IllegalStateException("nothing is planned yet");
        }
        return known;
    }

    /** What its devices would have done by themselves all along. */
    Counterfactual never() {
        return never;
    }

    String cause() {
        return cause;
    }

    boolean isNews(Basis now) {
        return !now.equals(basis);
    }

    /** Begins to plan; if that fails, this basis is still news. */
    void plan(Basis now, Scene wanted) {
        String reason = now.cause(basis);
        basis = null;
        hasMargin = true;
        begin(wanted);
        cause = reason;
        basis = now;
    }

    private void begin(Scene wanted) {
        scene = wanted;
        changedNanos = System.nanoTime();
        told = null;
        kept = null;
        unexplained = OptionalLong.empty();
        isDone = false;
        LivePlanner running = planner;
        if (wanted.community().devices().isEmpty()) {
            close();
        } else if (running == null) {
            planner = new LivePlanner(wanted.community(), Optional.empty(), settings, better -> {});
        } else {
            running.change(wanted.community());
        }
    }

    /** What has come of planning since the last look. */
    sealed interface News {

        /** Nothing to be told. */
        record None() implements News {}

        /** A plan that keeps all limits: the first, and once more the best. */
        record Found(Planned planned) implements News {}

        /** No plan keeps all limits; the one that breaks them least. */
        record NotFound(Planned closest) implements News {}

        /** The planner found nothing at all; it may still. */
        record Failed(String reason) implements News {}
    }

    /** What is to be told now, the same until it {@link #isTold}. */
    News news() {
        LivePlanner running = planner;
        if (isDone || scene == null) {
            return new News.None();
        }
        if (running == null) {
            return withoutDevices();
        }
        LivePlanner.State state = running.state();
        boolean isOver = System.nanoTime() - changedNanos > settings.time().plus(SLACK).toNanos();
        if (state.published().isPresent() && (told == null || isOver)) {
            Planned best = state.published().get();
            if (!best.equals(told)) {
                return new News.Found(best);
            }
            isDone = isOver;
            return new News.None();
        }
        if (isOver && state.published().isEmpty() && state.closest().isPresent()) {
            if (hasMargin) {
                hasMargin = false;
                begin(Scenes.withoutMargin(scene()));
                return new News.None();
            }
            return new News.NotFound(state.closest().get());
        }
        return isOver && state.published().isEmpty()
                ? new News.Failed(state.failure().orElse("no plan was found in time"))
                : new News.None();
    }

    /** Notes that the news was acted upon. */
    void isTold(News news) {
        switch (news) {
            case News.Found(Planned planned) -> {
                told = planned;
                isDone = planner == null;
            }
            case News.NotFound _ -> isDone = true;
            case News.None _, News.Failed _ -> {}
        }
    }

    /** Whether something was told of what was planned last. */
    boolean isSettled() {
        return isDone || told != null;
    }

    /** Whether this plan was not kept yet. */
    boolean isToBeKept(Planned planned) {
        return !planned.equals(kept);
    }

    /** Notes that the plan is kept, so that acting upon it again does not keep it twice. */
    void isKept(Planned planned, long version) {
        kept = planned;
        unexplained = OptionalLong.of(version);
    }

    /** The version kept last, the first time this is asked. */
    OptionalLong takeUnexplained() {
        OptionalLong version = unexplained;
        unexplained = OptionalLong.empty();
        return version;
    }

    /** Where nothing can be moved the plan is what the homes do, less what panels can be told. */
    private News withoutDevices() {
        Planned only = Polish.polish(scene().community(), new Plan(Map.of(), Map.of()), 0);
        if (!only.isFeasible() && hasMargin) {
            hasMargin = false;
            scene = Scenes.withoutMargin(scene());
            only = Polish.polish(scene().community(), new Plan(Map.of(), Map.of()), 0);
        }
        return only.isFeasible() ? new News.Found(only) : new News.NotFound(only);
    }

    @Override
    public void close() {
        LivePlanner running = planner;
        planner = null;
        if (running != null) {
            running.close();
        }
    }
}
