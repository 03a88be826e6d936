package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.market.MeteringPointId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A battery of model 124, its power in model 160 as a Fronius GEN24 tells it. */
class SunSpecStorageTest {

    private static final int BASE = 40_000;
    private static final int MODULES = 4;
    private static final int STORAGE = MODULES + 88 + 2;
    private static final int END = STORAGE + 24;
    private static final int DCW_SF = MODULES + 2;
    private static final int LACKING = 0xFFFF;
    private static final int LACKING_SCALE = 0x8000;

    private final short[] words = new short[END + 2];
    private final List<Integer> requests = new ArrayList<>();
    private final Driver driver = driver();

    SunSpecStorageTest() {
        put(0, 0x5375, 0x6E53, 160, 88);
        put(DCW_SF, -1);
        module(0, "MPPT 1", 40_000);
        module(1, "MPPT 2", 0);
        module(2, "StCha 3", 0);
        module(3, "StDisCha 4", 0);
        put(STORAGE - 2, 124, 24);
        put(STORAGE + 6, 5_550);
        put(STORAGE + 20, -2);
        put(END, 0xFFFF, 0);
    }

    @Test
    void chargingIsPositive() {
        module(2, "StCha 3", 26_098);

        assertThat(driver.read().live())
                .isEqualTo(
                        Map.of(
                                LiveQuantity.BATTERY_W,
                                2_609L,
                                LiveQuantity.BATTERY_SOC_PERMILLE,
                                555L));
    }

    @Test
    void dischargingIsNegative() {
        module(3, "StDisCha 4", 65_000);
        put(DCW_SF, 0);

        assertThat(driver.read().live()).containsEntry(LiveQuantity.BATTERY_W, -65_000L);
    }

    @Test
    void batteryAtRestIsZero() {
        assertThat(driver.read().live()).containsEntry(LiveQuantity.BATTERY_W, 0L);
    }

    @Test
    void withoutTheNamesPowerIsUnknown() {
        module(2, "MPPT 3", 26_098);
        module(3, "", 0);

        assertOnlyChargeIsKnown();
    }

    @Test
    void powerThatIsNotImplementedIsUnknown() {
        module(2, "StCha 3", LACKING);
        module(3, "StDisCha 4", LACKING);

        assertOnlyChargeIsKnown();
    }

    @Test
    void powerWithoutItsScaleFactorIsUnknown() {
        module(2, "StCha 3", 26_098);
        put(DCW_SF, LACKING_SCALE);

        assertOnlyChargeIsKnown();
    }

    @Test
    void oneDirectionAloneIsKnownOnlyWhileItFlows() {
        module(2, "StCha 3", LACKING);
        assertOnlyChargeIsKnown();

        module(3, "StDisCha 4", 5_000);
        assertThat(driver.read().live()).containsEntry(LiveQuantity.BATTERY_W, -500L);
    }

    @Test
    void withoutTheModelPowerIsUnknown() {
        put(2, 64_001);

        assertOnlyChargeIsKnown();
    }

    @Test
    void eachModelIsOneRequest() {
        driver.read();
        requests.clear();

        driver.read();

        assertThat(requests).containsExactly(BASE + STORAGE - 2, BASE + MODULES - 2);
    }

    private void assertOnlyChargeIsKnown() {
        assertThat(driver.read().live()).isEqualTo(Map.of(LiveQuantity.BATTERY_SOC_PERMILLE, 555L));
    }

    private Driver driver() {
        MeteringPointId point = new MeteringPointId("AT-1");
        DeviceEntry.Connection at = new DeviceEntry.Connection.Modbus("x", 502, 1);
        RegisterSource source = (_, address, count) -> read(address, count);
        return Drivers.of(new DeviceEntry(point, DeviceRole.BATTERY, "sunspec", at), source);
    }

    private ModbusAnswer read(int address, int count) {
        requests.add(address);
        int from = address - BASE;
        return from < 0 || from + count > words.length
                ? new ModbusAnswer.Declined(2)
                : new ModbusAnswer.Registers(
                        new RegisterBlock(address, Arrays.copyOfRange(words, from, from + count)));
    }

    private void module(int index, String name, int watts) {
        int at = MODULES + 8 + 20 * index;
        byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 16);
        put(at, index + 1);
        for (int i = 0; i < text.length; i += 2) {
            put(at + 1 + i / 2, text[i] << 8 | text[i + 1]);
        }
        put(at + 11, watts);
    }

    private void put(int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            words[at + i] = (short) values[i];
        }
    }
}
