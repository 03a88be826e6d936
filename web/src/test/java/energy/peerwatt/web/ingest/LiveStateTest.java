package energy.peerwatt.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveStateTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");

    private final LiveState state = new LiveState(new ObjectMapper());

    @Test
    void keepsTheLatestAndWhatIsUnknownEmpty() {
        take("07:00:02", "\"gridW\":-1200,\"batterySocPermille\":920");
        take("07:00:01", "\"gridW\":5,\"solarW\":7");

        LivePoint point = state.of(POINT).orElseThrow();
        assertThat(point.at()).isEqualTo(Instant.parse("2026-06-18T07:00:02Z"));
        assertThat(point.gridW()).hasValue(-1200);
        assertThat(point.batterySocPermille()).hasValue(920);
        assertThat(point.solarW()).isEmpty();
        assertThat(point.batteryW()).isEmpty();
        assertThat(point.evW()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"at\":\"yesterday\",\"points\":[]}",
                "{\"at\":\"2026-06-18T07:00:00Z\",\"points\":[{\"meteringPoint\":\"a b\"}]}",
            })
    void refusesOtherMessages(String message) {
        assertThatThrownBy(() -> state.take(message.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(state.of(POINT)).isEmpty();
    }

    private void take(String time, String values) {
        state.take(
                """
                {"at":"2026-06-18T%sZ","points":[{"meteringPoint":"AT-1",%s}]}
                """
                        .formatted(time, values)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
