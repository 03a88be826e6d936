package energy.peerwatt.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The latest message of each topic. Safe for use by several threads. */
@ApplicationScoped
public class Topics {

    /**
     * A message as it is sent.
     *
     * @param seq counts the topic's messages, from 1
     */
    record Message(String topic, long seq, String json) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Envelope(String t, long seq, Instant at, Object d) {}

    private final ObjectMapper json;
    private final Map<String, Message> latest = new ConcurrentSkipListMap<>();
    private final Map<String, Object> contents = new ConcurrentSkipListMap<>();

    public Topics(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Makes this the topic's content; the same content again is no news.
     *
     * @param at market time
     */
    void publish(String topic, Instant at, Object content) {
        if (content.equals(contents.put(topic, content))) {
            return;
        }
        latest.compute(
                topic,
                (_, before) -> {
                    long seq = before == null ? 1 : before.seq() + 1;
                    return new Message(topic, seq, write(new Envelope(topic, seq, at, content)));
                });
    }

    private String write(Envelope envelope) {
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("content of " + envelope.t() + " is no JSON", e);
        }
    }

    /** The latest message of every topic. */
    Collection<Message> latest() {
        return latest.values();
    }
}
