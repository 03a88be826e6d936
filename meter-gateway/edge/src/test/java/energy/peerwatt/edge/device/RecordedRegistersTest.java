package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.market.Channel;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registers that others recorded from real devices, read through a slave that holds them. */
class RecordedRegistersTest {

    private static final String FOLDER = "modbus-meters";
    private static final int UNIT = 1;

    @Test
    void everyRecordingIsReadRegisterForRegister() throws Exception {
        List<Path> files = Fixtures.list(FOLDER, ".registers.json");
        int registers = 0;
        for (Path file : files) {
            try (Recorded device = Recorded.of(Fixtures.json(file))) {
                registers += device.compare(file);
            }
        }
        System.out.printf(
                "recorded devices: %d, %d registers read as recorded%n", files.size(), registers);
        assertThat(registers).isGreaterThan(1_000);
    }

    @Test
    void schneiderMeterDecodes() throws Exception {
        try (Recorded device = recorded("sn-schneider-test-pm3200-data-01")) {
            ProfileDriver driver = device.driver("schneider-iem3155", DeviceRole.METER);

            Map<ProfileQuantity, BigDecimal> all = device.readAll("schneider-iem3155");
            assertClose(all, ProfileQuantity.VOLTAGE_L1, 239.2911);
            assertClose(all, ProfileQuantity.CURRENT_L3, 7.1958);
            assertClose(all, ProfileQuantity.POWER_L1, 601.979);
            assertClose(all, ProfileQuantity.FREQUENCY, 50.0656);
            assertThat(device.probe("schneider-iem3155")).contains(true);
            assertThat(driver.read().registers())
                    .containsEntry(Channel.IMPORT, new RegisterValue(82_872_323_000L, 1_000, 0))
                    .containsEntry(Channel.EXPORT, new RegisterValue(1_043_100_000L, 1_000, 0));
        }
    }

    @Test
    void smaInverterDecodes() throws Exception {
        try (Recorded device = recorded("sn-sma-data-sc250us-02")) {
            Map<ProfileQuantity, BigDecimal> all = device.readAll("sma-modbus-profile");

            assertClose(all, ProfileQuantity.SOLAR_POWER, 4_600);
            assertClose(all, ProfileQuantity.GENERATION, 2_578_704_900.0);
        }
    }

    @Test
    void whatSmaCallsNotAvailableIsAbsent() throws Exception {
        List<RegisterType> types =
                List.of(
                        RegisterType.INT16,
                        RegisterType.UINT16,
                        RegisterType.INT32,
                        RegisterType.UINT32,
                        RegisterType.UINT64);
        try (Recorded device = recorded("sn-sma-test-data-01")) {
            RegisterBlock block = device.read(0, 10);
            int at = 0;
            for (RegisterType type : types) {
                assertThat(type.decode(block, at, false))
                        .as(type.name())
                        .isEqualTo(Optional.empty());
                at += type.registers();
            }
        }
    }

    private static void assertClose(
            Map<ProfileQuantity, BigDecimal> all, ProfileQuantity quantity, double value) {
        assertThat(Objects.requireNonNull(all.get(quantity)).doubleValue())
                .as(quantity.label())
                .isCloseTo(value, within(0.001));
    }

    private static Recorded recorded(String name) throws Exception {
        return Recorded.of(Fixtures.json(Fixtures.path(FOLDER + "/" + name + ".registers.json")));
    }

    /** A slave with recorded registers, and an endpoint to it. */
    private record Recorded(JsonNode json, ModbusSlaveServer slave, ModbusEndpoint endpoint)
            implements AutoCloseable {

        static Recorded of(JsonNode json) throws Exception {
            ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
            for (JsonNode range : json.path("registers")) {
                slave.holding(UNIT, range.path("start").asInt(), words(range));
            }
            return new Recorded(
                    json,
                    slave,
                    new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(10)));
        }

        ProfileDriver driver(String profile, DeviceRole role) {
            return new ProfileDriver(DeviceProfiles.load(profile), role, endpoint.unit(UNIT));
        }

        Map<ProfileQuantity, BigDecimal> readAll(String profile) {
            return Known.values(ProfileReader.of(profile).read(endpoint.unit(UNIT)));
        }

        Optional<Boolean> probe(String profile) {
            return ProfileReader.of(profile).probe(endpoint.unit(UNIT));
        }

        RegisterBlock read(int at, int count) {
            return ((ModbusAnswer.Registers) endpoint.unit(UNIT).read(3, at, count)).block();
        }

        int compare(Path file) {
            int compared = 0;
            for (JsonNode range : json.path("registers")) {
                int[] words = words(range);
                int start = range.path("start").asInt();
                for (int from = 0; from < words.length; from += 100) {
                    int count = Math.min(100, words.length - from);
                    RegisterBlock block = read(start + from, count);
                    for (int i = from; i < from + count; i++) {
                        assertThat(block.unsigned16(start + i)).as("%s", file).isEqualTo(words[i]);
                        compared++;
                    }
                }
            }
            return compared;
        }

        @Override
        public void close() {
            endpoint.close();
            slave.close();
        }

        private static int[] words(JsonNode range) {
            byte[] bytes = HexFormat.of().parseHex(range.path("hex").asText());
            int[] words = new int[bytes.length / 2];
            for (int i = 0; i < words.length; i++) {
                words[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
            }
            return words;
        }
    }
}
