package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Meter;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Village;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterMessagesTest {

    private static final Instant NOW = Instant.parse("2026-06-18T10:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private static HomeReading home(Meter meter) {
        long second = NOW.getEpochSecond();
        return Village.found(Blueprint.ofSeed(1, 12), second).readings(second).stream()
                .filter(reading -> reading.home().meter() == meter)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode parse(String payload) throws JsonProcessingException {
        return Json.MAPPER.readTree(payload);
    }

    @Test
    void tasmotaTellsEnergyPerPhaseInKilowattHoursWithThreeDecimals() throws Exception {
        HomeReading home = home(Meter.TASMOTA);
        String payload = MeterMessages.tasmota(home, NOW, ZONE).get("tele/home-05/SENSOR");
        JsonNode energy = parse(payload).path("ENERGY");

        assertThat(parse(payload).path("Time").asText()).isEqualTo("2026-06-18T12:00:00");
        assertThat(wattHours(energy.path("ImportActive")))
                .isEqualTo(home.wattHours(Quantity.IMPORT));
        assertThat(wattHours(energy.path("ExportActive")))
                .isEqualTo(home.wattHours(Quantity.EXPORT));
        assertThat(sum(energy.path("Power"))).isCloseTo(home.flow().gridW(), within(1.5));
        assertThat(payload).containsPattern("\"ImportActive\":\\[\\d+\\.\\d{3},\\d+\\.\\d{3},");
    }

    @Test
    void tasmotaSpeaksAsARealDeviceDoes() throws Exception {
        JsonNode real = recorded("tele/Zaehler/SENSOR").path("ENERGY");
        JsonNode ours =
                parse(
                                MeterMessages.tasmota(home(Meter.TASMOTA), NOW, ZONE)
                                        .get("tele/home-05/SENSOR"))
                        .path("ENERGY");

        assertThat(names(real)).containsAll(names(ours));
        for (String name : names(ours)) {
            assertThat(ours.path(name).getNodeType())
                    .as(name)
                    .isEqualTo(real.path(name).getNodeType());
        }
    }

    @Test
    void shellyTellsPowerAndEnergyApart() throws Exception {
        HomeReading home = home(Meter.SHELLY_GEN2);
        Map<String, String> messages = MeterMessages.shelly(home);
        JsonNode power = parse(messages.get("shellypro3em-home-08/status/em:0"));
        JsonNode energy = parse(messages.get("shellypro3em-home-08/status/emdata:0"));

        assertThat(power.path("total_act_power").asDouble()).isEqualTo(home.flow().gridW());
        assertThat(energy.path("total_act").asDouble())
                .isEqualTo((double) home.wattHours(Quantity.IMPORT));
        assertThat(energy.path("total_act_ret").asDouble())
                .isEqualTo((double) home.wattHours(Quantity.EXPORT));
        assertThat(
                        energy.path("a_total_act_energy").asDouble()
                                + energy.path("b_total_act_energy").asDouble()
                                + energy.path("c_total_act_energy").asDouble())
                .isEqualTo((double) home.wattHours(Quantity.IMPORT));
    }

    @Test
    void shellySpeaksAsARealDeviceDoes() throws Exception {
        Map<String, String> messages = MeterMessages.shelly(home(Meter.SHELLY_GEN2));

        assertThat(names(parse(messages.get("shellypro3em-home-08/status/em:0"))))
                .containsExactlyInAnyOrderElementsOf(
                        names(recorded("shellypro3em-aabbccddeeff/status/em:0")));
        assertThat(names(parse(messages.get("shellypro3em-home-08/status/emdata:0"))))
                .containsExactlyInAnyOrderElementsOf(
                        names(recorded("shellypro3em-aabbccddeeff/status/emdata:0")));
    }

    private static long wattHours(JsonNode phases) {
        BigDecimal kilowattHours = BigDecimal.ZERO;
        for (JsonNode phase : phases) {
            kilowattHours = kilowattHours.add(new BigDecimal(phase.asText()));
        }
        return kilowattHours.movePointRight(3).longValueExact();
    }

    private static double sum(JsonNode phases) {
        double sum = 0;
        for (JsonNode phase : phases) {
            sum += phase.asDouble();
        }
        return sum;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode recorded(String topic) throws IOException {
        for (String line : Files.readAllLines(Fixtures.path("mqtt/payloads.jsonl"))) {
            JsonNode sample = parse(line);
            if (sample.path("topic").asText().equals(topic)) {
                return parse(sample.path("payload").asText());
            }
        }
        throw new IllegalStateException("no recorded " + topic);
    }
}
