package energy.peerwatt.matching.cluster;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the threads of this package wait: next to no processor time when nothing happens, at the
 * price of some milliseconds for the first command after a pause.
 */
final class Idle {

    private static final int SPINS = 10;
    private static final int YIELDS = 10;
    private static final long SHORTEST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Idle() {}

    static IdleStrategy backoff() {
        return new BackoffIdleStrategy(SPINS, YIELDS, SHORTEST_PARK_NANOS, LONGEST_PARK_NANOS);
    }
}
