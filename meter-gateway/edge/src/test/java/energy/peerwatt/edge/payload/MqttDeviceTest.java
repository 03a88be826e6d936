package energy.peerwatt.edge.payload;

import static energy.peerwatt.edge.payload.Messages.device;
import static energy.peerwatt.edge.payload.Messages.take;
import static energy.peerwatt.edge.payload.Messages.takeRetained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.device.DeviceRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqttDeviceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void retainedMessageIsNeverAReading() {
        MqttDevice shelly = device("shelly-gen2", "m");

        assertThat(
                        takeRetained(
                                shelly,
                                "m/status/emdata:0",
                                "{\"total_act\":1,\"total_act_ret\":2}"))
                .isEqualTo("RETAINED");
    }

    @Test
    void refusesWhatIsNoMeasurement() {
        assertRefused("NOT_JSON", "");
        assertRefused("NOT_JSON", "null");
        assertRefused("NOT_JSON", "[1]");
        assertRefused("NOT_JSON", "{\"ENERGY\":");
        assertRefused("NOT_JSON", "{\"a\":" + "[".repeat(10_000));
        assertRefused("NOT_JSON", "{\"ENERGY\":{\"Total\":1,\"Total\":2}}");
        assertRefused("NOT_JSON", "{\"ENERGY\":{\"Total\":1e99999999999}}");
        assertRefused("TOO_LARGE", " ".repeat(70_000));
        assertRefused("NO_MEASUREMENT", "{\"ENERGY\":{}}");
        assertRefused("ABSENT", "{\"ENERGY\":{\"Total\":null}}");
        assertRefused("NOT_A_NUMBER", "{\"ENERGY\":{\"Total\":\"7\"}}");
        assertRefused("NOT_A_NUMBER", "{\"ENERGY\":{\"Total\":1e999999999}}");
        assertRefused("NEGATIVE_REGISTER", "{\"ENERGY\":{\"Total\":-0.001}}");
    }

    @Test
    void stepOfARegisterIsTheLastDigitWritten() {
        MqttDevice meter = device("tasmota", "t");

        assertThat(take(meter, "t", "{\"ENERGY\":{\"Total\":7}}"))
                .isEqualTo("IMPORT 7000000/1000000");
        assertThat(take(meter, "t", "{\"ENERGY\":{\"Total\":7.10}}"))
                .isEqualTo("IMPORT 7100000/10000");
        assertThat(take(meter, "t", "{\"ENERGY\":{\"Total\":7.10000}}"))
                .isEqualTo("IMPORT 7100000/1000");
    }

    @Test
    void threePhasesAreOneRegisterOnlyTogether() {
        MqttDevice meter = device("shelly-gen1", "shellies/m");

        assertThat(take(meter, "shellies/m/emeter/0/total", "100.5", 0)).isEqualTo("understood");
        assertThat(take(meter, "shellies/m/emeter/1/total", "20", SECOND)).isEqualTo("understood");
        assertThat(take(meter, "shellies/m/emeter/2/total", "3", 2 * SECOND))
                .isEqualTo("IMPORT 123500/1000");
        assertThat(take(meter, "shellies/m/emeter/2/total", "4", 3 * SECOND))
                .isEqualTo("understood");
    }

    @Test
    void phasesOfDifferentMomentsAreNoRegister() {
        MqttDevice meter = device("shelly-gen1", "shellies/m");
        take(meter, "shellies/m/emeter/0/total", "100", 0);
        take(meter, "shellies/m/emeter/1/total", "20", SECOND);

        assertThat(take(meter, "shellies/m/emeter/2/total", "3", 2 * SECOND + 1))
                .isEqualTo("understood");
        assertThat(take(meter, "shellies/m/emeter/0/total", "101", 3 * SECOND))
                .isEqualTo("IMPORT 124000/1000");
    }

    @Test
    void negativePhaseDoesNotHideInTheSum() {
        MqttDevice meter = device("shelly-gen1", "shellies/m");
        take(meter, "shellies/m/emeter/0/total", "100", 0);
        take(meter, "shellies/m/emeter/1/total", "20", 0);

        assertThat(take(meter, "shellies/m/emeter/2/total", "-3", 0))
                .isEqualTo("NEGATIVE_REGISTER");
    }

    @Test
    void infoOfAThreePhaseMeterNeedsAllPhasesValid() {
        MqttDevice meter = device("shelly-gen1", "shellies/m");
        String phase = "{\"power\":1.5,\"is_valid\":%s,\"total\":10,\"total_returned\":1}";
        String valid = phase.formatted("true");

        assertThat(take(meter, "shellies/m/info", info(valid, valid, valid)))
                .isEqualTo("IMPORT 30000/1000 EXPORT 3000/1000 gridW 5");
        assertThat(take(meter, "shellies/m/info", info(valid, phase.formatted("false"), valid)))
                .isEqualTo("DEVICE_ERROR");
        assertThat(take(meter, "shellies/m/info", info(valid, valid))).isEqualTo("AMBIGUOUS");
    }

    @Test
    void changeOfASwitchIsNotTakenForItsWholeState() {
        MqttDevice plug = device("shelly-gen3", "m/switch:0");
        String change =
                "{\"method\":\"NotifyStatus\",\"params\":{\"switch:0\":{\"aenergy\":{\"total\":9}}}}";

        assertThat(take(plug, "m/events/rpc", change)).isEqualTo("OTHER_QUANTITY");
        assertThat(take(plug, "m/events/rpc", change.replace("Status", "FullStatus")))
                .isEqualTo("IMPORT 9000/1000");
    }

    @Test
    void moreReturnedThanCountedIsRefused() {
        assertThat(
                        take(
                                device("shelly-gen2", "m/switch:0"),
                                "m/status/switch:0",
                                "{\"aenergy\":{\"total\":1},\"ret_aenergy\":{\"total\":2}}"))
                .isEqualTo("NEGATIVE_REGISTER");
    }

    @Test
    void ownLabelsAreFoundByPointer() {
        MqttDevice meter =
                device(
                        "tasmota-sml",
                        "t",
                        "import",
                        "/Haus/1_8_0",
                        "export",
                        "/Haus/2_8_0",
                        "unit",
                        "Wh",
                        "resolutionWh",
                        "0.1");

        assertThat(take(meter, "t", "{\"Haus\":{\"1_8_0\":1000.1,\"2_8_0\":5}}"))
                .isEqualTo("IMPORT 1000100/1000 EXPORT 5000/1000");
        assertThat(take(meter, "t", "{\"Haus\":{\"1_8_0\":1000.1}}")).isEqualTo("NO_MEASUREMENT");
    }

    @Test
    void twoMetersInOneMessageNeedPointers() {
        assertThat(
                        take(
                                device("tasmota-sml", "t"),
                                "t",
                                "{\"A\":{\"Total_in\":1},\"B\":{\"Total_in\":2}}"))
                .isEqualTo("AMBIGUOUS");
    }

    @Test
    void roleAndMountingDecideTheChannel() {
        String status = "{\"aenergy\":{\"total\":10},\"ret_aenergy\":{\"total\":4},\"apower\":5}";
        String topic = "m/status/switch:0";

        assertThat(take(device(DeviceRole.INVERTER, "shelly-gen2", "m/switch:0"), topic, status))
                .isEqualTo("GENERATION 4000/1000 solarW -5");
        assertThat(
                        take(
                                device(
                                        DeviceRole.INVERTER,
                                        "shelly-gen2",
                                        "m/switch:0",
                                        "reversed",
                                        "true"),
                                topic,
                                status))
                .isEqualTo("GENERATION 6000/1000 solarW 5");
        assertThat(take(device(DeviceRole.CHARGER, "shelly-gen2", "m/switch:0"), topic, status))
                .isEqualTo("evW 5");
        assertThat(take(device("shelly-gen2", "m/switch:0", "reversed", "true"), topic, status))
                .isEqualTo("IMPORT 4000/1000 EXPORT 6000/1000 gridW -5");
    }

    @Test
    void followsTheDescriptionOfADevice() {
        MqttDevice meter =
                device("home-assistant", "ha/m", "import", "in", "export", "out", "power", "p");
        assertThat(meter.topics())
                .containsExactlyInAnyOrder("ha/m/in/config", "ha/m/out/config", "ha/m/p/config");

        assertThat(takeRetained(meter, "ha/m/in/config", description("in")))
                .isEqualTo("understood");
        assertThat(takeRetained(meter, "ha/m/out/config", description("out")))
                .isEqualTo("understood");

        assertThat(meter.topics()).contains("m/state");
        assertThat(take(meter, "m/state", "{\"in\":12.05,\"out\":3}"))
                .isEqualTo("IMPORT 12050000/10000 EXPORT 3000000/10000");
        assertThat(takeRetained(meter, "m/state", "{\"in\":12.05,\"out\":3}"))
                .isEqualTo("RETAINED");
    }

    @Test
    void refusesDescriptionsThatMakeNoRegister() {
        MqttDevice meter = device("home-assistant", "ha/m", "import", "in");
        String good = description("in");

        assertDescription(meter, "NOT_CUMULATIVE", good.replace("total_increasing", "total"));
        assertDescription(meter, "OTHER_QUANTITY", good.replace("\"energy\"", "\"gas\""));
        assertDescription(meter, "UNIT_UNKNOWN", good.replace("kWh", "m³"));
        assertDescription(meter, "UNIT_UNKNOWN", good.replace("kWh", "kW"));
        assertDescription(meter, "TEMPLATE", good.replace("value_json.in", "value_json.in | int"));
        assertDescription(meter, "MALFORMED", good.replace("m/state", "m/#"));
        assertDescription(meter, "ABSENT", "");
        assertThat(meter.topics()).containsExactly("ha/m/in/config");
    }

    @Test
    void shortDescriptionsAreUnderstoodToo() {
        MqttDevice meter = device("home-assistant", "ha/m", "import", "in");

        assertThat(
                        takeRetained(
                                meter,
                                "ha/m/in/config",
                                """
                                {"~":"esp/meter","stat_t":"~/energy","dev_cla":"energy",
                                 "stat_cla":"total_increasing","unit_of_meas":"Wh"}
                                """))
                .isEqualTo("understood");
        assertThat(take(meter, "esp/meter/energy", "4711")).isEqualTo("IMPORT 4711000/10000");
    }

    @Test
    void unknownIsWrittenInManyWays() {
        MqttDevice meter = device("shelly-gen1", "shellies/m/emeter/0");

        for (String text : List.of("", "null", "None", "nan", "unknown", "unavailable")) {
            assertThat(take(meter, "shellies/m/emeter/0/total", text)).isEqualTo("ABSENT");
        }
        assertThat(take(meter, "shellies/m/emeter/0/total", "off")).isEqualTo("NOT_A_NUMBER");
    }

    @Test
    void victronIsAskedToGoOnTalking() {
        MqttDevice meter = device("victron", "N/abc/grid/30");

        assertThat(meter.due(5, Instant.EPOCH))
                .extracting(Publication::topic)
                .containsExactly("R/abc/keepalive");
        assertThat(meter.due(29 * SECOND, Instant.EPOCH)).isEmpty();
        assertThat(meter.due(31 * SECOND, Instant.EPOCH)).hasSize(1);
        meter.connected();
        assertThat(meter.due(32 * SECOND, Instant.EPOCH)).hasSize(1);
    }

    @Test
    void victronRegistersAreApart() {
        MqttDevice meter = device("victron", "N/abc/grid/30", "resolutionWh", "100");

        assertThat(take(meter, "N/abc/grid/30/Ac/Energy/Forward", "{\"value\":1234.5}"))
                .isEqualTo("IMPORT 1234500000/100000");
        assertThat(take(meter, "N/abc/grid/30/Ac/Energy/Reverse", "{\"value\":0.0999999940395}"))
                .isEqualTo("EXPORT 99999/100000");
        assertThat(take(meter, "N/abc/grid/30/Ac/Power", "{\"value\":null}")).isEqualTo("ABSENT");
    }

    @Test
    void dsmrReaderAsOneObject() {
        assertThat(
                        take(
                                device("dsmr-reader", "dsmr/json"),
                                "dsmr/json",
                                """
                                {"electricity_delivered_1":"1.000","electricity_delivered_2":"2.500",
                                 "electricity_currently_delivered":"0.100",
                                 "electricity_currently_returned":"0.350"}
                                """))
                .isEqualTo("IMPORT 3500000/1000 gridW -250");
    }

    @Test
    void wrongConfigurationIsNamed() {
        assertWrong("no MQTT driver", "teletext", "t");
        assertWrong("no option [colour]", "tasmota", "t", "colour", "red");
        assertWrong("option unit: is missing", "json", "t", "import", "/a");
        assertWrong("option unit: kW", "json", "t", "import", "/a", "unit", "kW");
        assertWrong("option import: a", "json", "t", "import", "a", "unit", "Wh");
        assertWrong("option resolutionWh: 0", "zigbee2mqtt", "t", "resolutionWh", "0");
        assertWrong("option reversed: maybe", "tasmota", "t", "reversed", "maybe");
        assertWrong("not N/<portal>", "victron", "N/x");
    }

    private static void assertWrong(String naming, String driver, String topic, String... options) {
        assertThatThrownBy(() -> device(driver, topic, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(naming);
    }

    private static void assertDescription(MqttDevice meter, String reason, String description) {
        assertThat(takeRetained(meter, "ha/m/in/config", description)).isEqualTo(reason);
    }

    private static void assertRefused(String reason, String payload) {
        assertThat(take(device("tasmota", "t"), "t", payload)).isEqualTo(reason);
    }

    private static String description(String field) {
        return """
        {"device_class":"energy","state_class":"total_increasing","unit_of_measurement":"kWh",
         "state_topic":"m/state","value_template":"{{ value_json.%s }}"}
        """
                .formatted(field);
    }

    private static String info(String... phases) {
        return "{\"emeters\":" + List.of(phases) + "}";
    }
}
