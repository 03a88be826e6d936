package energy.peerwatt.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointAssignment;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveStateTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");
    private static final Instant NOW = Instant.parse("2026-06-18T07:00:00Z");
    private static final String OWN = "gw-own";
    private static final PointRights RIGHTS =
            PointRights.of(
                    1,
                    Set.of("gw-all"),
                    List.of(
                            new PointAssignment(POINT, OWN, NOW.minusSeconds(10), Optional.empty()),
                            new PointAssignment(
                                    POINT,
                                    "gw-before",
                                    Instant.EPOCH,
                                    Optional.of(NOW.minusSeconds(10)))));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LiveState state =
            new LiveState(
                    new ObjectMapper(),
                    new ScaledMarketClock(NOW, NOW, 1, InstantSource.fixed(NOW)),
                    ValidationRules.DEFAULTS,
                    metrics);

    @Test
    void keepsTheLatestAndWhatIsUnknownEmpty() {
        take(OWN, "07:00:02", "\"gridW\":-1200,\"batterySocPermille\":920");
        take(OWN, "07:00:01", "\"gridW\":5,\"solarW\":7");

        LivePoint point = state.of(POINT).orElseThrow();
        assertThat(point.at()).isEqualTo(Instant.parse("2026-06-18T07:00:02Z"));
        assertThat(point.gridW()).hasValue(-1200);
        assertThat(point.batterySocPermille()).hasValue(920);
        assertThat(point.solarW()).isEmpty();
        assertThat(point.batteryW()).isEmpty();
        assertThat(point.evW()).isEmpty();
    }

    @Test
    void aTimeToComeFreezesNoPoint() {
        take(OWN, "07:00:00", "\"gridW\":1");
        take(OWN, "07:01:00.001", "\"gridW\":2");
        assertThat(state.of(POINT).orElseThrow().gridW()).hasValue(1);
        assertThat(ignored("future")).isEqualTo(1);

        take(OWN, "07:01:00", "\"gridW\":3");
        assertThat(state.of(POINT).orElseThrow().gridW()).hasValue(3);
        assertThat(ignored("future")).isEqualTo(1);
    }

    @Test
    void whatNoHomeCanDoIsUnknownAndTheRestIsTaken() {
        take(
                OWN,
                "07:00:00",
                """
                "gridW":10000001,"batteryW":4000000000000000000,"evW":1e30,"solarW":10000000,
                "batteryCapacityWh":0,"batteryChargeMostW":-1,"evConnected":1,
                "evNeededWh":300000000000000000
                """);

        LivePoint point = state.of(POINT).orElseThrow();
        assertThat(point.gridW()).isEmpty();
        assertThat(point.batteryW()).isEmpty();
        assertThat(point.evW()).isEmpty();
        assertThat(point.solarW()).hasValue(10_000_000);
        assertThat(point.battery().capacityWh()).isEmpty();
        assertThat(point.battery().chargeMostW()).isEmpty();
        assertThat(point.charger().connected()).contains(true);
        assertThat(point.charger().neededWh()).isEmpty();
        assertThat(ignored("range")).isEqualTo(1);
    }

    @Test
    void onlyThePointsGatewayIsBelieved() {
        take("gw-other", "07:00:00", "\"gridW\":1");
        take("gw-before", "07:00:00", "\"gridW\":1");
        assertThat(state.of(POINT)).isEmpty();
        assertThat(ignored("foreign")).isEqualTo(2);

        take("gw-before", "06:59:49", "\"gridW\":2");
        assertThat(state.of(POINT).orElseThrow().gridW()).hasValue(2);
        take("gw-all", "07:00:00", "\"gridW\":3");
        assertThat(state.of(POINT).orElseThrow().gridW()).hasValue(3);
    }

    @Test
    void nobodyIsBelievedBeforeTheRightsAreKnown() {
        state.take(OWN, PointRights.NONE, message("07:00:00", "\"gridW\":1"));

        assertThat(state.of(POINT)).isEmpty();
        assertThat(ignored("foreign")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"at\":\"yesterday\",\"points\":[]}",
                """
                {"at":"2026-06-18T07:00:00Z","points":[{"meteringPoint":"AT-1","gridW":1},
                 {"meteringPoint":"a b"}]}
                """,
            })
    void takesNothingOfOtherMessages(String message) {
        state.take(OWN, RIGHTS, message.getBytes(StandardCharsets.UTF_8));

        assertThat(state.of(POINT)).isEmpty();
        assertThat(ignored("malformed")).isEqualTo(1);
    }

    private double ignored(String reason) {
        return metrics.get("market.telemetry.ignored").tag("reason", reason).counter().count();
    }

    private void take(String gateway, String time, String values) {
        state.take(gateway, RIGHTS, message(time, values));
    }

    private static byte[] message(String time, String values) {
        return """
        {"at":"2026-06-18T%sZ","points":[{"meteringPoint":"AT-1",%s}]}
        """
                .formatted(time, values)
                .getBytes(StandardCharsets.UTF_8);
    }
}
