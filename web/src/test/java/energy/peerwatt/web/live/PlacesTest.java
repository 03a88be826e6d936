package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final AreaId FIRST = new AreaId(1);
    private static final AreaId SECOND = new AreaId(2);

    private final Places places =
            new Places(
                    List.of(FIRST, SECOND),
                    Map.of(new ParticipantId(100), FIRST, new ParticipantId(200), SECOND));

    @Test
    void aMemberSeesTheAreaOfItsFirstHomeUnlessItAsksForAnother() {
        assertThat(places.shownTo(member(200), Optional.empty())).contains(SECOND);
        assertThat(places.shownTo(member(200, 100), Optional.empty())).contains(FIRST);
        assertThat(places.shownTo(member(200, 100), Optional.of(SECOND))).contains(SECOND);
    }

    @Test
    void whoHasNoHomeSeesTheFirstArea() {
        assertThat(places.shownTo(member(), Optional.empty())).contains(FIRST);
        assertThat(places.shownTo(member(999), Optional.empty())).contains(FIRST);
        assertThat(places.shownTo(new Caller.Anonymous(), Optional.of(SECOND))).contains(SECOND);
    }

    @Test
    void anAreaThatIsNoneIsNotShown() {
        assertThat(places.shownTo(member(200), Optional.of(new AreaId(7)))).contains(SECOND);
        assertThat(Places.UNKNOWN.shownTo(member(200), Optional.of(FIRST))).isEmpty();
    }

    private static Caller member(long... homes) {
        Set<ParticipantId> own =
                LongStream.of(homes).mapToObj(ParticipantId::new).collect(Collectors.toSet());
        return new Caller.Person(1, "somebody", Set.of(), own);
    }
}
