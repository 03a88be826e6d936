package energy.peerwatt.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.AreaId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The latest message of each topic. Safe for use by several threads. */
@ApplicationScoped
public class Topics {

    /** How soon pages are to have a message. */
    enum Urgency {
        /** At once. */
        PROMPT,
        /** At the page's next turn. */
        CALM
    }

    /**
     * A message as it is sent.
     *
     * @param seq grows with each of the topic's messages
     * @param promptSeq number of the topic's last prompt message, this one or one before; 0 if none
     * @param json the whole content
     * @param change the same for a page that has the message before; null if it needs the whole
     */
    record Message(String topic, long seq, long promptSeq, String json, @Nullable Change change) {

        /** What a page is sent that was last sent this number. */
        String textAfter(long sent) {
            return change != null && change.after() == sent ? change.json() : json;
        }

        /** Whether it brings something prompt to a page that was last sent this number. */
        boolean isPromptAfter(long sent) {
            return sent < promptSeq;
        }
    }

    /**
     * What has changed since a message.
     *
     * @param after that message's number
     */
    record Change(long after, String json) {}

    /** Content of which a page that has what was before need be sent a part only. */
    interface Changing {

        /** What has changed; null if the whole has to be sent. */
        @Nullable Object since(Object before);
    }

    /** What a topic has, and its message. */
    private record Latest(Object content, Message message) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Envelope(
            String t,
            long seq,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long after,
            Instant at,
            Object d) {}

    private final ObjectMapper json;

    /** By area and topic, what everybody sees who looks at it. */
    private final Map<AreaId, Map<String, Latest>> byArea = new ConcurrentHashMap<>();

    /** By sight and topic, what those see who may see the same. */
    private final Map<Sight, Map<String, Latest>> bySight = new ConcurrentHashMap<>();

    /** Last number of each topic; one for all, so that no page ever sees it go back. */
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    public Topics(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Makes this the topic's content in an area; the same content again is no news.
     *
     * @param at market time
     */
    void publish(String topic, AreaId area, Urgency urgency, Instant at, Object content) {
        publish(
                byArea.computeIfAbsent(area, _ -> new ConcurrentHashMap<>()),
                topic,
                urgency,
                at,
                content);
    }

    /** Makes this the topic's content as one sight has it. */
    void publish(String topic, Sight sight, Urgency urgency, Instant at, Object content) {
        publish(
                bySight.computeIfAbsent(sight, _ -> new ConcurrentHashMap<>()),
                topic,
                urgency,
                at,
                content);
    }

    /** Forgets what nobody looks at any more. */
    void keep(Set<Sight> sights, Set<AreaId> areas) {
        bySight.keySet().retainAll(sights);
        byArea.keySet().retainAll(areas);
    }

    private void publish(
            Map<String, Latest> known, String topic, Urgency urgency, Instant at, Object content) {
        Latest before = known.get(topic);
        if (before != null && before.content().equals(content)) {
            return;
        }
        long seq = numbers.merge(topic, 1L, Long::sum);
        long lastPrompt = before == null ? 0 : before.message().promptSeq();
        long promptSeq = urgency == Urgency.PROMPT ? seq : lastPrompt;
        String text = write(new Envelope(topic, seq, null, at, content));
        Change change = before == null ? null : change(topic, seq, at, content, before);
        known.put(topic, new Latest(content, new Message(topic, seq, promptSeq, text, change)));
    }

    private @Nullable Change change(
            String topic, long seq, Instant at, Object content, Latest before) {
        Object part =
                content instanceof Changing changing ? changing.since(before.content()) : null;
        long after = before.message().seq();
        return part == null
                ? null
                : new Change(after, write(new Envelope(topic, seq, after, at, part)));
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
        return Stream.concat(
                        sight.area().stream()
                                .map(area -> byArea.getOrDefault(area, Map.of()))
                                .flatMap(known -> known.values().stream()),
                        bySight.getOrDefault(sight, Map.of()).values().stream())
                .map(Latest::message)
                .sorted(Comparator.comparing(Message::topic))
                .toList();
    }
}
