package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.web.live.VillageView.Flow;
import energy.peerwatt.web.live.VillageView.HomePower;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VillageChangeTest {

    private static final Instant AT = Instant.parse("2026-06-18T07:00:00Z");
    private static final Flow FLOW = new Flow(1, 2, 500, 180_000);
    private static final VillageView BEFORE =
            new VillageView(List.of(home(1, 100), home(2, 200), home(3, 300)), List.of(FLOW), AT);

    @Test
    void namesTheHomesThatChangedByTheirPlace() {
        VillageView now =
                new VillageView(
                        List.of(home(1, 100), home(2, 250), home(3, 300)), List.of(FLOW), AT);

        assertThat(now.since(BEFORE))
                .isEqualTo(new VillageView.Change(Map.of(1, home(2, 250)), null, null));
    }

    @Test
    void hasAllFlowsWhenOneChangesAndTheIntervalWhenItIsAnother() {
        Instant next = AT.plusSeconds(900);
        VillageView now = new VillageView(BEFORE.homes(), List.of(), next);

        assertThat(now.since(BEFORE)).isEqualTo(new VillageView.Change(Map.of(), List.of(), next));
    }

    @Test
    void needsTheWholeWhenThereAreOtherHomes() {
        VillageView fewer = new VillageView(List.of(home(1, 100), home(2, 200)), List.of(FLOW), AT);
        VillageView another =
                new VillageView(List.of(home(1, 1), home(2, 2), home(4, 3)), List.of(FLOW), AT);

        assertThat(fewer.since(BEFORE)).isNull();
        assertThat(another.since(BEFORE)).isNull();
        assertThat(BEFORE.since("something else")).isNull();
    }

    @Test
    void saysNothingOfWhatIsAsItWas() throws Exception {
        String json =
                new ObjectMapper()
                        .findAndRegisterModules()
                        .writeValueAsString(new VillageView.Change(Map.of(), null, null));

        assertThat(json).isEqualTo("{\"homes\":{}}");
    }

    private static HomePower home(long participant, long gridW) {
        return new HomePower(participant, gridW, null, null, null, null, null);
    }
}
