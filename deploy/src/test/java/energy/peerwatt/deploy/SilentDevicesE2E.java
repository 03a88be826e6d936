package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.deploy.Village.Part;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All meters of a street are switched off and on again, Modbus and MQTT: their owners see it. */
class SilentDevicesE2E {

    private static final Instant NOON = Instant.parse("2026-06-18T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Village.Setting SETTING =
            new Village.Setting(
                    NOON,
                    60,
                    List.of("--homes", "6"),
                    List.of("-Dpeerwatt.watchdog.polls=5", "-Dpeerwatt.watchdog.publishing=10s"),
                    Optional.empty());

    @Test
    void ownersSeeThatTheirMetersAreSilentAndBack() throws IOException {
        try (Village village = new Village(SETTING)) {
            village.start();
            MarketApi market = new MarketApi(village.httpPort());
            Await.until("all meters are good", PATIENCE, () -> all(market, "GOOD"));

            village.kill(Part.SIMULATOR);
            Await.until("all meters are silent", PATIENCE, () -> all(market, "SILENT"));
            List<String> silentSince = since(market);

            village.kill(Part.GATEWAY);
            village.restart(Part.GATEWAY);
            village.restart(Part.SIMULATOR);
            Await.until("all meters are good again", PATIENCE, () -> all(market, "GOOD"));

            for (JsonNode home : market.homes()) {
                List<JsonNode> changes = meters(devices(market, home).path("changes"));
                assertThat(changes.getFirst().path("state").asText()).isEqualTo("GOOD");
                assertThat(silentSince).contains(newestSilence(changes));
            }
        }
    }

    private static String newestSilence(List<JsonNode> changes) {
        for (JsonNode change : changes) {
            if (change.path("state").asText().equals("SILENT")) {
                return change.path("since").asText();
            }
        }
        return "none";
    }

    /** Whether every home's grid meter is in this state. */
    private static boolean all(MarketApi market, String state) throws IOException {
        if (!market.isReady()) {
            return false;
        }
        List<JsonNode> homes = market.homes();
        for (JsonNode home : homes) {
            List<JsonNode> meters = meters(devices(market, home).path("devices"));
            if (meters.stream().noneMatch(meter -> meter.path("state").asText().equals(state))) {
                return false;
            }
        }
        return !homes.isEmpty();
    }

    private static List<String> since(MarketApi market) throws IOException {
        List<String> times = new ArrayList<>();
        for (JsonNode home : market.homes()) {
            meters(devices(market, home).path("devices"))
                    .forEach(meter -> times.add(meter.path("since").asText()));
        }
        return times;
    }

    /** Of these, those of grid meters: other devices fall silent at times of their own. */
    private static List<JsonNode> meters(JsonNode devices) {
        List<JsonNode> meters = new ArrayList<>();
        for (JsonNode device : devices) {
            if (device.path("device").asText().equals("METER")) {
                meters.add(device);
            }
        }
        return meters;
    }

    private static JsonNode devices(MarketApi market, JsonNode home) throws IOException {
        return market.get("metering-points/" + home.path("meteringPointId").asText() + "/devices");
    }
}
