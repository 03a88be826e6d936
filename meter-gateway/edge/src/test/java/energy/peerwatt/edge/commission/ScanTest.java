package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.RenderedProfile;
import energy.peerwatt.edge.simulator.Simulator;
import energy.peerwatt.edge.simulator.SimulatorOptions;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.edge.testkit.ScriptedPeer;
import energy.peerwatt.time.ScaledMarketClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scanning and reading real servers. */
class ScanTest {

    @TempDir Path folder;

    @Test
    void everyDeviceOfASimulatedVillageIsFoundAndRead() throws Exception {
        SimulatorOptions options = new SimulatorOptions(folder, 5, 11, Optional.empty());
        try (Simulator _ = Simulator.start(options, ScaledMarketClock.realTime())) {
            DeviceList village = DeviceList.parse(Files.readString(folder.resolve("devices.json")));
            int found = 0;
            for (DeviceEntry device : village.devices()) {
                if (device.connection() instanceof Connection.Modbus modbus) {
                    assertFound(device, modbus);
                    found++;
                }
            }
            assertThat(found).isGreaterThan(5);
        }
    }

    private static void assertFound(DeviceEntry device, Connection.Modbus modbus) {
        String host = modbus.host() + ":" + modbus.port();
        String unit = String.valueOf(modbus.unit());

        Tool scan = Tool.run("scan", host, "--units", "1-4,255");
        assertThat(scan.code()).as(scan.said()).isZero();
        assertThat(scan.out())
                .contains("Modbus TCP")
                .containsPattern(
                        "commission "
                                + host
                                + " --unit "
                                + unit
                                + " --profile "
                                + device.driver()
                                + " .*"
                                + device.role());

        Tool read = Tool.run("read", host, "--unit", unit, "--profile", device.driver());
        assertThat(read.code()).as(read.said()).isZero();
        assertThat(read.out()).contains(" V ").contains(" Wh ");
        assertThat(read.out()).contains(device.role() == DeviceRole.CHARGER ? " A " : " Hz ");
    }

    @Test
    void serialFramingIsFoundWhereNobodyAnswersTheOther() throws Exception {
        int port = FreePort.find();
        try (ModbusSlaveServer slave = ModbusSlaveServer.startRtu(port)) {
            RenderedProfile.draw(slave, 17, "eastron-sdm630", Mains.house());

            Tool scan = Tool.run("scan", "127.0.0.1:" + port, "--units", "16-18");
            assertThat(scan.code()).as(scan.said()).isZero();
            assertThat(scan.out())
                    .contains("RTU over TCP")
                    .contains("unit 17: eastron-sdm630")
                    .contains("--framing rtu-over-tcp");

            Tool read =
                    Tool.run(
                            "read",
                            "127.0.0.1:" + port,
                            "--unit",
                            "17",
                            "--profile",
                            "eastron-sdm630");
            assertThat(read.code()).as(read.said()).isZero();
            assertThat(read.out())
                    .containsPattern("import +1234500 Wh +4:72 float32 +449A 5000")
                    .containsPattern("power +1500 W +4:52 float32 +44BB 8000")
                    .containsPattern("frequency +50 Hz");
        }
    }

    @Test
    void whatIsNotThereSaysWhyAndIsNeverZero() throws Exception {
        int port = FreePort.find();
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(port)) {
            slave.input(1, 62, 1_234, 0).input(1, 92, 0xFFFF, 0x7FFF);

            Tool read =
                    Tool.run("read", "127.0.0.1:" + port, "--profile", "carlo-gavazzi-em24-rtu");
            assertThat(read.code()).as(read.said()).isZero();
            assertThat(read.out())
                    .containsPattern("import +123400 Wh +4:62 int32 +04D2 0000")
                    .containsPattern("export +not available: .*\"not available\" in register 92")
                    .containsPattern("power +not available: the device declines register 40");
        }
    }

    @Test
    void nothingButReadsIsEverSent() throws Exception {
        Set<Integer> functions = ConcurrentHashMap.newKeySet();
        try (ScriptedPeer peer =
                ScriptedPeer.start()
                        .otherwise(request -> {
                            functions.add((int) request[7]);
                            return declined(request);
                        })) {
            Tool scan = Tool.run("scan", "127.0.0.1:" + peer.port(), "--units", "1-247");
            assertThat(scan.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(scan.out()).contains("units 1-247: decline everything they were asked");
            assertThat(functions).containsExactlyInAnyOrder(3, 4);
        }
    }

    private static byte[] declined(byte[] request) {
        byte[] answer = Arrays.copyOf(request, 9);
        answer[5] = 3;
        answer[7] |= (byte) 0x80;
        answer[8] = 2;
        return answer;
    }

    @Test
    void recordedSunSpecDevicesAreRecognised() throws Exception {
        int devices = 0;
        int found = 0;
        for (Path file : Fixtures.list("sunspec/dumps", ".registers.json")) {
            int port = FreePort.find();
            try (ModbusSlaveServer slave = ModbusSlaveServer.start(port)) {
                Set<Integer> starts = draw(slave, Fixtures.json(file));
                if (starts.contains(0) || starts.contains(40_000) || starts.contains(50_000)) {
                    devices++;
                    Tool scan = Tool.run("scan", "127.0.0.1:" + port, "--units", "1");
                    found += scan.out().contains("unit 1: SunSpec at ") ? 1 : 0;
                }
            }
        }
        System.out.printf("recorded SunSpec devices: %d of %d recognised%n", found, devices);
        assertThat(found).isEqualTo(devices).isGreaterThan(10);
    }

    private static Set<Integer> draw(ModbusSlaveServer slave, JsonNode dump) {
        Set<Integer> starts = new TreeSet<>();
        for (JsonNode range : dump.path("registers")) {
            byte[] bytes = HexFormat.of().parseHex(range.path("hex").asText());
            int[] words = new int[bytes.length / 2];
            for (int i = 0; i < words.length; i++) {
                words[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
            }
            starts.add(range.path("start").asInt());
            slave.holding(1, range.path("start").asInt(), words);
        }
        return starts;
    }

    @Test
    void silenceIsSaidWithWhatToTry() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start()) {
            Tool scan =
                    Tool.run(
                            "scan", "127.0.0.1:" + peer.port(), "--units", "1", "--framing", "tcp");
            assertThat(scan.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(scan.out()).contains("no unit of 1 answered").contains("--units 1-247");
        }
    }

    @Test
    void wrongCallsAndAbsentHostsAreToldApart() throws Exception {
        assertThat(Tool.run("scan").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Tool.run("scan", "a b").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Tool.run("scan", "localhost", "--units", "9-300").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Tool.run("read", "localhost", "--profile", "no-such").err())
                .contains("no driver no-such");
        assertThat(Tool.run("scan", "127.0.0.1:" + FreePort.find()).code())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void unitsAreWrittenAsTheyAreRead() {
        assertThat(UnitRange.text(UnitRange.parse("3, 1-2,71,247"))).isEqualTo("1-3,71,247");
        assertThat(UnitRange.text(UnitRange.parse("0"))).isEqualTo("0");
    }
}
