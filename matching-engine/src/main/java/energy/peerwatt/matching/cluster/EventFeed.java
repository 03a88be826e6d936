package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineEvent;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One subscription: puts events into sequence, and decodes and hands them to its listener on its
 * own thread.
 *
 * <p>The client's thread offers what arrives, live or fetched, in whatever state; only what
 * continues the sequence is taken. Everything else is seen as being behind, and fetched again.
 */
final class EventFeed {

    /**
     * About room for this many events; a slow listener falls behind and has the rest fetched later.
     */
    private static final int CAPACITY = 4096;

    private final Consumer<EngineEvent> listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** The events of a batch without the first ones. */
    private record Taken(EventBatch events, int skipped) {}

    /** Bounded by {@link #CAPACITY}; the empty value ends the thread and always has room. */
    private final LinkedBlockingQueue<Optional<Taken>> queue = new LinkedBlockingQueue<>();

    /** Events that were taken and not delivered yet. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final Thread thread;

    /** A request for events that was not answered by then is made again. */
    private static final long FETCH_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A feed that hears nothing asks now and then, in case the last event was dropped. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Last sequence taken; client's thread, as is the next. */
    private long taken;

    private long nextFetchNanos = System.nanoTime();

    /**
     * The engine of this session has what was taken. A message that has less is an old one, such as
     * a former leader's that arrives after the new one's.
     */
    private boolean confirmed;

    private volatile boolean closed;

    EventFeed(long fromSequenceExclusive, Consumer<EngineEvent> listener) {
        this.taken = fromSequenceExclusive;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("engine-events").unstarted(this::deliver);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    long taken() {
        return taken;
    }

    boolean isOver() {
        return closed || ended.isDone();
    }

    /** The client has a new session, perhaps with an engine that lost what it knew. */
    void newSession() {
        confirmed = false;
        fetchNow();
    }

    /** Events should be asked for at once, such as of a new leader. */
    void fetchNow() {
        nextFetchNanos = System.nanoTime();
    }

    /** Whether to ask for the events after {@link #taken} now. */
    boolean isFetchDue() {
        return System.nanoTime() - nextFetchNanos >= 0 && waiting.get() < CAPACITY / 2;
    }

    void fetchSent() {
        nextFetchNanos = System.nanoTime() + FETCH_TIMEOUT_NANOS;
    }

    /** Takes what continues the sequence. */
    void offer(long firstRetained, long last, EventBatch events) {
        if (taken > last) {
            if (!confirmed) {
                end("the engine is at event %d, the listener at %d".formatted(last, taken));
            }
            return;
        }
        confirmed = true;
        if (taken + 1 < firstRetained) {
            end("events %d to %d were forgotten".formatted(taken + 1, firstRetained - 1));
        }
        long skipped = taken + 1 - events.firstSequence();
        boolean continues = skipped >= 0 && skipped < events.count();
        boolean progress = continues && !isOver() && waiting.get() < CAPACITY;
        if (progress) {
            int count = events.count() - (int) skipped;
            waiting.addAndGet(count);
            queue.add(Optional.of(new Taken(events, (int) skipped)));
            taken += count;
        }
        planFetch(progress, taken == last);
    }

    private void planFetch(boolean progress, boolean current) {
        long now = System.nanoTime();
        boolean underWay = nextFetchNanos - now <= FETCH_TIMEOUT_NANOS;
        if (current) {
            nextFetchNanos = now + QUIET_NANOS;
        } else if (progress || !underWay) {
            nextFetchNanos = now;
        }
    }

    /** Ends the delivery and waits for a running call of the listener, unless this is it. */
    void close() {
        closed = true;
        queue.add(Optional.empty());
        if (Thread.currentThread().threadId() != thread.threadId()) {
            joinUninterruptibly();
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String why) {
        ended.completeExceptionally(new IllegalStateException(why));
        queue.add(Optional.empty());
    }

    private void deliver() {
        try {
            Optional<Taken> next = queue.take();
            while (next.isPresent() && !closed) {
                deliver(next.get());
                next = queue.take();
            }
            ended.complete(null);
        } catch (InterruptedException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    private void deliver(Taken part) {
        Iterator<EngineEvent> events = part.events().from(part.skipped());
        while (events.hasNext() && !closed) {
            listener.accept(events.next());
            waiting.decrementAndGet();
        }
    }
}
