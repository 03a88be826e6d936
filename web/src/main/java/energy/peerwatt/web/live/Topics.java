package energy.peerwatt.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The latest message of each topic. Safe for use by several threads. */
@ApplicationScoped
public class Topics {

    /**
     * A message as it is sent.
     *
     * @param seq grows with each of the topic's messages
     */
    record Message(String topic, long seq, String json) {}

    /** A topic's content as those see it who may see the same; null is for everybody. */
    private record Key(String topic, @Nullable Sight sight) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Envelope(String t, long seq, Instant at, Object d) {}

    private final ObjectMapper json;
    private final Map<Key, Message> latest = new ConcurrentHashMap<>();
    private final Map<Key, Object> contents = new ConcurrentHashMap<>();

    /** Last number of each topic; one for all sights, so that no page ever sees it go back. */
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    public Topics(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Makes this the topic's content; the same content again is no news.
     *
     * @param at market time
     */
    void publish(String topic, Instant at, Object content) {
        publish(new Key(topic, null), at, content);
    }

    /** Makes this the topic's content as one sight has it. */
    void publish(String topic, Sight sight, Instant at, Object content) {
        publish(new Key(topic, sight), at, content);
    }

    /** Forgets what nobody looks at any more. */
    void keep(Set<Sight> sights) {
        contents.keySet().removeIf(key -> key.sight() != null && !sights.contains(key.sight()));
        latest.keySet().removeIf(key -> key.sight() != null && !sights.contains(key.sight()));
    }

    private void publish(Key key, Instant at, Object content) {
        if (content.equals(contents.put(key, content))) {
            return;
        }
        String topic = key.topic();
        long seq = numbers.merge(topic, 1L, Long::sum);
        latest.put(key, new Message(topic, seq, write(new Envelope(topic, seq, at, content))));
    }

    private String write(Envelope envelope) {
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("content of " + envelope.t() + " is no JSON", e);
        }
    }

    /** The latest message of every topic, by name, as a sight has it. */
    List<Message> latest(Sight sight) {
        return latest.entrySet().stream()
                .filter(entry -> {
                    Sight other = entry.getKey().sight();
                    return other == null || other.equals(sight);
                })
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Message::topic))
                .toList();
    }
}
