package energy.peerwatt.web.live;

import energy.peerwatt.web.live.Topics.Message;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What one page was sent of each topic, and what it is sent next: at once what is prompt, all else
 * when its turn has come. While it has not taken what it was sent it is sent nothing more: a slow
 * page misses messages, never the latest. Safe for use by several threads.
 */
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Function<String, Uni<Void>> line;
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile boolean due = true;

    /** Number of the last message sent of each topic; guarded by {@code sending}. */
    private final Map<String, Long> sent = new HashMap<>();

    /**
     * Nothing was sent yet, and everything is due.
     *
     * @param line sends a text in the order of calls; done when the page has taken it
     */
    Delivery(Function<String, Uni<Void>> line) {
        this.line = line;
    }

    /** From now on until it is sent, everything that is new is due. */
    void takeTurn() {
        due = true;
    }

    /**
     * Sends what is due, unless the page is still taking what it was sent.
     *
     * @param latest of every topic; asked only if something can be sent
     */
    void send(Supplier<List<Message>> latest) {
        if (!sending.compareAndSet(false, true)) {
            return;
        }
        List<Message> news = latest.get().stream().filter(this::isDue).toList();
        if (news.isEmpty()) {
            sending.set(false);
            return;
        }
        due = false;
        List<String> texts = news.stream().map(this::text).toList();
        for (String text : texts.subList(0, texts.size() - 1)) {
            line.apply(text).subscribe().with(_ -> {}, Delivery::lost);
        }
        line.apply(texts.getLast())
                .onTermination()
                .invoke(() -> sending.set(false))
                .subscribe()
                .with(_ -> {}, Delivery::lost);
    }

    /** What is sent of a message now: the whole, or what has changed since the last one sent. */
    private String text(Message message) {
        Long last = sent.put(message.topic(), message.seq());
        return message.textAfter(last == null ? 0 : last);
    }

    private boolean isDue(Message message) {
        long last = sent.getOrDefault(message.topic(), 0L);
        return message.seq() != last && (due || message.isPromptAfter(last));
    }

    private static void lost(Throwable failure) {
        LOG.debugf("page is gone: %s", failure.getMessage());
    }
}
