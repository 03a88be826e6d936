package energy.peerwatt.matching.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * Completes replies on virtual threads, so that what depends on them cannot hold up the client's
 * thread: many by one thread, and by one more whenever some have waited for too long.
 */
final class Completions {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ManyToManyConcurrentArrayQueue<Runnable> due;
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();

    /** Of whoever may call {@link #add}, as are the next two. */
    private long added;

    /** How many had been added at the latest look. */
    private long seen;

    private long nextLookNanos = System.nanoTime();

    /**
     * Nothing is due yet.
     *
     * @param most how many may be due at a time
     */
    Completions(int most) {
        due = new ManyToManyConcurrentArrayQueue<>(most);
    }

    /**
     * Takes one; on a thread of its own if too many are due. Client's thread; after its end any,
     * one at a time, with {@link #finish} after it.
     */
    void add(Runnable completion) {
        if (due.offer(completion)) {
            added++;
        } else {
            Thread.startVirtualThread(completion);
        }
    }

    /** Sees to it that what is due gets done; to be called again and again. Client's thread. */
    void keepGoing() {
        if (due.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        boolean late = now - nextLookNanos >= 0 && taken.get() < seen;
        if (now - nextLookNanos >= 0) {
            nextLookNanos = now + LONGEST_WAIT_NANOS;
            seen = added;
        }
        if (late || threads.get() == 0) {
            threads.incrementAndGet();
            Thread.startVirtualThread(this::completeAll);
        }
    }

    /** At or after the client's end: everything that is due gets a thread of its own. */
    void finish() {
        due.drain(Thread::startVirtualThread);
    }

    private void completeAll() {
        try {
            for (Runnable next = due.poll(); next != null; next = due.poll()) {
                taken.incrementAndGet();
                next.run();
            }
        } finally {
            threads.decrementAndGet();
        }
    }
}
