package energy.peerwatt.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.mqtt.MeterMessage.Decoded;
import energy.peerwatt.edge.mqtt.MeterMessage.Reason;
import energy.peerwatt.edge.mqtt.MeterMessage.Refused;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.market.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeterMessageTest {

    @Test
    void everyRecordedMessageIsDecodedOrRefusedByName() throws IOException {
        int seen = 0;
        int decoded = 0;
        for (JsonNode line : Fixtures.jsonLines("mqtt/payloads.jsonl")) {
            String dialect = line.path("dialect").asText();
            if (dialect.startsWith("tasmota") || dialect.startsWith("shelly")) {
                String driver = dialect.startsWith("tasmota") ? "tasmota" : "shelly-gen2";
                seen++;
                decoded += decode(driver, line.path("payload").asText()) instanceof Decoded ? 1 : 0;
            }
        }
        assertThat(seen).isGreaterThan(25);
        assertThat(decoded).isEqualTo(7);
    }

    @Test
    void recordedMessagesMeanWhatTheirReportersSay() throws IOException {
        assertThat(recorded("tasmota", "tele/Zaehler/SENSOR"))
                .isEqualTo(meter(11_489_575_000L, 5_134_482_000L, -252));
        assertThat(recorded("tasmota", "tele/athomspv3a/SENSOR"))
                .isEqualTo(
                        new Decoded(
                                new DeviceSample(
                                        Map.of(Channel.IMPORT, value(1_066_000_000L)),
                                        Map.of(LiveQuantity.GRID_W, 0L))));
        assertThat(recorded("tasmota", "tele/shelly3em/SENSOR"))
                .isEqualTo(new Refused(Reason.TOTAL_RUNS_BACKWARDS));
        assertThat(recorded("tasmota", "tele/meter1/SENSOR"))
                .isEqualTo(new Refused(Reason.TOTAL_RUNS_BACKWARDS));
        assertThat(recorded("tasmota", "tele/pump/SENSOR"))
                .isEqualTo(new Refused(Reason.TOTAL_IS_LIST));
        assertThat(recorded("tasmota", "stat/athomspv3a/RESULT"))
                .isEqualTo(new Refused(Reason.NO_MEASUREMENT));
        assertThat(recorded("shelly-gen2", "shellypro3em-aabbccddeeff/status/emdata:0"))
                .isEqualTo(energy(5_415_414_190L, 0));
        assertThat(recorded("shelly-gen2", "shellypro3em/status/em:0"))
                .isEqualTo(
                        new Decoded(
                                new DeviceSample(Map.of(), Map.of(LiveQuantity.GRID_W, 2_239L))));
    }

    @Test
    void retainedMessageIsNeverAReading() {
        byte[] payload = bytes("{\"total_act\":1,\"total_act_ret\":2}");

        assertThat(MqttMeters.decode("shelly-gen2", payload, true))
                .isEqualTo(new Refused(Reason.RETAINED));
    }

    @Test
    void prefersTheTwoSums() {
        assertThat(
                        decode(
                                "tasmota",
                                """
                                {"ENERGY":{"Total":[1,2],"TotalSumImport":3.5,"TotalSumExport":0.25}}
                                """))
                .isEqualTo(energy(3_500_000, 250_000));
    }

    @Test
    void refusesWhatIsNoMeasurement() {
        assertRefused(Reason.NOT_JSON, "");
        assertRefused(Reason.NOT_JSON, "null");
        assertRefused(Reason.NOT_JSON, "[1]");
        assertRefused(Reason.NOT_JSON, "{\"ENERGY\":");
        assertRefused(Reason.NOT_JSON, "{\"a\":" + "[".repeat(10_000));
        assertRefused(Reason.TOO_LARGE, " ".repeat(70_000));
        assertRefused(Reason.NO_MEASUREMENT, "{\"ENERGY\":{}}");
        assertRefused(Reason.NOT_A_NUMBER, "{\"ENERGY\":{\"Total\":null}}");
        assertRefused(Reason.NOT_A_NUMBER, "{\"ENERGY\":{\"Total\":\"7\"}}");
        assertRefused(Reason.NOT_A_NUMBER, "{\"ENERGY\":{\"Total\":1e999999999}}");
        assertRefused(Reason.NEGATIVE_REGISTER, "{\"ENERGY\":{\"Total\":-0.001}}");
    }

    @Test
    void foreignBytesNeverThrow() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] message =
                bytes(
                        "{\"ENERGY\":{\"Power\":[1.5,-2],\"ImportActive\":[1,2.5],\"ExportActive\":3},"
                                + "\"total_act\":1e3,\"total_act_ret\":2,\"total_act_power\":-7}");
        for (int i = 0; i < 10_000; i++) {
            byte[] mutant = message.clone();
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            String driver = random.nextBoolean() ? "tasmota" : "shelly-gen2";
            assertThat(MqttMeters.decode(driver, mutant, false)).as("-Dseed=%d", seed).isNotNull();
        }
    }

    private static MeterMessage recorded(String driver, String topic) throws IOException {
        for (JsonNode line : Fixtures.jsonLines("mqtt/payloads.jsonl")) {
            if (line.path("topic").asText().equals(topic)) {
                return decode(driver, line.path("payload").asText());
            }
        }
        throw new AssertionError("no recorded " + topic);
    }

    private static void assertRefused(Reason reason, String payload) {
        assertThat(decode("tasmota", payload)).isEqualTo(new Refused(reason));
    }

    private static MeterMessage decode(String driver, String payload) {
        return MqttMeters.decode(driver, bytes(payload), false);
    }

    private static Decoded meter(long importMilliWh, long exportMilliWh, long watts) {
        return new Decoded(
                new DeviceSample(
                        energy(importMilliWh, exportMilliWh).sample().registers(),
                        Map.of(LiveQuantity.GRID_W, watts)));
    }

    private static Decoded energy(long importMilliWh, long exportMilliWh) {
        return new Decoded(
                new DeviceSample(
                        Map.of(
                                Channel.IMPORT, value(importMilliWh),
                                Channel.EXPORT, value(exportMilliWh)),
                        Map.of()));
    }

    private static RegisterValue value(long milliWh) {
        return new RegisterValue(milliWh, 1_000, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
