package energy.peerwatt.web.stage;

import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One background loop on its own virtual thread. A step that fails is logged with an error id and
 * tried again after a growing pause with jitter; only {@link #close} ends the loop.
 */
public final class Stage implements AutoCloseable {

    /** One bounded piece of work; must be safe to repeat after any failure. */
    @FunctionalInterface
    public interface Step {

        /** Does what is due and returns the pause until the next look; zero to go on at once. */
        Duration run() throws Exception;
    }

    private static final Logger LOG = Logger.getLogger(Stage.class);
    private static final AtomicLong ERROR_IDS = new AtomicLong();

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(1500);
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofMillis(500);

    private static final ThreadLocal<Stage> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Step step;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running = true;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Thread thread;

    private Stage(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    /** Starts the loop. */
    public static Stage start(String name, Step step) {
        Stage stage = new Stage(name, step);
        stage.thread = Thread.ofVirtual().name("stage-" + name).start(stage::loop);
        return stage;
    }

    /** Ends the current pause early. */
    public void wake() {
        wakeUps.release();
    }

    /** Failures in a row; 0 while all is well. */
    public int failures() {
        return failures.get();
    }

    /** False once the loop has ended, be it by an error that no further attempt can survive. */
    public boolean isAlive() {
        Thread started = thread;
        return started != null && started.isAlive();
    }

    public String name() {
        return name;
    }

    /**
     * Says, from any thread, whether the stage whose step asks here is to end: then what fails
     * fails because all else ends, too, and is no error. Never so outside a step.
     */
    public static BooleanSupplier ending() {
        Stage stage = CURRENT.get();
        return () -> stage != null && !stage.running;
    }

    private void loop() {
        CURRENT.set(this);
        while (running) {
            try {
                Duration pause = step.run();
                int failed = failures.getAndSet(0);
                if (failed > 0) {
                    LOG.infof("%s works again after %d failures", name, failed);
                }
                sleep(pause.toMillis());
            } catch (InterruptedException e) {
                // Only close() interrupts.
                return;
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                if (running) {
                    retryAfter(e);
                }
            }
        }
    }

    private void retryAfter(Throwable failure) {
        int count = failures.incrementAndGet();
        // A long outage must not fill the log: attempts 1, 2, 4, 8 … are told.
        if (Integer.bitCount(count) == 1) {
            LOG.errorf(
                    failure instanceof MarketException ? failure.getCause() : failure,
                    "error %s: %s failed %d times in a row, trying again: %s",
                    nextErrorId(),
                    name,
                    count,
                    failure.getMessage());
        }
        long longest =
                Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(count - 1, 10));
        try {
            sleep(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
        } catch (InterruptedException e) {
            // Only close() interrupts; the loop sees that it shall not run on.
            Thread.currentThread().interrupt();
        }
    }

    /** An id that a log line and an answer to a client can share. */
    public static String nextErrorId() {
        return Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                + "-"
                + ERROR_IDS.incrementAndGet();
    }

    private void sleep(long millis) throws InterruptedException {
        if (millis > 0 && wakeUps.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            wakeUps.drainPermits();
        }
    }

    /** Lets the current step be the last one; does not wait for it. */
    public void end() {
        running = false;
        wake();
    }

    /**
     * Ends the loop: lets the current step finish for up to 1.5 s, then interrupts it. Closes the
     * step if it can be closed.
     */
    @Override
    public void close() {
        end();
        join();
        if (step instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warnf(e, "%s did not close in order", name);
            }
        }
    }

    private void join() {
        Thread started = thread;
        if (started == null) {
            return;
        }
        try {
            if (!started.join(STOP_TIMEOUT)) {
                started.interrupt();
                started.join(INTERRUPT_TIMEOUT);
            }
        } catch (InterruptedException e) {
            started.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
