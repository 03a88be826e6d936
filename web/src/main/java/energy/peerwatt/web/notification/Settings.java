package energy.peerwatt.web.notification;

import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How somebody wants to be told.
 *
 * @param language of mails and pushes
 * @param quiet when no push comes; empty if they may come at any hour
 * @param topics all of them
 */
public record Settings(
        Language language, Optional<Quiet> quiet, Map<Topic, Topic.Channels> topics) {

    /** Of whoever has said nothing. */
    public static final Settings USUAL =
            new Settings(
                    Language.EN,
                    Optional.of(new Quiet(LocalTime.of(21, 0), LocalTime.of(7, 0))),
                    Map.of());

    public Settings {
        Map<Topic, Topic.Channels> all = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            Topic.Channels said = topics.getOrDefault(topic, topic.usual());
            all.put(topic, topic.isUrgent() ? new Topic.Channels(true, true, said.push()) : said);
        }
        topics = Map.copyOf(all);
    }

    /** By which ways a topic comes. */
    public Topic.Channels by(Topic topic) {
        return topics.getOrDefault(topic, topic.usual());
    }

    /** What mails and pushes can speak. */
    public enum Language {
        EN,
        DE
    }

    /**
     * Hours without a push, local time of the community; over midnight if {@code from} is later.
     *
     * @param until exclusive
     */
    public record Quiet(LocalTime from, LocalTime until) {

        /** Whether a time of day is in them; nothing is if they begin when they end. */
        public boolean has(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !from.equals(until) && (!time.isBefore(from) || time.isBefore(until));
        }
    }
}
