package energy.peerwatt.web.live;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    public LiveSocket(Topics topics) {
        this.topics = topics;
    }

    @OnOpen
    Uni<Void> opened(WebSocketConnection connection) {
        Page page = new Page(connection);
        pages.put(connection.id(), page);
        page.sendNews();
        return Uni.createFrom().voidItem();
    }

    @OnClose
    void closed(WebSocketConnection connection) {
        pages.remove(connection.id());
    }

    /** Whether anybody looks on. */
    boolean isWatched() {
        return !pages.isEmpty();
    }

    /** Sends every page what it does not have. */
    void sendNews() {
        pages.values().forEach(Page::sendNews);
    }

    private final class Page {

        private final WebSocketConnection connection;
        private final AtomicBoolean sending = new AtomicBoolean();

        /** Number of the last message sent of each topic; guarded by {@code sending}. */
        private final Map<String, Long> sent = new HashMap<>();

        Page(WebSocketConnection connection) {
            this.connection = connection;
        }

        void sendNews() {
            if (!sending.compareAndSet(false, true)) {
                return;
            }
            List<Topics.Message> news =
                    topics.latest().stream()
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
