package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;
import org.optaplanner.core.api.solver.Solver;
import org.optaplanner.core.api.solver.SolverFactory;
import org.optaplanner.core.config.solver.EnvironmentMode;
import org.optaplanner.core.config.solver.SolverConfig;

/**
 * Plans a community. {@link #plan} blocks and uses one thread; {@link #stop} may be called from any
 * other and lets it return its best plan soon.
 */
public final class Balancer {

    /** With a feeder, the exact flow corrects the limits after so long a search at most. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

    private static final int ROUNDS = 8;

    /** How long to look for a plan that mends what the exact flow breaks, at most. */
    private static final Duration MEND = Duration.ofMillis(150);

    /** How often to do so when time is over. */
    private static final int MENDS = 8;

    /** With a feeder, between two plans the listener hears of. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Community community;
    private final Settings settings;
    private final EnvironmentMode mode;
    private volatile @Nullable Solver<StreetPlan> solver;
    private volatile boolean stopped;
    private volatile long started;
    private long heard;
    private long rounds;

    public Balancer(Community community, Settings settings) {
        this(community, settings, EnvironmentMode.REPRODUCIBLE);
    }

    Balancer(Community community, Settings settings, EnvironmentMode mode) {
        this.community = community;
        this.settings = settings;
        this.mode = mode;
    }

    /** Plans for as long as the settings say. */
    public static Planned plan(Community community, Settings settings) {
        return new Balancer(community, settings).plan(Optional.empty(), better -> {});
    }

    /**
     * Plans. With a feeder the search pauses now and then for the exact flow, which moves the
     * limits; the cheapest plan is returned of those that the exact flow finds clean, or the last
     * if there is none.
     *
     * @param from a plan to begin with, for instance of the same devices under an older forecast; a
     *     device whose profile there breaks its rules begins anew
     * @param listener hears of each better plan, with a feeder of some, on the solver's thread
     */
    public Planned plan(Optional<Plan> from, Consumer<Planned> listener) {
        started = System.nanoTime();
        StreetPlan next = problem(from);
        if (next.limits() == null) {
            return planned(solve(next, settings.time(), false, listener));
        }
        StreetPlan solution = solve(next, round(), false, listener);
        Planned last = planned(solution);
        Planned best = last;
        int late = 0;
        while (goesOn() || (mends(last) && !best.isFeasible() && late++ < MENDS)) {
            boolean mends = mends(last);
            solution = solve(solution.corrected(last), mends ? MEND : round(), mends, listener);
            last = planned(solution);
            best = better(best, last);
        }
        return best;
    }

    private boolean goesOn() {
        return !stopped && left().isPositive();
    }

    /** Whether only the exact flow breaks limits: then the first plan that mends that will do. */
    private static boolean mends(Planned planned) {
        return planned.excessThirds() == 0 && !planned.breaches().isEmpty();
    }

    private static Planned better(Planned old, Planned now) {
        return old.isFeasible() && !(now.isFeasible() && !old.isBetterThan(now)) ? old : now;
    }

    private Duration left() {
        return settings.time().minusNanos(System.nanoTime() - started);
    }

    private Duration round() {
        Duration part = settings.time().dividedBy(ROUNDS);
        Duration round = part.compareTo(LONGEST_ROUND) < 0 ? part : LONGEST_ROUND;
        Duration most = round.compareTo(left()) < 0 ? round : left();
        return most.isPositive() ? most : Duration.ofMillis(1);
    }

    private StreetPlan solve(
            StreetPlan problem, Duration time, boolean mends, Consumer<Planned> listener) {
        Duration most = stopped && !mends ? Duration.ofMillis(1) : time;
        Settings round = new Settings(most, settings.seed() + rounds++);
        SolverConfig config = Configuration.of(round, mode, this::constructionEnds);
        if (mends) {
            config.getTerminationConfig().withBestScoreFeasible(true);
        }
        Solver<StreetPlan> now = SolverFactory.<StreetPlan>create(config).buildSolver();
        now.addEventListener(event -> {
            BendableLongScore score = event.getNewBestSolution().score();
            if (score != null && event.getNewBestScore().isSolutionInitialized()) {
                hear(event.getNewBestSolution(), listener);
            }
        });
        solver = now;
        return now.solve(problem);
    }

    private void hear(StreetPlan solution, Consumer<Planned> listener) {
        boolean soon = heard != 0 && System.nanoTime() - heard < PAUSE.toNanos();
        if (solution.limits() == null || !soon) {
            heard = System.nanoTime();
            listener.accept(planned(solution));
        }
    }

    /** Lets {@link #plan} return soon. */
    public void stop() {
        stopped = true;
        Solver<StreetPlan> now = solver;
        if (now != null) {
            now.terminateEarly();
        }
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
        if (StreetScore.hasBreakers(community)) {
            plans.add(new DevicePlan(plans.size(), breakers(from)));
        }
        return new StreetPlan(community, plans);
    }

    private @Nullable Series breakers(Optional<Plan> from) {
        return from.map(plan -> Series.of(Adoption.offIn(plan, community.slots()))).orElse(null);
    }

    /** A device that the search had no time for does what its rules alone make it do. */
    static Planned planned(StreetPlan plan) {
        Trial trial = StreetScore.trialOf(plan.community(), plan.limits());
        for (DevicePlan device : plan.devices()) {
            DeviceState state = trial.devices[device.index()];
            Series profile = device.profile();
            trial.load(state, (profile == null ? state.firstProfile() : profile).toArray());
        }
        return Polish.planned(plan.community(), trial);
    }
}
