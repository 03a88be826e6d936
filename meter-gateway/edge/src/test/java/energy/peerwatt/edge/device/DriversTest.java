package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriversTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");
    private static final int NAN = 0x7FC0;

    private ModbusSlaveServer slave;
    private ModbusEndpoint endpoint;

    @BeforeEach
    void connect() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        endpoint.close();
        slave.close();
    }

    @Test
    void eastronMeterInKilowattHoursBecomesWholeWattHours() {
        sdm630(-172.5943f, 5_134.482f, 16_383.999f);

        DeviceSample sample = driver("eastron-sdm630", DeviceRole.METER).read();

        assertThat(sample.registers())
                .isEqualTo(
                        Map.of(
                                Channel.IMPORT, RegisterValue.ofWattHours(5_134_482),
                                Channel.EXPORT, RegisterValue.ofWattHours(16_383_999)));
        assertThat(sample.live()).isEqualTo(Map.of(LiveQuantity.GRID_W, -173L));
    }

    @Test
    void eastronResolutionGrowsWithTheRegister() {
        sdm630(0, 16_384f, 131_072f);

        DeviceSample sample = driver("eastron-sdm630", DeviceRole.METER).read();

        assertThat(sample.registers().get(Channel.IMPORT).resolutionMilliWh()).isEqualTo(1_953);
        assertThat(sample.registers().get(Channel.EXPORT).resolutionMilliWh()).isEqualTo(15_625);
    }

    @Test
    void eastronNamesItsSerialNumberOnceItWasAsked() {
        sdm630(1, 1f, 2f);
        slave.holding(1, 64_512, 0x0012, 0xD687);
        Driver driver = driver("eastron-sdm630", DeviceRole.METER);

        DeviceEvidence before = driver.read().context().evidence().orElseThrow();
        driver.identify();
        DeviceEvidence after = driver.read().context().evidence().orElseThrow();

        assertThat(before.profileId()).isEqualTo("eastron-sdm630");
        assertThat(before.identity()).isEmpty();
        assertThat(after.identity()).contains("1234567");
        assertThat(after.frameHash()).isEqualTo(before.frameHash());
    }

    @Test
    void deviceThatDoesNotNameItselfIsReadAllTheSame() {
        sdm630(1, 1f, 2f);
        Driver driver = driver("eastron-sdm630", DeviceRole.METER);

        driver.identify();

        assertThat(driver.read().context().evidence().orElseThrow().identity()).isEmpty();
    }

    @Test
    void eastronValueThatIsNoNumberOrNegativeIsAbsent() {
        sdm630(1, -1f, 2f);
        slave.input(1, 74, NAN, 0);

        DeviceSample sample = driver("eastron-sdm630", DeviceRole.METER).read();

        assertThat(sample.registers()).isEmpty();
        assertThat(sample.live()).containsOnlyKeys(LiveQuantity.GRID_W);
    }

    @Test
    void chargerGivesPowerAndNoRegister() {
        sdm630(7_360f, 100f, 0f);

        DeviceSample sample = driver("eastron-sdm630", DeviceRole.CHARGER).read();

        assertThat(sample).isEqualTo(new DeviceSample(Map.of(), Map.of(LiveQuantity.EV_W, 7_360L)));
    }

    @Test
    void inverterGivesGenerationAndSolarPower() {
        inverter(500, 1, 441_897, 1);

        DeviceSample sample = driver("sunspec", DeviceRole.INVERTER).read();

        RegisterValue generation = sample.registers().get(Channel.GENERATION);
        assertThat(generation)
                .isEqualTo(new RegisterValue(4_418_970_000L, 10_000, (1L << 32) * 10_000));
        assertThat(sample.live()).isEqualTo(Map.of(LiveQuantity.SOLAR_W, 5_000L));
    }

    @Test
    void plantMeterExportsAllItMakesAndImportsNothing() {
        inverter(500, 0, 1_234, 0);

        DeviceSample sample = driver("sunspec", DeviceRole.METER).read();

        assertThat(sample.registers().get(Channel.IMPORT).milliWh()).isZero();
        assertThat(sample.registers().get(Channel.EXPORT).milliWh()).isEqualTo(1_234_000);
        assertThat(sample.live())
                .isEqualTo(Map.of(LiveQuantity.SOLAR_W, 500L, LiveQuantity.GRID_W, -500L));
    }

    @Test
    void inverterAtNightIsUnknownNotZero() {
        inverter(0x8000, 0, 0, 0);

        DeviceSample sample = driver("sunspec", DeviceRole.METER).read();

        assertThat(sample).isEqualTo(new DeviceSample(Map.of(), Map.of()));
    }

    @Test
    void batteryPowerHasTheSignOfItsState() {
        battery(1_500, 3, 925);
        assertThat(driver("sunspec", DeviceRole.BATTERY).read().live())
                .isEqualTo(
                        Map.of(
                                LiveQuantity.BATTERY_W,
                                -1_500L,
                                LiveQuantity.BATTERY_SOC_PERMILLE,
                                925L));
    }

    @Test
    void batteryThatChargesIsPositive() {
        battery(-700, 4, 100);

        assertThat(driver("sunspec", DeviceRole.BATTERY).read().live())
                .containsEntry(LiveQuantity.BATTERY_W, 700L);
    }

    @Test
    void deviceWithoutTheModelIsRefused() {
        battery(0, 6, 500);

        assertThatThrownBy(() -> driver("sunspec", DeviceRole.INVERTER).read())
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_ANSWER_REFUSED));
    }

    @Test
    void unknownDriverIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver("no-such-meter", DeviceRole.METER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver("../eastron-sdm630", DeviceRole.METER));
    }

    private Driver driver(String name, DeviceRole role) {
        DeviceEntry.Connection at = new DeviceEntry.Connection.Modbus("x", slave.port(), 1);
        return Drivers.of(new DeviceEntry(POINT, role, name, at), endpoint.unit(1));
    }

    private void sdm630(float watts, float importKwh, float exportKwh) {
        for (int at = 52; at < 76; at++) {
            slave.input(1, at, 0);
        }
        float32(52, watts);
        float32(72, importKwh);
        float32(74, exportKwh);
    }

    private void float32(int at, float value) {
        int bits = Float.floatToIntBits(value);
        slave.input(1, at, bits >>> 16, bits & 0xFFFF);
    }

    private void inverter(int watts, int wattsExponent, int wattHours, int wattHoursExponent) {
        chain(103, 50);
        slave.holding(1, 40_004 + 12, watts, wattsExponent);
        slave.holding(1, 40_004 + 22, wattHours >>> 16, wattHours & 0xFFFF, wattHoursExponent);
    }

    private void battery(int watts, int state, int socPermille) {
        chain(802, 62);
        slave.holding(1, 40_004 + 9, socPermille);
        slave.holding(1, 40_004 + 14, state);
        slave.holding(1, 40_004 + 45, watts & 0xFFFF);
        slave.holding(1, 40_004 + 54, 0xFFFF);
        slave.holding(1, 40_004 + 61, 0);
    }

    private void chain(int model, int length) {
        slave.holding(1, 40_000, 0x5375, 0x6E53, model, length);
        slave.holding(1, 40_004, new int[length]);
        slave.holding(1, 40_004 + length, 0xFFFF, 0);
    }
}
