package energy.peerwatt.edge.payload;

import static energy.peerwatt.edge.payload.Messages.device;
import static energy.peerwatt.edge.payload.Messages.take;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Messages that others recorded from their devices, each with what it has to mean. */
class RecordedMessagesTest {

    private static final Set<String> REFUSALS =
            Arrays.stream(Refusal.values()).map(Enum::name).collect(Collectors.toSet());

    /** By line of {@code payloads.jsonl}; mWh/step, watts. */
    private static final Map<Integer, String> PAYLOADS = new TreeMap<>();

    static {
        PAYLOADS.put(1, "IMPORT 1066000000/1000 gridW 0");
        PAYLOADS.put(2, "NO_MEASUREMENT");
        PAYLOADS.put(3, "TOTAL_RUNS_BACKWARDS");
        PAYLOADS.put(4, "TOTAL_RUNS_BACKWARDS");
        PAYLOADS.put(5, "IMPORT 11489575000/1000 EXPORT 5134482000/1000 gridW -252");
        PAYLOADS.put(6, "TOTAL_IS_LIST");
        // Not 9098 kWh: the Linky's own indexes HCHC and HCHP count.
        PAYLOADS.put(7, "IMPORT 3196310000/1000");
        PAYLOADS.put(8, "IMPORT 2173500000/100000 EXPORT 349300000/100000 gridW -136");
        PAYLOADS.put(9, "IMPORT 1234567000/1000 EXPORT 1234000/1000 gridW 2");
        PAYLOADS.put(10, "OTHER_QUANTITY");
        PAYLOADS.put(11, "gridW 120");
        for (int line : new int[] {12, 13, 14, 16, 17, 18, 20, 21, 22, 25, 26}) {
            PAYLOADS.put(line, "OTHER_QUANTITY");
        }
        PAYLOADS.put(15, "gridW 116");
        PAYLOADS.put(19, "gridW 76");
        PAYLOADS.put(23, "IMPORT 10533100/1000");
        PAYLOADS.put(24, "EXPORT 427700/1000");
        PAYLOADS.put(27, "IMPORT 64541000/1000");
        PAYLOADS.put(28, "EXPORT 0/1000");
        PAYLOADS.put(29, "EXPORT 0/1000");
        PAYLOADS.put(30, "gridW 2239");
        PAYLOADS.put(31, "gridW 2414");
        PAYLOADS.put(32, "IMPORT 5415414190/1000 EXPORT 0/1000");
        PAYLOADS.put(33, "gridW 5080");
        PAYLOADS.put(34, "IMPORT 6644900/1000 EXPORT 2595260/1000");
        PAYLOADS.put(35, "gridW 219");
        PAYLOADS.put(36, "gridW 12");
        PAYLOADS.put(37, "IMPORT 152669987/1000 EXPORT 0/1000 gridW 12");
        PAYLOADS.put(38, "IMPORT 0/10000 EXPORT 2923330000/10000 gridW -2145");
        PAYLOADS.put(39, "IMPORT 70000/10000 gridW 714");
        PAYLOADS.put(40, "IMPORT 70000/10000 gridW 703");
        PAYLOADS.put(41, "IMPORT 12050000/10000");
        PAYLOADS.put(42, "OTHER_QUANTITY");
        PAYLOADS.put(43, "OTHER_QUANTITY");
        PAYLOADS.put(44, "solarW 936");
        PAYLOADS.put(45, "OTHER_QUANTITY");
        PAYLOADS.put(46, "ABSENT");
        PAYLOADS.put(47, "OTHER_QUANTITY");
        PAYLOADS.put(48, "OTHER_QUANTITY");
        PAYLOADS.put(49, "OTHER_QUANTITY");
        PAYLOADS.put(50, "OTHER_QUANTITY");
        PAYLOADS.put(51, "OTHER_QUANTITY");
        PAYLOADS.put(52, "IMPORT 2057970000/10000 EXPORT 1893340000/10000 gridW 536");
        PAYLOADS.put(53, "solarW 6115");
        for (int line = 54; line <= 64; line++) {
            PAYLOADS.put(line, "CONTROL_VALUE");
        }
    }

    @Test
    void everyRecordedMessageMeansWhatItHasTo() throws IOException {
        Map<Integer, String> meanings = new TreeMap<>();
        int line = 0;
        for (JsonNode recorded : Fixtures.jsonLines("mqtt/payloads.jsonl")) {
            line++;
            String topic = recorded.path("topic").asText();
            MqttDevice device = deviceOf(recorded.path("dialect").asText(), topic);
            meanings.put(line, take(device, topic, recorded.path("payload").asText()));
        }
        print("payloads.jsonl", meanings);

        assertThat(meanings).isEqualTo(PAYLOADS);
    }

    @Test
    void everyBodyOfAnotherProjectsTestsMeansWhatItAsserts() throws IOException {
        List<String> meanings = new ArrayList<>();
        for (JsonNode recorded : Fixtures.jsonLines("mqtt/evcc-test-payloads.jsonl")) {
            String payload = recorded.path("payload").asText();
            meanings.add(evccBody(recorded.path("source").asText(), payload));
        }
        Map<Integer, String> numbered = new LinkedHashMap<>();
        meanings.forEach(meaning -> numbered.put(numbered.size() + 1, meaning));
        print("evcc-test-payloads.jsonl", numbered);

        assertThat(meanings)
                .containsExactly(
                        "IMPORT 1290396000/1000 gridW 47",
                        "IMPORT 77000/1000 gridW 8",
                        "IMPORT 34507476100/1000 EXPORT 14737142200/1000 gridW -894",
                        "IMPORT 2687368700/1000 EXPORT 582456900/1000 gridW -36",
                        // 6472513 watt-minutes
                        "IMPORT 107875216/1000 gridW 4711",
                        // No counter: unknown, where that project says 0.
                        "gridW 82",
                        "IMPORT 401472900/1000 EXPORT 653673700/1000 gridW -620",
                        "IMPORT 5125/1000 gridW 47",
                        "gridW -332",
                        "IMPORT 1264150/1000 EXPORT 144792280/1000",
                        "NO_MEASUREMENT",
                        "NO_MEASUREMENT",
                        "NO_MEASUREMENT",
                        "NO_MEASUREMENT",
                        "NO_MEASUREMENT",
                        "IMPORT 2574466629/1000 gridW 399",
                        // 10 kWh both ways, 4 of them returned
                        "IMPORT 6000000/1000 EXPORT 4000000/1000 gridW -350",
                        "IMPORT 0/1000 EXPORT 4000000/1000",
                        "NO_MEASUREMENT");
    }

    @Test
    void everyTopicOfDsmrReaderIsARegisterPowerOrNamed() throws IOException {
        Map<String, String> meanings = new TreeMap<>();
        MqttDevice device = device("dsmr-reader", "dsmr/reading");
        for (String line : Files.readAllLines(Fixtures.path("mqtt/dsmr-reader-topics.tsv"))) {
            String topic = line.split("\t", -1)[0];
            meanings.put(topic, take(device, topic, "1.234"));
        }
        print("dsmr-reader-topics.tsv", meanings);

        assertThat(meanings).hasSize(22);
        assertThat(meanings)
                .containsEntry("dsmr/reading/electricity_delivered_1", "understood")
                .containsEntry("dsmr/reading/electricity_delivered_2", "IMPORT 2468000/1000")
                .containsEntry("dsmr/reading/electricity_returned_1", "understood")
                .containsEntry("dsmr/reading/electricity_returned_2", "EXPORT 2468000/1000")
                .containsEntry("dsmr/reading/electricity_currently_delivered", "understood")
                .containsEntry("dsmr/reading/electricity_currently_returned", "gridW 0");
        assertThat(meanings.values()).filteredOn("OTHER_QUANTITY"::equals).hasSize(16);
    }

    private static MqttDevice deviceOf(String dialect, String topic) {
        return switch (dialect) {
            case "tasmota-energy", "tasmota-teleinfo" -> device("tasmota", topic);
            case "tasmota-sml" -> device("tasmota-sml", topic);
            case "shelly-gen1" -> device(dialect, topic.substring(0, topic.lastIndexOf('/')));
            case "shelly-gen2", "shelly-gen3" -> device(dialect, shellyComponent(topic));
            case "zigbee2mqtt" ->
                    topic.endsWith("PJ-1203A")
                            ? device("zigbee2mqtt", topic, "channel", "a")
                            : device("zigbee2mqtt", topic);
            case "zigbee2mqtt-attribute" -> device("zigbee2mqtt", "zigbee2mqtt/z1");
            case "ha-discovery" -> {
                String[] levels = topic.split("/", -1);
                yield device(
                        "home-assistant",
                        String.join("/", levels[0], levels[1], levels[2]),
                        "import",
                        levels[3]);
            }
            case "victron" -> victron(topic);
            case "victron-input" ->
                    device(
                            topic.endsWith("pv") ? DeviceRole.INVERTER : DeviceRole.METER,
                            dialect,
                            topic);
            default -> device(dialect, topic);
        };
    }

    private static String shellyComponent(String topic) {
        String[] levels = topic.split("/", -1);
        if (levels[1].equals("events")) {
            return levels[0] + "/switch:0";
        }
        return levels[0] + "/" + levels[2].replace("data:", ":");
    }

    private static MqttDevice victron(String topic) {
        return topic.contains("pvinverter")
                ? device(DeviceRole.INVERTER, "victron", "N/<portal ID>/pvinverter/20")
                : device("victron", "N/<portal ID>/grid/30");
    }

    /** Its bodies are answers to HTTP; the same objects come on these topics. */
    private static String evccBody(String source, String payload) {
        if (source.contains("tasmota")) {
            String driver = payload.contains("\"SML\"") ? "tasmota-sml" : "tasmota";
            return take(device(driver, "stat/m/STATUS10"), "stat/m/STATUS10", payload);
        }
        if (source.contains("gen1_test")) {
            String channel = payload.contains("\"emeters\"") ? "/emeter/0" : "/relay/0";
            return take(device("shelly-gen1", "shellies/m" + channel), "shellies/m/info", payload);
        }
        if (payload.contains("\"act_power\"")) {
            return take(device("shelly-gen2", "m/em1:0"), "m/status/em1:0", payload);
        }
        if (payload.contains("\"total_act_energy\"")) {
            return take(device("shelly-gen2", "m/em1:0"), "m/status/em1data:0", payload);
        }
        return take(device("shelly-gen2", "m/switch:0"), "m/status/switch:0", payload);
    }

    private static void print(String file, Map<?, String> meanings) {
        long refused = meanings.values().stream().filter(REFUSALS::contains).count();
        System.out.printf(
                "%s: %d decoded, %d refused, %d in all%n",
                file, meanings.size() - refused, refused, meanings.size());
    }
}
