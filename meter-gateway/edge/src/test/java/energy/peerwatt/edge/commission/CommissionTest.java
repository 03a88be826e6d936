package energy.peerwatt.edge.commission;

import static energy.peerwatt.edge.device.ProfileQuantity.EXPORT;
import static energy.peerwatt.edge.device.ProfileQuantity.IMPORT;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L1;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L2;
import static energy.peerwatt.edge.device.ProfileQuantity.POWER_L3;
import static energy.peerwatt.edge.device.ProfileQuantity.VOLTAGE_L1;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.commission.Messages.Message;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.testkit.TestBroker;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meters as installers find them: wired rightly and wrongly, each mistake is found and named. */
class CommissionTest {

    private static final String METER = "eastron-sdm630";
    @TempDir Path folder;

    @Test
    void meterThatIsRightIsWritten() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::right)) {
            Tool tool = commission(meter, "--gateway-id", "gw-1", "--load", "drawing");

            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out())
                    .containsPattern("ok +identity +the probe of eastron-sdm630 fits, and of no")
                    .containsPattern("ok +voltage +230 V, 231 V, 229 V")
                    .containsPattern("ok +frequency +50 Hz")
                    .containsPattern("ok +power-factor")
                    .containsPattern("ok +phases +375 \\+ 375 \\+ 750 = 1500 W")
                    .containsPattern("ok +direction +1500 W and the import register rose by");
            assertThat(Files.readString(file()))
                    .isEqualTo(
                            """
                            {
                              "gatewayId" : "gw-1",
                              "devices" : [ {
                                "meteringPoint" : "AT-1",
                                "role" : "METER",
                                "driver" : "eastron-sdm630",
                                "host" : "127.0.0.1",
                                "port" : %d,
                                "unit" : 1
                              } ]
                            }
                            """
                                    .formatted(meter.port()));
            assertThat(DeviceList.parse(Files.readString(file())).devices()).hasSize(1);
        }
    }

    @Test
    void serialMeterIsWrittenWithItsFraming() throws Exception {
        try (WiredMeter meter = WiredMeter.serial(METER, 1_500)) {
            Tool tool = commission(meter, "--load", "drawing", "--display-import", "1234.5");

            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out()).contains("RTU over TCP");
            assertThat(Files.readString(file())).contains("\"framing\" : \"rtu-over-tcp\"");
        }
    }

    @Test
    void contradictionOfPowerAndRegistersIsNamedByWhatTheInstallerKnows() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::swappedRegisters)) {
            assertWrong(meter, "direction", "either the sign of power or the two registers");
            assertWrong(
                    meter,
                    "direction",
                    "import and export registers are swapped, power is right",
                    "--load",
                    "drawing");
            assertWrong(
                    meter,
                    "display",
                    "the export register shows what the display does: the registers are swapped",
                    "--display-import",
                    "1234.5 kWh");
        }
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::swappedSign)) {
            assertWrong(meter, "direction", "either the sign of power or the two registers");
            assertWrong(
                    meter,
                    "direction",
                    "the sign of power is swapped, the registers are right",
                    "--load",
                    "drawing");
        }
    }

    @Test
    void deviceThatIsMountedTheOtherWayRoundNeedsTheInstallersEyes() throws Exception {
        Consumer<Map<ProfileQuantity, BigDecimal>> both =
                shown -> {
                    swappedRegisters(shown);
                    swappedSign(shown);
                };
        try (WiredMeter meter = new WiredMeter(METER, 1_500, both)) {
            assertWrong(meter, "direction", "is mounted the other way round", "--load", "drawing");
            Tool unknowing = commission(meter, "--gateway-id", "gw-1", "--dry-run");
            assertThat(unknowing.code()).as(unknowing.said()).isZero();
            assertThat(unknowing.out()).contains("It says that the house feeds into the grid");
        }
    }

    @Test
    void feedingHouseIsRightToo() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, -3_000, CommissionTest::right)) {
            Tool tool = commission(meter, "--gateway-id", "gw-1", "--load", "feeding", "--dry-run");
            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out()).contains("-3000 W and the export register rose by");
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void errorsOfScaleAreNamed() throws Exception {
        for (int factor : List.of(10, 100, 1_000)) {
            try (WiredMeter meter =
                    new WiredMeter(
                            METER, 1_500, shown -> WiredMeter.scale(shown, factor, IMPORT))) {
                assertWrong(
                        meter, "direction", "registers rise " + factor + " times as fast as power");
                assertWrong(
                        meter,
                        "display",
                        "the register is " + factor + " times too high",
                        "--display-import",
                        "1234.5");
            }
        }
        try (WiredMeter meter =
                new WiredMeter(
                        METER,
                        1_500,
                        shown ->
                                WiredMeter.scale(shown, 10, POWER, POWER_L1, POWER_L2, POWER_L3))) {
            assertWrong(meter, "direction", "registers rise 10 times as slowly as power");
        }
    }

    @Test
    void voltageOfAnotherScaleOrPhaseIsNamed() throws Exception {
        try (WiredMeter meter =
                new WiredMeter(
                        "goodwe-et",
                        1_500,
                        shown -> shown.put(VOLTAGE_L1, new BigDecimal("110")))) {
            Tool tool = Tool.run("", meter, arguments(meter, "goodwe-et", List.of("--watch", "1")));
            assertThat(tool.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(tool.out())
                    .containsPattern("WRONG +voltage +voltage-l1 110 V; 230 V wanted");
        }
    }

    @Test
    void turnedCurrentTransformerOfOnePhaseIsSeen() throws Exception {
        try (WiredMeter meter =
                new WiredMeter(METER, 1_500, shown -> WiredMeter.scale(shown, -1, POWER_L2))) {
            assertWrong(meter, "phases", "wrong profile, or a current transformer is turned round");
        }
    }

    @Test
    void withoutLoadItSaysSoAndWritesNothing() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 4, CommissionTest::right)) {
            Tool tool = commission(meter, "--gateway-id", "gw-1", "--watch", "20");
            assertThat(tool.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(tool.out())
                    .containsPattern("OPEN +direction +no load: 4 W. Switch something on")
                    .contains("Nothing written. Mend this, or --accept direction");
            assertThat(file()).doesNotExist();

            Tool accepted =
                    commission(
                            meter,
                            "--gateway-id",
                            "gw-1",
                            "--watch",
                            "20",
                            "--accept",
                            "direction");
            assertThat(accepted.code()).as(accepted.said()).isZero();
            assertThat(accepted.out()).containsPattern("ACCEPTED +direction");
            assertThat(file()).exists();
        }
    }

    @Test
    void coarseRegisterAsksForMoreTime() throws Exception {
        try (WiredMeter meter =
                new WiredMeter("carlo-gavazzi-em24-rtu", 1_500, CommissionTest::right)) {
            String[] arguments =
                    arguments(
                            meter,
                            "carlo-gavazzi-em24-rtu",
                            List.of("--gateway-id", "gw-1", "--watch", "100"));
            Tool tool = Tool.run("", meter, arguments);
            assertThat(tool.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(tool.out())
                    .contains("they count in steps of 100 Wh, one in about 241 s at this load");
            arguments[arguments.length - 1] = "2000";
            tool = Tool.run("", meter, arguments);
            assertThat(tool.code()).as(tool.said()).isZero();
        }
    }

    @Test
    void deviceWithoutProbeIsKnownByItsDisplay() throws Exception {
        try (WiredMeter inverter =
                new WiredMeter("growatt-min-tlxe", 5_000, CommissionTest::right)) {
            List<String> watch = List.of("--watch", "600");
            String[] arguments = arguments(inverter, "growatt-min-tlxe", watch, "INVERTER");
            Tool unseen = Tool.run("", inverter, arguments);
            assertThat(unseen.code()).as(unseen.said()).isEqualTo(ExitCode.NOT_SO);
            assertThat(unseen.out())
                    .containsPattern("OPEN +identity +the registers are there, and no probe")
                    .contains("--accept identity");

            List<String> seen = List.of("--watch", "600", "--display-generation", "4727.5 kWh");
            Tool tool =
                    Tool.run(
                            "",
                            inverter,
                            arguments(inverter, "growatt-min-tlxe", seen, "INVERTER"));
            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out())
                    .containsPattern("ok +identity")
                    .containsPattern("ok +direction +5000 W and the generation register rose");
        }
    }

    @Test
    void wrongProfileIsNotWritten() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::right)) {
            Tool tool =
                    Tool.run("", meter, arguments(meter, "huawei-sun2000", List.of(), "INVERTER"));
            assertThat(tool.code()).isNotZero();
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void listKeepsWhatItHasAndRefusesDuplicates() throws Exception {
        String before =
                """
                {"gatewayId":"gw-1","note":"kept","devices":[
                 {"meteringPoint":"AT-9","role":"METER","driver":"tasmota","topic":"t/9/SENSOR"}]}
                """;
        Files.writeString(file(), before);
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::right)) {
            assertThat(commission(meter).code()).isZero();
            String written = Files.readString(file());
            assertThat(written).contains("\"note\" : \"kept\"").contains("AT-9").contains("AT-1");

            Tool again = commission(meter);
            assertThat(again.code()).isEqualTo(ExitCode.USAGE);
            assertThat(again.err()).contains("AT-1 has a METER already");
            Tool other =
                    Tool.run(
                            "",
                            meter,
                            "commission",
                            meter.host(),
                            "--unit",
                            "1",
                            "--role",
                            "METER",
                            "--metering-point",
                            "AT-2",
                            "--devices",
                            file().toString(),
                            "--yes");
            assertThat(other.err()).contains("is the METER of AT-1 already");
            assertThat(Files.readString(file())).isEqualTo(written);
        }
    }

    @Test
    void installerIsAskedForWhatIsMissing() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::right)) {
            String answers = "furnace\nmeter\nd\n1234,5\nAT 1\nAT-1\ngw-1\nyes\n";
            Tool tool =
                    Tool.run(
                            answers,
                            meter,
                            "commission",
                            meter.host(),
                            "--units",
                            "1-3",
                            "--devices",
                            file().toString());
            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out())
                    .contains("Its role, one of [METER, INVERTER, CHARGER]:")
                    .contains("no role furnace")
                    .contains("What flows at this moment")
                    .contains("What does the display show as import")
                    .contains("not a metering point id: AT 1")
                    .containsPattern("ok +display +import: display 1234.5 kWh, register 1234\\.5");
            assertThat(Files.readString(file())).contains("AT-1");
        }
    }

    @Test
    void whoSaysNothingGetsNothingWritten() throws Exception {
        try (WiredMeter meter = new WiredMeter(METER, 1_500, CommissionTest::right)) {
            Tool tool =
                    Tool.run(
                            "d\n\n",
                            meter,
                            "commission",
                            meter.host(),
                            "--unit",
                            "1",
                            "--role",
                            "METER",
                            "--metering-point",
                            "AT-1",
                            "--gateway-id",
                            "gw-1",
                            "--devices",
                            file().toString());
            assertThat(tool.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(tool.out()).contains("Nothing written: not confirmed");
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void mqttMeterIsWrittenWithItsBroker() throws Exception {
        try (TestBroker broker = TestBroker.start();
                Messages _ =
                        new Messages(
                                broker.url(),
                                List.of(
                                        new Message(
                                                "tele/m/SENSOR",
                                                "{\"ENERGY\":{\"Total\":12.05,\"Power\":9}}")))) {
            Tool tool =
                    Tool.run(
                            "commission",
                            broker.url(),
                            "--topic",
                            "tele/m/SENSOR",
                            "--profile",
                            "tasmota",
                            "--role",
                            "METER",
                            "--metering-point",
                            "AT-1",
                            "--gateway-id",
                            "gw-1",
                            "--watch",
                            "2",
                            "--display-import",
                            "12.1",
                            "--accept",
                            "direction",
                            "--devices",
                            file().toString(),
                            "--yes");
            assertThat(tool.code()).as(tool.said()).isZero();
            DeviceList written = DeviceList.parse(Files.readString(file()));
            assertThat(written.deviceBroker()).contains(broker.url());
            assertThat(written.devices()).hasSize(1);
        }
    }

    private static void right(Map<ProfileQuantity, BigDecimal> shown) {
        // The meter shows the truth.
    }

    private static void swappedRegisters(Map<ProfileQuantity, BigDecimal> shown) {
        WiredMeter.swap(shown, IMPORT, EXPORT);
    }

    private static void swappedSign(Map<ProfileQuantity, BigDecimal> shown) {
        WiredMeter.scale(shown, -1, POWER, POWER_L1, POWER_L2, POWER_L3);
    }

    private void assertWrong(WiredMeter meter, String check, String text, String... more) {
        Tool tool = commission(meter, more);
        assertThat(tool.code()).as(tool.said()).isEqualTo(ExitCode.NOT_SO);
        assertThat(tool.out().lines())
                .anyMatch(line -> line.matches("WRONG +" + check + " .*") && line.contains(text));
        assertThat(file()).doesNotExist();
    }

    private Tool commission(WiredMeter meter, String... more) {
        return Tool.run("", meter, arguments(meter, METER, List.of(more)));
    }

    private String[] arguments(
            WiredMeter meter, String profile, List<String> more, String... role) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "commission",
                                meter.host(),
                                "--unit",
                                "1",
                                "--profile",
                                profile,
                                "--metering-point",
                                "AT-1",
                                "--role",
                                role.length == 0 ? "METER" : role[0],
                                "--devices",
                                file().toString(),
                                "--yes"));
        if (!more.contains("--gateway-id") && !Files.exists(file())) {
            arguments.addAll(List.of("--gateway-id", "gw-1"));
        }
        arguments.addAll(more);
        return arguments.toArray(String[]::new);
    }

    private Path file() {
        return folder.resolve("devices.json");
    }
}
