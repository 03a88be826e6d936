package energy.peerwatt.matching.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the threads of this package wait: attentive for about two milliseconds after work, so that
 * what is under way is not held up, then next to no processor time, at the price of some
 * milliseconds for the first command after a pause. Single-threaded.
 */
final class Idle implements IdleStrategy {

    private static final int SPINS = 20;
    private static final int YIELDS = 40;
    private static final int SHORT_PARKS = 20;
    private static final long SHORT_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Turns without work. */
    private int turns;

    private long parkNanos = SHORT_PARK_NANOS;

    /** One for each thread. */
    static IdleStrategy backoff() {
        return new Idle();
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Only how long it takes depends on the scheduler.
    public void idle() {
        turns++;
        if (turns <= SPINS) {
            Thread.onSpinWait();
        } else if (turns <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(parkNanos);
            if (turns > SPINS + YIELDS + SHORT_PARKS) {
                turns--;
                parkNanos = Math.min(2 * parkNanos, LONGEST_PARK_NANOS);
            }
        }
    }

    @Override
    public void reset() {
        turns = 0;
        parkNanos = SHORT_PARK_NANOS;
    }

    @Override
    public String alias() {
        return "attentive";
    }
}
