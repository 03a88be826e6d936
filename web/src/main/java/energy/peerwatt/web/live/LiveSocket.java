package energy.peerwatt.web.live;

import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The pages that look on. Each gets the latest message of every topic, and is sent nothing more
 * while it has not taken what it was sent: a slow page misses messages, never the latest.
 */
@WebSocket(path = "/ws/v1")
@Singleton
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    private final Topics topics;
    private final CurrentIdentityAssociation identities;
    private final boolean openReads;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    public LiveSocket(Topics topics, CurrentIdentityAssociation identities, MarketConfig config) {
        this.topics = topics;
        this.identities = identities;
        this.openReads = config.demo().openReads();
    }

    @OnOpen
    Uni<Void> opened(WebSocketConnection connection) {
        return identities
                .getDeferredIdentity()
                .invoke(identity -> {
                    Page page =
                            new Page(
                                    connection,
                                    Sight.of(new Access(Caller.of(identity), openReads)));
                    pages.put(connection.id(), page);
                    page.sendNews();
                })
                .replaceWithVoid();
    }

    @OnClose
    void closed(WebSocketConnection connection) {
        pages.remove(connection.id());
    }

    /** Whether anybody looks on. */
    boolean isWatched() {
        return !pages.isEmpty();
    }

    /** What the pages that look on may see, each once. */
    Set<Sight> sights() {
        return pages.values().stream().map(page -> page.sight).collect(Collectors.toSet());
    }

    /** Sends every page what it does not have. */
    void sendNews() {
        pages.values().forEach(Page::sendNews);
    }

    private final class Page {

        private final WebSocketConnection connection;
        private final Sight sight;
        private final AtomicBoolean sending = new AtomicBoolean();

        /** Number of the last message sent of each topic; guarded by {@code sending}. */
        private final Map<String, Long> sent = new HashMap<>();

        Page(WebSocketConnection connection, Sight sight) {
            this.connection = connection;
            this.sight = sight;
        }

        void sendNews() {
            if (!sending.compareAndSet(false, true)) {
                return;
            }
            List<Topics.Message> news =
                    topics.latest(sight).stream()
                            .filter(m -> m.seq() > sent.getOrDefault(m.topic(), 0L))
                            .toList();
            news.forEach(message -> sent.put(message.topic(), message.seq()));
            Multi.createFrom()
                    .iterable(news)
                    .onItem()
                    .transformToUniAndConcatenate(m -> connection.sendText(m.json()))
                    .onTermination()
                    .invoke(() -> sending.set(false))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.debugf("page is gone: %s", failure.getMessage()));
        }
    }
}
