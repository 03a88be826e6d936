package energy.peerwatt.edge.poll;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Leaves a failing device alone: after the first failure for a second, then twice as long each time
 * up to ten, with jitter. Used by one thread.
 */
final class Breaker {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private final RandomGenerator random;
    private long pauseNanos;
    private long retryNanos;

    Breaker(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the last attempt failed. */
    boolean isTripped() {
        return pauseNanos > 0;
    }

    /** Whether an attempt may be made. */
    boolean allows(long nowNanos) {
        return !isTripped() || nowNanos - retryNanos >= 0;
    }

    void failed(long nowNanos) {
        pauseNanos = Math.clamp(pauseNanos * 2, FIRST_NANOS, LONGEST_NANOS);
        retryNanos = nowNanos + pauseNanos / 2 + random.nextLong(pauseNanos / 2);
    }

    void succeeded() {
        pauseNanos = 0;
    }
}
