package energy.peerwatt.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that pages are to be told of.
 *
 * @param mark what only a message about it has in it
 * @param beganNanos just before the market was told; {@link System#nanoTime}
 * @param pages those that were not told yet
 */
record LiveEvent(String mark, long beganNanos, CountDownLatch pages) {

    /** Nothing is awaited. */
    static final LiveEvent NONE = new LiveEvent("\0", 0, new CountDownLatch(0));

    /** Begins now. */
    static LiveEvent begin(String mark, int pages) {
        return new LiveEvent(mark, System.nanoTime(), new CountDownLatch(pages));
    }

    long millisSince() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    }
}
