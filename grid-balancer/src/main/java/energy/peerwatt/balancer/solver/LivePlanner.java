package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Plan;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.solver.SolverJob;
import org.optaplanner.core.api.solver.SolverManager;
import org.optaplanner.core.api.solver.SolverStatus;
import org.optaplanner.core.api.solver.change.ProblemChange;
import org.optaplanner.core.api.solver.change.ProblemChangeDirector;
import org.optaplanner.core.config.solver.EnvironmentMode;
import org.optaplanner.core.config.solver.SolverConfig;
import org.optaplanner.core.config.solver.SolverManagerConfig;
import org.optaplanner.core.config.solver.termination.TerminationConfig;

/**
 * Keeps a plan for a community that changes. Searches for as long as the settings say after each
 * change, less if nothing better turns up, and then waits without using the processor.
 *
 * <p>Methods may be called from any thread and do not wait for the solver, except {@link #close}.
 */
public final class LivePlanner implements AutoCloseable {

    /** Between two published plans for the same community. */
    static final Duration PAUSE = Duration.ofMillis(300);

    private static final Logger LOG = System.getLogger(LivePlanner.class.getName());
    private static final Plan NOTHING = new Plan(Map.of(), Map.of());
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Of the time allowed, what may pass without a better plan. */
    private static final int PATIENCE_PART = 3;

    /** Of the feeder's limits for one community; what breaks them then is left as it is. */
    private static final int MOST_CORRECTIONS = 40;

    private final Settings settings;
    private final Consumer<Planned> published;
    private final SolverManager<StreetPlan, Long> manager;
    private final Object lock = new Object();

    private Community newest;
    private int revision;
    private int corrections;
    private volatile long changedAt = System.nanoTime();
    private volatile boolean pending;
    private volatile boolean closed;
    private Plan last;
    private Community lastOf;
    private @Nullable Planned best;
    private @Nullable Planned closest;
    private @Nullable String failure;
    private long failures;
    private long faults;
    private long jobs;
    private @Nullable SolverJob<StreetPlan, Long> job;

    /**
     * What is known now.
     *
     * @param community the newest
     * @param published the plan last published for it, if it has one that keeps all limits
     * @param closest if there is none yet, the plan that breaks limits least; an {@code
     *     Explanation} of it says which and what would help
     * @param failure why the solver stopped, if it did and has no plan since
     * @param faults how often it has stopped so far
     */
    public record State(
            Community community,
            Optional<Planned> published,
            Optional<Planned> closest,
            Optional<String> failure,
            long faults) {}

    /**
     * Begins to plan.
     *
     * @param from a plan of an earlier time for the same horizon, to begin with
     * @param settings how long to search after each change, and the seed
     * @param published hears of plans that keep all limits: the first for the newest community and
     *     then each better one, a few in a second at most, in order and one at a time, on a thread
     *     of the planner's own; what it throws is logged
     */
    public LivePlanner(
            Community first, Optional<Plan> from, Settings settings, Consumer<Planned> published) {
        this.settings = settings;
        this.published = published;
        newest = first;
        last = from.orElse(NOTHING);
        lastOf = first;
        manager =
                SolverManager.create(
                        config(), new SolverManagerConfig().withParallelSolverCount("1"));
        synchronized (lock) {
            start();
        }
    }

    private boolean constructionEnds() {
        boolean late = System.nanoTime() - changedAt > settings.time().toNanos() / 2;
        return closed || pending || late;
    }

    private SolverConfig config() {
        long millis = settings.time().toMillis();
        return Configuration.of(settings, EnvironmentMode.REPRODUCIBLE, this::constructionEnds)
                .withDaemon(true)
                .withTerminationConfig(
                        new TerminationConfig()
                                .withMillisecondsSpentLimit(millis)
                                .withUnimprovedMillisecondsSpentLimit(
                                        Math.max(1, millis / PATIENCE_PART)));
    }

    /**
     * Plans for {@code now} from here on: new forecasts, limits, devices that came or went, a
     * horizon that moved on. What still fits of the plan at hand is kept.
     */
    public void change(Community now) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the planner is closed");
            }
            newest = now;
            revision++;
            corrections = 0;
            best = null;
            closest = null;
            pending = true;
            lock.notifyAll();
            submit(new Change(now, revision));
        }
    }

    /** What is known now. */
    public State state() {
        synchronized (lock) {
            return new State(
                    newest,
                    Optional.ofNullable(best),
                    best == null ? Optional.ofNullable(closest) : Optional.empty(),
                    Optional.ofNullable(failure),
                    faults);
        }
    }

    /** Ends planning; publishes nothing more. A second time does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        manager.close();
    }

    /** Has the lock. */
    private void start() {
        if (closed) {
            return;
        }
        changedAt = System.nanoTime();
        pending = false;
        // After a fault anew: of a plan that cannot be improved the solver tells nobody.
        boolean cold = last.devices().isEmpty() || failures > 0;
        List<DevicePlan> devices =
                cold ? Adoption.blank(newest) : Adoption.adopt(newest, last, lastOf.horizon());
        StreetPlan problem = new StreetPlan();
        problem.become(newest, revision, devices);
        job =
                manager.solveAndListen(
                        ++jobs, id -> problem, this::consume, null, (id, fault) -> failed(fault));
    }

    /**
     * A better plan, on the solver manager's thread for that; while this waits it keeps the best.
     */
    private void consume(StreetPlan solution) {
        boolean complete = solution.devices().stream().allMatch(device -> device.profile() != null);
        if (!complete) {
            return;
        }
        Planned planned = Balancer.planned(solution);
        if (!isNews(planned, solution.revision())) {
            return;
        }
        try {
            published.accept(planned);
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "a published plan was not taken", fault);
        }
        pause(solution.revision());
    }

    private boolean isNews(Planned planned, int number) {
        synchronized (lock) {
            if (closed || number != revision) {
                return false;
            }
            last = planned.plan();
            lastOf = planned.community();
            failures = 0;
            failure = null;
            if (!planned.isFeasible()) {
                closest = planned;
                if (planned.excessThirds() == 0) {
                    correct(planned, number);
                }
                return false;
            }
            Planned former = best;
            if (former != null && !planned.isBetterThan(former)) {
                return false;
            }
            best = planned;
            return true;
        }
    }

    /** Has the lock. Searches on where the exact flow says the limits are. */
    private void correct(Planned planned, int number) {
        SolverJob<StreetPlan, Long> current = job;
        boolean rests = current == null || current.getSolverStatus() == SolverStatus.NOT_SOLVING;
        if (corrections++ >= MOST_CORRECTIONS) {
            return;
        }
        if (rests) {
            start();
        } else {
            submit(new Correction(planned, number));
        }
    }

    /** Lets some time pass, unless the community changes or the planner ends. */
    private void pause(int number) {
        long until = System.nanoTime() + PAUSE.toNanos();
        synchronized (lock) {
            try {
                long left = until - System.nanoTime();
                while (left > 0 && !closed && number == revision) {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                    left = until - System.nanoTime();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failed(Throwable fault) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            failure = String.valueOf(fault.getCause() == null ? fault : fault.getCause());
            long wait = failures == 0 ? 0 : Math.min(1L << failures, LONGEST_WAIT.toSeconds());
            failures = Math.min(failures + 1, 10);
            faults++;
            job = null;
            LOG.log(
                    Level.ERROR,
                    "planning " + newest.name() + " failed; again in " + wait + " s",
                    fault);
            CompletableFuture.delayedExecutor(wait, TimeUnit.SECONDS).execute(this::restart);
        }
    }

    private void restart() {
        synchronized (lock) {
            if (job == null) {
                start();
            }
        }
    }

    /** Hands a change to the solver; if it does not run, its next start takes the change up. */
    void submit(ProblemChange<StreetPlan> change) {
        synchronized (lock) {
            SolverJob<StreetPlan, Long> current = job;
            if (current == null || current.getSolverStatus() == SolverStatus.NOT_SOLVING) {
                return;
            }
            try {
                CompletableFuture<Void> done = current.addProblemChange(change);
                done.exceptionally(cancelled -> null);
            } catch (IllegalStateException ended) {
                LOG.log(Level.DEBUG, "the solver had just ended", ended);
            }
        }
    }

    /** Moves the feeder's limits to the exact flow of a plan that was clean only in the model. */
    private record Correction(Planned planned, int number) implements ProblemChange<StreetPlan> {

        @Override
        public void doChange(StreetPlan plan, ProblemChangeDirector director) {
            if (plan.revision() == number) {
                director.addProblemFact(planned, same -> plan.correct(same));
            }
        }
    }

    /** Turns the plan at hand into one for another community, on the solver's thread. */
    private final class Change implements ProblemChange<StreetPlan> {

        private final Community now;
        private final int number;

        Change(Community now, int number) {
            this.now = now;
            this.number = number;
        }

        @Override
        public void doChange(StreetPlan plan, ProblemChangeDirector director) {
            changedAt = System.nanoTime();
            pending = false;
            Plan old = Adoption.planOf(plan);
            List<DevicePlan> adopted = Adoption.adopt(now, old, plan.community().horizon());
            director.addProblemFact(now, same -> plan.become(same, number, adopted));
        }
    }
}
