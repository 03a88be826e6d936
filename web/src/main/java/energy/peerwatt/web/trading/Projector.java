package energy.peerwatt.web.trading;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.matching.cluster.EngineClient;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.store.EventStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores the engine's events in order, in batches, each exactly once, then lets the engine forget
 * them. Starts from the stored position after any failure.
 *
 * <p>Belongs to the thread of its {@link Stage}.
 */
@Singleton
public final class Projector implements Stage.Step, AutoCloseable {

    private static final int LARGEST_BATCH = 500;
    private static final int QUEUE = 4 * LARGEST_BATCH;
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_END = Duration.ofMillis(500);

    private final Supplier<EngineClient> engine;
    private final EventStore store;
    private @Nullable Feed feed;

    @Inject
    public Projector(Parts parts, EventStore store) {
        this(() -> parts.engine().client(), store);
    }

    Projector(Supplier<EngineClient> engine, EventStore store) {
        this.engine = engine;
        this.store = store;
    }

    @Override
    public Duration run() throws InterruptedException {
        try {
            Feed current = feed != null ? feed : open();
            store(current.next());
            return Duration.ZERO;
        } catch (RuntimeException | InterruptedException e) {
            // What was taken from the feed may not be stored: begin again from the stored position.
            close();
            throw e;
        }
    }

    private Feed open() {
        Position stored = store.position().await().atMost(DATABASE_TIMEOUT);
        Feed opened = new Feed();
        feed = opened;
        opened.subscription = engine.get().subscribe(stored.sequence(), opened::put);
        return opened;
    }

    private void store(List<EngineEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        store.append(events).await().atMost(DATABASE_TIMEOUT);
        // If this is lost, the next acknowledgement covers it.
        var _ = engine.get().send(new AcknowledgeEvents(events.getLast().sequence()));
    }

    /** Ends the subscription. */
    @Override
    public void close() {
        Feed open = feed;
        feed = null;
        if (open != null) {
            open.close();
        }
    }

    /** The subscription's events, handed from the engine client's thread to the stage's. */
    private static final class Feed {

        private final BlockingQueue<EngineEvent> queue = new ArrayBlockingQueue<>(QUEUE);
        private EngineClient.@Nullable Subscription subscription;
        private volatile boolean closed;

        /** Waits while the database is slower than the engine. */
        void put(EngineEvent event) {
            try {
                while (!closed && !queue.offer(event, 100, TimeUnit.MILLISECONDS)) {
                    // Full: the stage is writing.
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** The events that are there, or the first that comes; empty if none comes soon. */
        List<EngineEvent> next() throws InterruptedException {
            List<EngineEvent> events = new ArrayList<>();
            EngineEvent first = queue.poll(LOOK_FOR_END.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                requireSubscribed();
                return events;
            }
            events.add(first);
            queue.drainTo(events, LARGEST_BATCH - 1);
            return events;
        }

        private void requireSubscribed() {
            var ended = Objects.requireNonNull(subscription).ended().toCompletableFuture();
            if (!ended.isDone()) {
                return;
            }
            try {
                ended.join();
            } catch (CompletionException e) {
                throw new IllegalStateException("the engine's events ended: " + e.getCause(), e);
            }
            throw new IllegalStateException("the engine's events ended");
        }

        void close() {
            closed = true;
            if (subscription != null) {
                subscription.close();
            }
        }
    }
}
