package energy.peerwatt.edge.poll;

import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.SampleSink;
import energy.peerwatt.edge.modbus.ModbusFailure;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Reads all devices behind one socket in turn, from construction until it is closed. */
public final class EndpointPoller implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EndpointPoller.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration PAUSE_WHEN_FULL = Duration.ofSeconds(5);

    /** In a row; a single lost answer is everyday life on a bus. */
    private static final int WARNED_FAILURES = 2;

    private static final Duration LONGEST_PAUSE_ALONE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE_SHARED = Duration.ofMinutes(5);

    private record Slot(PolledDevice device, Breaker breaker) {}

    private final List<Slot> slots;
    private final MarketClock clock;
    private final SampleSink sink;
    private final Duration timeout;
    private final Timetable timetable;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Thread thread;
    private volatile boolean isStopping;

    /**
     * Starts polling.
     *
     * @param interval wall time between background polls
     * @param timeout of a request, so that a failing device is not tried too close to a boundary
     */
    public EndpointPoller(
            List<PolledDevice> devices,
            MarketClock clock,
            SampleSink sink,
            Duration interval,
            Duration timeout) {
        Duration longest = devices.size() == 1 ? LONGEST_PAUSE_ALONE : LONGEST_PAUSE_SHARED;
        slots =
                devices.stream()
                        .map(device -> new Slot(device, new Breaker(random, longest)))
                        .toList();
        this.clock = clock;
        this.sink = sink;
        this.timeout = timeout;
        // Many sockets spread over the interval.
        long first = System.nanoTime() + random.nextLong(interval.toNanos());
        timetable = new Timetable(clock, interval, first);
        thread = Thread.ofVirtual().name("poll").start(this::run);
    }

    /** Asks the thread to end, without waiting; a request in flight is cut off. */
    public void stop() {
        isStopping = true;
        thread.interrupt();
    }

    /** Stops polling and waits until no sample is on its way. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping) {
                Timetable.Turn turn = timetable.next(System.nanoTime());
                if (turn.waitNanos() > 0) {
                    // Short sleeps, then ask again: the wall clock may have been set meanwhile.
                    long nanos = Math.min(turn.waitNanos(), LONGEST_SLEEP.toNanos());
                    Thread.sleep(Duration.ofNanos(nanos));
                    continue;
                }
                long busyNanos = pollAll(turn.boundary());
                timetable.done(turn, System.nanoTime(), busyNanos);
            }
        } catch (InterruptedException e) {
            LOG.debug("polling stopped");
        }
    }

    /**
     * First those that answered the last time. Then again one of them that did not answer now, so
     * that a lost answer costs no cycle, and the others, until one fails: however many are dead,
     * they cost those that live one timeout in a turn, and two in the turn when they died.
     *
     * @return nanoseconds that those took that answered the last time
     */
    private long pollAll(boolean boundary) throws InterruptedException {
        long started = System.nanoTime();
        List<Slot> failed = new ArrayList<>();
        List<Slot> unproven = new ArrayList<>();
        for (Slot slot : slots) {
            if (!slot.breaker().isProven()) {
                unproven.add(slot);
            } else if (!poll(slot, boundary)) {
                failed.add(slot);
            }
        }
        long busyNanos = System.nanoTime() - started;
        Collections.shuffle(unproven, random);
        pollUntilFailure(failed, boundary);
        pollUntilFailure(
                unproven.stream().filter(slot -> isDue(slot.breaker(), boundary)).toList(),
                boundary);
        return busyNanos;
    }

    private void pollUntilFailure(List<Slot> tried, boolean boundary) throws InterruptedException {
        for (Slot slot : tried) {
            if (!poll(slot, boundary)) {
                return;
            }
        }
    }

    /** Whether there was an answer. */
    private boolean poll(Slot slot, boolean boundary) throws InterruptedException {
        try {
            Instant asked = clock.now();
            long askedNanos = System.nanoTime();
            DeviceSample sample = slot.device().driver().read();
            long latencyNanos = System.nanoTime() - askedNanos;
            Instant at = middle(asked, clock.now());
            if (slot.breaker().failures() >= WARNED_FAILURES) {
                LOG.infof("%s answers again", slot.device().name());
            }
            slot.breaker().succeeded();
            slot.device().health().answered(at, sample, latencyNanos);
            sink.accept(slot.device().meteringPoint(), at, boundary, sample);
            if (!boundary && !couldDelayBoundary()) {
                slot.device().driver().identify();
            }
            return true;
        } catch (MarketException e) {
            if (e.code().kind() == ErrorCode.Kind.RESOURCE) {
                // No room: what is spooled counts more than what could be read now.
                Thread.sleep(PAUSE_WHEN_FULL);
                return true;
            }
            failed(slot, e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: driver failed", slot.device().name());
            slot.device().health().failed("driver", true);
            slot.breaker().failed(System.nanoTime());
        }
        return false;
    }

    private boolean isDue(Breaker breaker, boolean boundary) {
        if (!breaker.isTripped()) {
            return true;
        }
        return !boundary && !couldDelayBoundary() && breaker.allows(System.nanoTime());
    }

    private boolean couldDelayBoundary() {
        return timetable.untilBoundaryRead() < 2 * timeout.toNanos();
    }

    private void failed(Slot slot, MarketException failure) {
        slot.breaker().failed(System.nanoTime());
        ModbusFailure why = ModbusFailure.of(failure);
        slot.device().health().failed(why.kind(), why.hasAnswered());
        if (slot.breaker().failures() >= WARNED_FAILURES) {
            slot.device().health().leftAlone();
        }
        if (slot.breaker().failures() == WARNED_FAILURES && !isStopping) {
            LOG.warnf("%s: %s", slot.device().name(), failure.getMessage());
        }
    }

    /** The device took the value somewhere between question and answer. */
    private static Instant middle(Instant asked, Instant answered) {
        return asked.plus(Duration.between(asked, answered).dividedBy(2))
                .truncatedTo(ChronoUnit.MILLIS);
    }
}
