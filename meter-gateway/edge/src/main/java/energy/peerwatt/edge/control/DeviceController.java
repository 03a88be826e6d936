package energy.peerwatt.edge.control;

import energy.peerwatt.edge.control.ControlMemory.Kept;
import energy.peerwatt.edge.control.DeviceControl.Before;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The one owner of a controlled device: takes its plans, writes what is due, and renews it before
 * the device's reversion timer ends. Without a plan that holds, the device is left to itself.
 *
 * <p>When it is closed it writes nothing: the device's timer ends what is in force, or the next
 * start continues it.
 */
final class DeviceController implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeviceController.class);

    /** The market's clock may be this much ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** A clock that is set, or a plan that comes, is noticed after this at the latest. */
    private static final long LONGEST_SLEEP_MILLIS = 200;

    /** Such as a full disk: nothing is written to a device that is not on disk before. */
    private static final long PAUSE_AFTER_ERROR_MILLIS = 5_000;

    private static final Duration CLOSING_TIME = Duration.ofSeconds(1);

    private static final int RENEWALS = 3;

    private final SetpointTarget target;
    private final DeviceControl device;
    private final ControlTerms terms;
    private final ControlFile file;
    private final MarketClock clock;
    private final Duration reversion;
    private final Consumer<SetpointReport> reports;
    private final Thread thread;

    /** Guarded by this. */
    private ControlMemory memory;

    private volatile boolean isStopping;
    private OptionalInt written = OptionalInt.empty();
    private long writtenPlan;
    private long nextWriteNanos = System.nanoTime();
    private long nextReleaseNanos = System.nanoTime();

    /**
     * Starts with what was kept.
     *
     * @param reversion wall time after which the device goes back by itself
     * @param reports called by this controller's thread and by that of {@link #accept}
     */
    DeviceController(
            SetpointTarget target,
            DeviceControl device,
            ControlTerms terms,
            ControlFile file,
            MarketClock clock,
            Duration reversion,
            Consumer<SetpointReport> reports) {
        this.target = target;
        this.device = device;
        this.terms = terms;
        this.file = file;
        this.clock = clock;
        this.reversion = reversion;
        this.reports = reports;
        memory = file.load(now());
        thread = Thread.ofVirtual().name("control " + target).start(this::run);
    }

    /** The newest report; empty if no plan was ever accepted. */
    synchronized Optional<SetpointReport> report() {
        return memory.report(target, now());
    }

    /**
     * Takes a verified plan for this device and says what becomes of it. When this returns an
     * accepted plan is on disk. Safe to repeat.
     *
     * @param signed base64
     * @return empty if another plan has the same sequence
     */
    synchronized Optional<SetpointReport> accept(SetpointPlan plan, String signed) {
        if (plan.sequence() == memory.highest()) {
            boolean same = memory.plan().filter(kept -> kept.plan().equals(plan)).isPresent();
            if (!same) {
                LOG.errorf("%s: another plan with sequence %d: ignored", target, plan.sequence());
            }
            return same ? report() : Optional.empty();
        }
        Reason refusal = refusal(plan);
        if (refusal != Reason.NONE) {
            LOG.warnf("%s: plan %d refused: %s", target, plan.sequence(), refusal);
            return Optional.of(refused(plan, refusal));
        }
        if (memory.inForce().isPresent()) {
            remember(memory.end(plan.isRevocation() ? Reason.REVOKED : Reason.SUPERSEDED));
        }
        remember(memory.accept(new Kept(plan, signed)));
        LOG.infof(
                "%s: plan %d of %d steps until %s",
                target, plan.sequence(), plan.steps().size(), plan.expiresAt());
        notifyAll();
        return report();
    }

    private Reason refusal(SetpointPlan plan) {
        Instant now = now();
        if (plan.sequence() < memory.highest() || plan.issuedAt().isBefore(file.notBefore())) {
            return Reason.SUPERSEDED;
        }
        if (!now.isBefore(plan.expiresAt())) {
            return Reason.EXPIRED;
        }
        return plan.issuedAt().isAfter(now.plus(AHEAD)) ? Reason.FROM_THE_FUTURE : Reason.NONE;
    }

    /** If the plan comes again and is accepted then, the report of that has a higher revision. */
    private SetpointReport refused(SetpointPlan plan, Reason reason) {
        return new SetpointReport(
                target,
                plan.sequence(),
                memory.revision(),
                now(),
                State.REFUSED,
                reason,
                List.of());
    }

    /** Writes nothing more; a request that takes longer than a second is cut off. */
    @Override
    public void close() {
        isStopping = true;
        try {
            synchronized (this) {
                notifyAll();
            }
            if (!thread.join(CLOSING_TIME)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping) {
                long sleepMillis = LONGEST_SLEEP_MILLIS;
                try {
                    turn();
                } catch (RuntimeException e) {
                    LOG.errorf(e, "%s: not controlled", target);
                    sleepMillis = PAUSE_AFTER_ERROR_MILLIS;
                }
                synchronized (this) {
                    wait(sleepMillis);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s: control stopped", target);
        }
    }

    private void turn() {
        Instant now = now();
        Optional<SetpointPlan> plan = advance(now);
        OptionalInt due = plan.isPresent() ? dueStep(plan.get(), now) : OptionalInt.empty();
        if (due.isEmpty()) {
            leave();
            return;
        }
        boolean isNew = !due.equals(written) || plan.get().sequence() != writtenPlan;
        if (isNew || System.nanoTime() - nextWriteNanos >= 0) {
            written = due;
            writtenPlan = plan.get().sequence();
            nextWriteNanos = inAWhile();
            carryOut(plan.get(), due.getAsInt(), now);
        }
    }

    /** Notes what time has done to the plan, and returns it if it still holds. */
    private synchronized Optional<SetpointPlan> advance(Instant now) {
        Optional<SetpointPlan> plan = memory.inForce();
        if (plan.isEmpty()) {
            return plan;
        }
        List<Step> steps = plan.get().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).until().isAfter(now) && !memory.results().containsKey(i)) {
                remember(
                        memory.result(
                                new StepResult(
                                        i,
                                        now,
                                        StepState.EXPIRED,
                                        Reason.EXPIRED,
                                        OptionalLong.empty())));
            }
        }
        if (!now.isBefore(plan.get().expiresAt())) {
            remember(memory.end(Reason.EXPIRED));
        } else if (steps.stream().allMatch(step -> !step.until().isAfter(now))) {
            remember(memory.end(Reason.NONE));
        }
        return memory.inForce();
    }

    /** The step to be carried out; empty if none is due, or the device has failed to do it. */
    private synchronized OptionalInt dueStep(SetpointPlan plan, Instant now) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i).covers(now)) {
                StepResult known = memory.results().get(i);
                return known != null && isFinal(known) ? OptionalInt.empty() : OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** What a device declined thrice it is not asked for again; whether it can be reached is. */
    private static boolean isFinal(StepResult result) {
        return result.state() == StepState.REFUSED
                || (result.state() == StepState.FAILED
                        && (result.reason() == Reason.DECLINED
                                || result.reason() == Reason.READ_BACK));
    }

    private void carryOut(SetpointPlan plan, int index, Instant now) {
        ControlResult result;
        try {
            result =
                    hold()
                            ? device.apply(
                                    plan.steps().get(index),
                                    plan.floor().and(terms.floor()),
                                    reversionSeconds(plan, now))
                            : ControlResult.failed(Reason.OTHER_CONTROL);
        } catch (MarketException e) {
            LOG.warnf("%s: %s", target, e.getMessage());
            result = ControlResult.failed(Reason.UNREACHABLE);
        }
        result.holdsSeconds().ifPresent(this::renewWithin);
        note(plan, index, result);
    }

    /** Takes the device in hand, and keeps on disk how it was before it is changed. */
    private boolean hold() {
        if (memory().hold().isPresent()) {
            return true;
        }
        Before before = device.look();
        if (before.controlled()) {
            return false;
        }
        synchronized (this) {
            memory = memory.hold(before.settings());
            file.save(memory);
        }
        return true;
    }

    private synchronized void note(SetpointPlan plan, int index, ControlResult result) {
        if (!memory.inForce().equals(Optional.of(plan))) {
            return; // replaced while the device was busy
        }
        StepResult known = memory.results().get(index);
        if (known == null
                || known.state() != result.state()
                || known.reason() != result.reason()
                || !known.watts().equals(result.watts())) {
            remember(
                    memory.result(
                            new StepResult(
                                    index,
                                    now(),
                                    result.state(),
                                    result.reason(),
                                    result.watts())));
            LOG.infof(
                    "%s: plan %d step %d: %s, %s, %s",
                    target,
                    plan.sequence(),
                    index,
                    result.state(),
                    result.reason(),
                    result.watts().isPresent()
                            ? result.watts().getAsLong() + " W"
                            : "not read back");
        }
    }

    /** Not beyond the plan's expiry: then the device goes back in time even without the gateway. */
    private long reversionSeconds(SetpointPlan plan, Instant now) {
        long usual = reversion.multipliedBy(clock.speed()).toSeconds();
        long left = Duration.between(now, plan.expiresAt()).toSeconds();
        return Math.max(1, Math.min(usual, left));
    }

    private void leave() {
        boolean isNew = written.isPresent();
        written = OptionalInt.empty();
        Optional<ControlMemory.Hold> hold = memory().hold();
        if (hold.isEmpty() || (!isNew && System.nanoTime() - nextReleaseNanos < 0)) {
            return;
        }
        nextReleaseNanos = inAWhile();
        try {
            if (device.release(hold.get().settings())) {
                synchronized (this) {
                    memory = memory.released();
                    file.save(memory);
                }
                LOG.infof("%s: left to itself", target);
            } else {
                LOG.warnf("%s: does not let itself be released", target);
            }
        } catch (MarketException e) {
            LOG.warnf("%s: not released: %s", target, e.getMessage());
        }
    }

    private synchronized ControlMemory memory() {
        return memory;
    }

    /** On disk before anybody hears of it. */
    private synchronized void remember(ControlMemory changed) {
        file.save(changed);
        memory = changed;
        report().ifPresent(reports);
    }

    /** A device whose timer cannot run as long as wanted is renewed sooner. */
    private void renewWithin(long marketSeconds) {
        long wall = Duration.ofSeconds(marketSeconds).dividedBy(clock.speed()).toNanos();
        long next = System.nanoTime() + wall / RENEWALS;
        if (next - nextWriteNanos < 0) {
            nextWriteNanos = next;
        }
    }

    private long inAWhile() {
        return System.nanoTime() + reversion.toNanos() / RENEWALS;
    }

    private Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
