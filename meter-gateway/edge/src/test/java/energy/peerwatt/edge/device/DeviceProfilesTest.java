package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.DeviceContext;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each profile, drawn into the registers of a slave and read back through the driver. */
class DeviceProfilesTest {

    private static final Pace PACE = Pace.of(Duration.ofSeconds(10));
    private static final AtomicInteger QUANTITIES = new AtomicInteger();
    private static final AtomicInteger PROBED = new AtomicInteger();

    static Stream<String> ids() {
        return DeviceProfiles.ids().stream();
    }

    @AfterAll
    static void count() {
        System.out.printf(
                "device profiles: %d, %d quantities read, %d told apart by a probe%n",
                DeviceProfiles.ids().size(), QUANTITIES.get(), PROBED.get());
    }

    @Test
    void everyFileIsListed() throws Exception {
        Path folder =
                Path.of(
                        Objects.requireNonNull(
                                        DeviceProfiles.class.getResource("profiles/index.txt"))
                                .toURI());
        try (Stream<Path> files = Files.list(folder.resolveSibling(""))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.replace(".yaml", ""))
                            .sorted()
                            .toList();
            assertThat(DeviceProfiles.ids()).isEqualTo(names).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void deviceIsReadAndRecognised(String id) throws Exception {
        DeviceProfile profile = DeviceProfiles.load(id);
        assertThat(profile.about().device()).isNotBlank();
        assertThat(profile.about().origins()).isNotEmpty();
        for (Framing framing : profile.about().framings()) {
            Map<DeviceProfile.Term, Long> drawn = draw(profile);
            int port = FreePort.find();
            try (ModbusSlaveServer slave = start(framing, port);
                    ModbusEndpoint endpoint =
                            new ModbusEndpoint("127.0.0.1", port, framing, PACE)) {
                drawn.forEach((term, raw) -> render(slave, term, raw));
                ProfileDriver driver = new ProfileDriver(profile, role(profile), endpoint.unit(1));

                ProfileReader reader = ProfileReader.of(id);

                compare(profile, drawn, Known.values(reader.read(endpoint.unit(1))));
                compareSample(profile, drawn, driver.read());
                profile.probe()
                        .ifPresent(probe -> {
                            assertThat(reader.probe(endpoint.unit(1)))
                                    .as("is a " + id)
                                    .contains(true);
                            render(slave, probe.term(), probe.to() + 1);
                            assertThat(reader.probe(endpoint.unit(1)))
                                    .as("is no " + id)
                                    .contains(false);
                            PROBED.incrementAndGet();
                        });
            }
        }
    }

    @Test
    void registersThatAreMissingAreAbsent() throws Exception {
        int port = FreePort.find();
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(port);
                ModbusEndpoint endpoint = new ModbusEndpoint("127.0.0.1", port, PACE.timeout())) {
            slave.input(1, 62, 1_234, 0).input(1, 40, 0xFFFF, 0xFFFF);

            DeviceSample sample =
                    new ProfileDriver(
                                    DeviceProfiles.load("carlo-gavazzi-em24-rtu"),
                                    DeviceRole.METER,
                                    endpoint.unit(1))
                            .read();

            assertThat(sample.registers())
                    .isEqualTo(Map.of(Channel.IMPORT, new RegisterValue(123_400_000, 100_000, 0)));
            assertThat(sample.live()).isEqualTo(Map.of(LiveQuantity.GRID_W, 0L));
        }
    }

    @Test
    void sumOfPhasesHasTheStepsOfAllAndIsUnknownWithoutOne() throws Exception {
        int port = FreePort.find();
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(port);
                ModbusEndpoint endpoint = new ModbusEndpoint("127.0.0.1", port, PACE.timeout())) {
            ProfileDriver driver =
                    new ProfileDriver(
                            DeviceProfiles.load("victron-gx-acload"),
                            DeviceRole.METER,
                            endpoint.unit(1));
            slave.input(1, 3_916, 0, 100, 0, 200, 0, 300, 0, 0).input(1, 3_924, 0, 5, 0, 6, 0, 7);

            assertThat(driver.read().withContext(DeviceContext.NONE))
                    .isEqualTo(
                            new DeviceSample(
                                    Map.of(Channel.IMPORT, new RegisterValue(6_000_000, 30_000, 0)),
                                    Map.of(LiveQuantity.GRID_W, 18L)));

            slave.input(1, 3_918, 0xFFFF, 0xFFFF);
            assertThat(driver.read().registers()).isEmpty();
        }
    }

    @Test
    void roleThatTheDeviceCannotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ProfileDriver(
                                DeviceProfiles.load("kostal-plenticore"),
                                DeviceRole.METER,
                                (_, _, _) -> new ModbusAnswer.Declined(2)))
                .withMessageContaining("is no METER");
    }

    @Test
    void profileThatMakesNoSenseIsRefused() {
        String good =
                """
                device: Some meter
                framings: [tcp]
                origins: [manual]
                function: 3
                words: high-first
                quantities: {import: {at: 10, type: uint32}}
                """;
        assertThat(parse(good).terms(ProfileQuantity.IMPORT)).hasSize(1);
        assertRefused(good.replace("high-first", "sideways"));
        assertRefused(good.replace("import", "imports"));
        assertRefused(good.replace("uint32", "uint31"));
        assertRefused(good.replace("at: 10", "at: 65535"));
        assertRefused(good.replace("uint32", "uint32, scale: 0"));
        assertRefused(good.replace("function: 3", "function: 1"));
        assertRefused(good.replace("device", "colour: red\ndevice"));
        assertRefused(good.replace("words: high-first\n", ""));
        assertThat(parse(good + "identity: {at: 5, type: 'text:4'}").identity().parts()).hasSize(1);
        assertRefused(good + "identity: {at: 5, type: text}");
        assertRefused(good + "identity: {at: 5, type: 'text:0'}");
        assertRefused(good + "identity: {at: 5, type: float32}");
    }

    private static void assertRefused(String yaml) {
        assertThatIllegalArgumentException().as(yaml).isThrownBy(() -> parse(yaml));
    }

    private static DeviceProfile parse(String yaml) {
        return DeviceProfiles.parse(
                "test", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static ModbusSlaveServer start(Framing framing, int port) throws Exception {
        return framing == Framing.TCP
                ? ModbusSlaveServer.start(port)
                : ModbusSlaveServer.startRtu(port);
    }

    /** A raw value for each register; that of the probe lies in its range. */
    private static Map<DeviceProfile.Term, Long> draw(DeviceProfile profile) {
        Map<Integer, Long> byAddress = new TreeMap<>();
        profile.probe()
                .ifPresent(probe ->
                        byAddress.put(
                                probe.term().span().address(), (probe.from() + probe.to()) / 2));
        Map<DeviceProfile.Term, Long> drawn = new java.util.LinkedHashMap<>();
        profile.quantities().values().stream()
                .flatMap(List::stream)
                .forEach(term -> {
                    int at = term.span().address();
                    long usual = 1_000L + at % 977;
                    long one =
                            term.values().stream()
                                    .findFirst()
                                    .map(BigDecimal::longValue)
                                    .orElse(usual);
                    drawn.put(term, byAddress.computeIfAbsent(at, _ -> one));
                });
        profile.probe()
                .ifPresent(probe ->
                        drawn.put(
                                probe.term(),
                                Objects.requireNonNull(
                                        byAddress.get(probe.term().span().address()))));
        return drawn;
    }

    private static void render(ModbusSlaveServer slave, DeviceProfile.Term term, long raw) {
        int count = term.span().count();
        ByteBuffer bytes = ByteBuffer.allocate(8);
        switch (term.type()) {
            case FLOAT32 -> bytes.putFloat(4, (float) raw);
            case FLOAT64 -> bytes.putDouble(0, (double) raw);
            default -> bytes.putLong(0, raw);
        }
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            int word = bytes.getShort(8 - 2 * count + 2 * i) & 0xFFFF;
            words[term.lowFirst() ? count - 1 - i : i] = word;
        }
        if (term.span().function() == 3) {
            slave.holding(1, term.span().address(), words);
        } else {
            slave.input(1, term.span().address(), words);
        }
    }

    private static void compare(
            DeviceProfile profile,
            Map<DeviceProfile.Term, Long> drawn,
            Map<ProfileQuantity, BigDecimal> read) {
        assertThat(read).containsOnlyKeys(profile.quantities().keySet());
        read.forEach((quantity, value) ->
                assertThat(value.doubleValue())
                        .as(profile.id() + " " + quantity)
                        .isCloseTo(expected(profile, quantity, drawn), within(1e-6)));
        QUANTITIES.addAndGet(read.size());
    }

    private static double expected(
            DeviceProfile profile, ProfileQuantity quantity, Map<DeviceProfile.Term, Long> drawn) {
        return profile.terms(quantity).stream()
                .mapToDouble(term ->
                        shown(term, drawn.getOrDefault(term, 0L))
                                * term.scale().factor()
                                * Math.pow(10, term.scale().exponent()))
                .sum();
    }

    private static long shown(DeviceProfile.Term term, long raw) {
        if (term.values().isEmpty()) {
            return raw;
        }
        return term.values().contains(BigDecimal.valueOf(raw)) ? 1 : 0;
    }

    private static void compareSample(
            DeviceProfile profile, Map<DeviceProfile.Term, Long> drawn, DeviceSample sample) {
        if (role(profile) == DeviceRole.CHARGER) {
            compareCharger(profile, drawn, sample);
            return;
        }
        if (role(profile) == DeviceRole.HEAT_PUMP) {
            assertThat(sample.registers()).isEmpty();
            assertThat(sample.live()).containsKey(LiveQuantity.HEAT_STORED_WH);
            return;
        }
        boolean meter = role(profile) == DeviceRole.METER;
        Channel channel = meter ? Channel.IMPORT : Channel.GENERATION;
        ProfileQuantity quantity = meter ? ProfileQuantity.IMPORT : ProfileQuantity.GENERATION;
        RegisterValue register = Objects.requireNonNull(sample.registers().get(channel));
        assertThat(register.milliWh() / 1000.0)
                .as(profile.id())
                .isCloseTo(expected(profile, quantity, drawn), within(0.5));
    }

    private static void compareCharger(
            DeviceProfile profile, Map<DeviceProfile.Term, Long> drawn, DeviceSample sample) {
        assertThat(sample.registers()).isEmpty();
        assertThat(sample.live())
                .containsEntry(LiveQuantity.EV_CONNECTED, 1L)
                .containsEntry(
                        LiveQuantity.EV_W,
                        Math.round(expected(profile, ProfileQuantity.POWER, drawn)));
    }

    private static DeviceRole role(DeviceProfile profile) {
        if (!profile.terms(ProfileQuantity.CONNECTED).isEmpty()) {
            return DeviceRole.CHARGER;
        }
        if (!profile.terms(ProfileQuantity.STORED).isEmpty()) {
            return DeviceRole.HEAT_PUMP;
        }
        return profile.terms(ProfileQuantity.IMPORT).isEmpty()
                ? DeviceRole.INVERTER
                : DeviceRole.METER;
    }
}
