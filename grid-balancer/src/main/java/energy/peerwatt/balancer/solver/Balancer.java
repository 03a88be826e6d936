package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import org.optaplanner.core.api.solver.Solver;
import org.optaplanner.core.api.solver.SolverFactory;
import org.optaplanner.core.config.solver.EnvironmentMode;

/**
 * Plans a community. {@link #plan} blocks and uses one thread; {@link #stop} may be called from any
 * other and lets it return its best plan soon.
 */
public final class Balancer {

    private final Community community;
    private final Settings settings;
    private final Solver<StreetPlan> solver;
    private volatile boolean stopped;
    private volatile long started;

    public Balancer(Community community, Settings settings) {
        this(community, settings, EnvironmentMode.REPRODUCIBLE);
    }

    Balancer(Community community, Settings settings, EnvironmentMode mode) {
        this.community = community;
        this.settings = settings;
        solver =
                SolverFactory.<StreetPlan>create(
                                Configuration.of(settings, mode, this::constructionEnds))
                        .buildSolver();
    }

    /** Plans for as long as the settings say. */
    public static Planned plan(Community community, Settings settings) {
        return new Balancer(community, settings).plan(Optional.empty(), better -> {});
    }

    /**
     * Plans.
     *
     * @param from a plan to begin with, for instance of the same devices under an older forecast; a
     *     device whose profile there breaks its rules begins anew
     * @param listener hears of each better plan, on the solver's thread
     */
    public Planned plan(Optional<Plan> from, Consumer<Planned> listener) {
        solver.addEventListener(event -> {
            HardSoftLongScore score = event.getNewBestSolution().score();
            if (score != null && event.getNewBestScore().isSolutionInitialized()) {
                listener.accept(planned(event.getNewBestSolution()));
            }
        });
        started = System.nanoTime();
        return planned(solver.solve(problem(from)));
    }

    /** Lets {@link #plan} return soon. */
    public void stop() {
        stopped = true;
        solver.terminateEarly();
    }

    /** Construction takes at most half the time. */
    private boolean constructionEnds() {
        return stopped || System.nanoTime() - started > settings.time().toNanos() / 2;
    }

    private StreetPlan problem(Optional<Plan> from) {
        List<DevicePlan> plans = new ArrayList<>();
        for (Device device : community.devices()) {
            Series profile = from.map(plan -> plan.devices().get(device.id())).orElse(null);
            plans.add(new DevicePlan(plans.size(), profile));
        }
        return new StreetPlan(community, plans);
    }

    static Planned planned(StreetPlan plan) {
        Trial trial = StreetScore.trialOf(plan.community());
        for (DevicePlan device : plan.devices()) {
            trial.load(trial.devices[device.index()], profile(device.profile()).toArray());
        }
        return Polish.planned(plan.community(), trial);
    }

    private static Series profile(@Nullable Series profile) {
        if (profile == null) {
            throw new IllegalStateException("a device without a profile");
        }
        return profile;
    }
}
