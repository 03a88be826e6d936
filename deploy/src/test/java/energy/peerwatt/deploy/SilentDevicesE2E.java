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
                JsonNode changes = devices(market, home).path("changes");
                assertThat(changes.path(0).path("state").asText()).isEqualTo("GOOD");
                assertThat(silentSince).contains(newestSilence(changes));
            }
        }
    }

    private static String newestSilence(JsonNode changes) {
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
            boolean found = false;
            for (JsonNode device : devices(market, home).path("devices")) {
                found |=
                        device.path("device").asText().equals("METER")
                                && device.path("state").asText().equals(state);
            }
            if (!found) {
                return false;
            }
        }
        return !homes.isEmpty();
    }

    private static List<String> since(MarketApi market) throws IOException {
        List<String> times = new ArrayList<>();
        for (JsonNode home : market.homes()) {
            devices(market, home)
                    .path("devices")
                    .forEach(device -> times.add(device.path("since").asText()));
        }
        return times;
    }

    private static JsonNode devices(MarketApi market, JsonNode home) throws IOException {
        return market.get("metering-points/" + home.path("meteringPointId").asText() + "/devices");
    }
}
