package energy.peerwatt.edge.clock;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Knows how far the machine's clock can be trusted, not older than some seconds. Thread-safe. */
public final class ClockWatch implements Supplier<ClockState>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(16);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Supplier<ClockState> source;
    private volatile ClockState state;

    /** Asks chrony, else the kernel, at once and from now on. */
    public ClockWatch() {
        this(ClockWatch::ask);
    }

    ClockWatch(Supplier<ClockState> source) {
        this.source = source;
        state = source.get();
        LOG.infof("clock: %s", state);
        Thread.ofVirtual().name("clock-watch").start(this::watch);
    }

    @Override
    public ClockState get() {
        return state;
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void watch() {
        try {
            while (!closing.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
                take(source.get());
            }
        } catch (InterruptedException e) {
            LOG.debug("clock watch stopped");
        }
    }

    private void take(ClockState next) {
        ClockState before = state;
        state = after(before, next);
        if (before.isTrusted() != state.isTrusted()) {
            LOG.warnf("clock: %s after %s", state, before);
        }
    }

    /** A clock that was synchronised in this run of the program has lost its reference since. */
    static ClockState after(ClockState before, ClockState next) {
        boolean followed = before.sync() == Sync.SYNCHRONISED || before.sync() == Sync.HOLDOVER;
        boolean lost = next.sync() == Sync.NEVER || next.sync() == Sync.UNKNOWN;
        return followed && lost
                ? new ClockState(before.source(), Sync.HOLDOVER, before.deviation())
                : next;
    }

    private static ClockState ask() {
        try {
            Optional<ClockState> chrony = ChronyTracking.ask();
            return chrony.or(KernelClock::ask).orElse(ClockState.UNKNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ClockState.UNKNOWN;
        }
    }
}
