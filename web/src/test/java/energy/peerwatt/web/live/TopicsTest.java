package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.ParticipantId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Instant AT = Instant.parse("2026-06-18T07:00:00Z");
    private static final Sight ALL = new Sight(true, Set.of());
    private static final Sight ONE = new Sight(false, Set.of(new ParticipantId(100)));

    private final Topics topics = new Topics(new ObjectMapper().findAndRegisterModules());

    @Test
    void everySightHasWhatIsForAllAndItsOwn() {
        topics.publish("status", AT, "for all");
        topics.publish("village", ALL, AT, "of all homes");
        topics.publish("village", ONE, AT, "of one home");

        assertThat(topics.latest(ONE))
                .extracting(Topics.Message::topic)
                .containsExactly("status", "village");
        assertThat(topics.latest(ONE).getLast().json()).contains("of one home");
        assertThat(topics.latest(ALL).getLast().json()).contains("of all homes");

        topics.keep(Set.of(ALL));
        assertThat(topics.latest(ONE)).extracting(Topics.Message::topic).containsExactly("status");
        assertThat(topics.latest(ALL)).hasSize(2);
    }

    @Test
    void theSameAgainIsNoNewsAndNumbersOnlyGrow() {
        topics.publish("village", ALL, AT, "first");
        long first = topics.latest(ALL).getFirst().seq();
        topics.publish("village", ALL, AT.plusSeconds(1), "first");
        assertThat(topics.latest(ALL).getFirst().seq()).isEqualTo(first);

        topics.publish("village", ALL, AT.plusSeconds(2), "second");
        topics.keep(Set.of());
        topics.publish("village", ALL, AT.plusSeconds(3), "second");
        assertThat(topics.latest(ALL).getFirst().seq()).isGreaterThan(first + 1);
    }
}
