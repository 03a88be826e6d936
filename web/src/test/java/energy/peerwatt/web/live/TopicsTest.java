package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.live.Topics.Urgency;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Instant AT = Instant.parse("2026-06-18T07:00:00Z");
    private static final AreaId AREA = new AreaId(1);
    private static final Sight ALL = new Sight(Optional.of(AREA), true, Set.of());
    private static final Sight ONE =
            new Sight(Optional.of(AREA), false, Set.of(new ParticipantId(100)));

    private final Topics topics = new Topics(new ObjectMapper().findAndRegisterModules());

    @Test
    void everySightHasWhatIsForAllAndItsOwn() {
        topics.publish("status", AREA, Urgency.CALM, AT, "for all");
        topics.publish("village", ALL, Urgency.CALM, AT, "of all homes");
        topics.publish("village", ONE, Urgency.CALM, AT, "of one home");

        assertThat(topics.latest(ONE))
                .extracting(Topics.Message::topic)
                .containsExactly("status", "village");
        assertThat(topics.latest(ONE).getLast().json()).contains("of one home");
        assertThat(topics.latest(ALL).getLast().json()).contains("of all homes");

        topics.keep(Set.of(ALL), Set.of(AREA));
        assertThat(topics.latest(ONE)).extracting(Topics.Message::topic).containsExactly("status");
        assertThat(topics.latest(ALL)).hasSize(2);
    }

    @Test
    void theSameAgainIsNoNewsAndNumbersOnlyGrow() {
        topics.publish("village", ALL, Urgency.CALM, AT, "first");
        long first = topics.latest(ALL).getFirst().seq();
        topics.publish("village", ALL, Urgency.CALM, AT.plusSeconds(1), "first");
        assertThat(topics.latest(ALL).getFirst().seq()).isEqualTo(first);

        topics.publish("village", ALL, Urgency.CALM, AT.plusSeconds(2), "second");
        topics.keep(Set.of(), Set.of());
        topics.publish("village", ALL, Urgency.CALM, AT.plusSeconds(3), "second");
        assertThat(topics.latest(ALL).getFirst().seq()).isGreaterThan(first + 1);
    }

    @Test
    void whatFollowsSomethingPromptSaysSo() {
        topics.publish("village", ALL, Urgency.CALM, AT, "power");
        assertThat(topics.latest(ALL).getFirst().isPromptAfter(0)).isFalse();

        topics.publish("village", ALL, Urgency.PROMPT, AT, "a trade");
        topics.publish("village", ALL, Urgency.CALM, AT, "a trade and power");
        Topics.Message last = topics.latest(ALL).getFirst();
        assertThat(last.isPromptAfter(last.seq() - 2)).isTrue();
        assertThat(last.isPromptAfter(last.seq() - 1)).isFalse();
    }

    @Test
    void aSightHasWhatIsOfItsArea() {
        AreaId other = new AreaId(2);
        topics.publish("book", AREA, Urgency.PROMPT, AT, "of area 1");
        topics.publish("book", other, Urgency.PROMPT, AT, "of area 2");

        Sight there = new Sight(Optional.of(other), true, Set.of());
        assertThat(topics.latest(ALL)).hasSize(1);
        assertThat(topics.latest(ALL).getFirst().json()).contains("of area 1");
        assertThat(topics.latest(there)).hasSize(1);
        assertThat(topics.latest(there).getFirst().json()).contains("of area 2");
        assertThat(topics.latest(new Sight(Optional.empty(), true, Set.of()))).isEmpty();

        topics.keep(Set.of(ALL), Set.of(AREA));
        assertThat(topics.latest(there)).isEmpty();
    }
}
