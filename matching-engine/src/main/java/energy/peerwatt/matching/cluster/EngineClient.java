package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.matching.EngineCodec;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Sends commands to the engine and follows its events. Connects and reconnects by itself.
 * Thread-safe.
 */
public final class EngineClient implements AutoCloseable {

    private static final long STOP_TIMEOUT_MILLIS = 10_000;

    private final ClientLoop loop;

    private EngineClient(EngineClientConfig config) {
        this.loop = new ClientLoop(config);
        loop.start();
    }

    /** Starts a client; returns at once, also while no engine is up. */
    public static EngineClient connect(EngineClientConfig config) {
        return new EngineClient(config);
    }

    /**
     * Sends a command. Never blocks: the stage completes with the engine's reply, or with {@link
     * EngineReply.Unknown} after the timeout, when the connection broke or when too many commands
     * wait. Nothing is sent twice. Stages complete on virtual threads, so dependents may block.
     *
     * @throws IllegalArgumentException if the command has no binary form, see {@link
     *     EngineCodec#encode(EngineCommand)}; then nothing was sent
     */
    public CompletionStage<EngineReply> send(EngineCommand command) {
        return loop.submit(Protocol.encodeCommand(command));
    }

    /**
     * Delivers every event after {@code fromSequenceExclusive}, in order and without gaps, across
     * restarts of the engine. The listener has its own thread and may block; if it throws, the
     * subscription ends with what it threw.
     *
     * @param fromSequenceExclusive last sequence that the listener already has, 0 for none
     */
    public Subscription subscribe(long fromSequenceExclusive, Consumer<EngineEvent> listener) {
        EventFeed feed = new EventFeed(fromSequenceExclusive, listener);
        loop.follow(feed);
        return new Subscription(feed);
    }

    /** Ends the subscriptions, answers what is outstanding with Unknown. Idempotent. */
    @Override
    public void close() {
        loop.stop(STOP_TIMEOUT_MILLIS);
        loop.endFeeds();
    }

    /** A running subscription. */
    public static final class Subscription implements AutoCloseable {

        private final EventFeed feed;

        private Subscription(EventFeed feed) {
            this.feed = feed;
        }

        /**
         * Completes when no more events come: normally after {@link #close}; with what the listener
         * threw; or with an {@link IllegalStateException} if the engine cannot continue after the
         * listener's sequence, because those events were acknowledged and forgotten or because it
         * never issued that sequence (its directory was lost).
         */
        public CompletionStage<Void> ended() {
            return feed.ended();
        }

        /** No event is delivered once this returns, unless called by the listener. Idempotent. */
        @Override
        public void close() {
            feed.close();
        }
    }
}
