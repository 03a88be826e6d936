package energy.peerwatt.edge.poll;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Leaves a failing device alone: after the first failure for a second, then twice as long each time
 * up to a limit, with jitter. Used by one thread.
 */
final class Breaker {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();

    private final RandomGenerator random;
    private final long longestNanos;
    private boolean isProven;
    private int failures;
    private long pauseNanos;
    private long retryNanos;

    /** A device that was never asked. */
    Breaker(RandomGenerator random, Duration longestPause) {
        this.random = random;
        longestNanos = longestPause.toNanos();
    }

    /** Whether the device answered the last time; false before the first. */
    boolean isProven() {
        return isProven;
    }

    /** Whether the last attempt failed. */
    boolean isTripped() {
        return pauseNanos > 0;
    }

    /** Failures since the last success. */
    int failures() {
        return failures;
    }

    /** Whether an attempt may be made. */
    boolean allows(long nowNanos) {
        return !isTripped() || nowNanos - retryNanos >= 0;
    }

    void failed(long nowNanos) {
        isProven = false;
        failures++;
        pauseNanos = Math.clamp(pauseNanos * 2, FIRST_NANOS, longestNanos);
        retryNanos = nowNanos + pauseNanos / 2 + random.nextLong(pauseNanos / 2);
    }

    void succeeded() {
        isProven = true;
        failures = 0;
        pauseNanos = 0;
    }
}
