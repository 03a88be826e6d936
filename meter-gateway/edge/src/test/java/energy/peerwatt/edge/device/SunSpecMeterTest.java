package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Meters and IEEE 1547 resources that speak SunSpec, at an unusual base. */
class SunSpecMeterTest {

    private static final int BASE = 4_096;
    private static final int MODEL = BASE + 2 + 2 + 66;
    private static final long WRAP = (1L << 32) * 1_000;

    private final Map<Integer, Integer> words = new TreeMap<>();

    @Test
    void meterOfIntegersHasBothDirectionsAndItsPower() {
        chain("Acme", 203, 105);
        put(MODEL + 2 + 16, 0xFFFF, 0, 0, 0, 0); // W -1, phases, W_SF 0
        put(MODEL + 2 + 36, 0, 5_000); // TotWhExp
        put(MODEL + 2 + 44, 1, 0); // TotWhImp
        put(MODEL + 2 + 52, 0); // TotWh_SF

        assertThat(read(DeviceRole.METER).withContext(DeviceContext.NONE))
                .isEqualTo(
                        new DeviceSample(
                                Map.of(
                                        Channel.EXPORT, new RegisterValue(5_000_000, 1_000, WRAP),
                                        Channel.IMPORT, new RegisterValue(65_536_000, 1_000, WRAP)),
                                Map.of(LiveQuantity.GRID_W, -1L)));
    }

    @Test
    void zeroIsZeroWhereTheOtherDirectionCountsAndNothingFlows() {
        chain("Acme", 203, 105);
        put(MODEL + 2 + 16, 500); // W
        put(MODEL + 2 + 44, 0, 7); // TotWhImp
        put(MODEL + 2 + 52, 1); // TotWh_SF

        assertThat(read(DeviceRole.METER).registers())
                .isEqualTo(
                        Map.of(
                                Channel.IMPORT, new RegisterValue(70_000, 10_000, 10 * WRAP),
                                Channel.EXPORT, new RegisterValue(0, 10_000, 10 * WRAP)));
    }

    @Test
    void zeroIsUnknownWhilePowerFlowsOrNothingHasCounted() {
        chain("Acme", 203, 105);
        put(MODEL + 2 + 16, -500 & 0xFFFF); // W
        put(MODEL + 2 + 44, 0, 7); // TotWhImp
        assertThat(read(DeviceRole.METER).registers()).containsOnlyKeys(Channel.IMPORT);

        put(MODEL + 2 + 16, 0);
        put(MODEL + 2 + 44, 0, 0);
        assertThat(read(DeviceRole.METER).registers()).isEmpty();
    }

    @Test
    void evidenceNamesTheDeviceAndChangesWithWhatItSent() {
        chain("Acme", 203, 105);
        put(BASE + 4 + 48, 'S' << 8 | 'N', '4' << 8 | '2'); // serial number
        put(MODEL + 2 + 44, 0, 7, 0, 0); // TotWhImp
        put(MODEL + 2 + 52, 0); // TotWh_SF
        DeviceEvidence first = evidence();
        DeviceEvidence same = evidence();
        put(MODEL + 2 + 44, 0, 8);
        DeviceEvidence later = evidence();

        assertThat(first.profileId()).isEqualTo("sunspec-203");
        assertThat(first.identity()).contains("Acme/SN42");
        assertThat(same).isEqualTo(first);
        assertThat(later.profileHash()).isEqualTo(first.profileHash());
        assertThat(later.frameHash()).isNotEqualTo(first.frameHash());
    }

    private DeviceEvidence evidence() {
        return read(DeviceRole.METER).context().evidence().orElseThrow();
    }

    @Test
    void solarEdgeCountsPowerTheOtherWayRound() {
        chain("SolarEdge", 203, 105);
        put(MODEL + 2 + 16, 91);

        assertThat(read(DeviceRole.METER).live()).containsEntry(LiveQuantity.GRID_W, -91L);
    }

    @Test
    void meterOfFloatsHasZeroAsZeroAndNotANumberAsUnknown() {
        chain("Acme", 213, 124);
        float32(MODEL + 2 + 26, 230.4f); // W
        float32(MODEL + 2 + 58, 0); // TotWhExp
        float32(MODEL + 2 + 66, Float.NaN); // TotWhImp

        assertThat(read(DeviceRole.METER).withContext(DeviceContext.NONE))
                .isEqualTo(
                        new DeviceSample(
                                Map.of(Channel.EXPORT, RegisterValue.ofWattHours(0)),
                                Map.of(LiveQuantity.GRID_W, 230L)));
    }

    @Test
    void resourceCountsWhatItInjectsAndAbsorbs() {
        chain("Acme", 701, 153);
        for (int at = 0; at < 153; at++) {
            put(MODEL + 2 + at, 0xFFFF);
        }
        put(MODEL + 2 + 8, 1_500); // W
        put(MODEL + 2 + 17, 0, 0, 1, 0, 0, 0, 0, 20); // TotWhInj, TotWhAbs
        for (int at = 113; at < 121; at++) {
            put(MODEL + 2 + at, 0); // scale factors
        }

        DeviceSample sample = read(DeviceRole.METER);

        assertThat(sample.registers())
                .isEqualTo(
                        Map.of(
                                Channel.GENERATION, RegisterValue.ofWattHours(65_536),
                                Channel.EXPORT, RegisterValue.ofWattHours(65_536),
                                Channel.IMPORT, RegisterValue.ofWattHours(20)));
        assertThat(sample.live()).containsEntry(LiveQuantity.GRID_W, -1_500L);
        assertThat(read(DeviceRole.INVERTER).registers()).containsOnlyKeys(Channel.GENERATION);
    }

    @Test
    void storageOfAResourceTellsItsCharge() {
        chain("Acme", 713, 7);
        put(MODEL + 2, 0, 0, 555, 0, 0, 0, 0xFFFF); // WHRtg, WHAvail, SoC, SoH, Sta, WH_SF, Pct_SF

        assertThat(read(DeviceRole.BATTERY).live())
                .isEqualTo(Map.of(LiveQuantity.BATTERY_SOC_PERMILLE, 555L));
    }

    private DeviceSample read(DeviceRole role) {
        Connection at =
                new Connection.Modbus("x", 502, 1, Framing.TCP, Map.of("bases", "1000, 4096"));
        DeviceEntry entry = new DeviceEntry(new MeteringPointId("AT-1"), role, "sunspec", at);
        return Drivers.of(entry, (_, address, count) -> answer(address, count)).read();
    }

    private ModbusAnswer answer(int address, int count) {
        short[] block = new short[count];
        for (int i = 0; i < count; i++) {
            Integer word = words.get(address + i);
            if (word == null) {
                return new ModbusAnswer.Declined(2);
            }
            block[i] = word.shortValue();
        }
        return new ModbusAnswer.Registers(new RegisterBlock(address, block));
    }

    private void chain(String manufacturer, int model, int length) {
        put(BASE, 0x5375, 0x6E53, 1, 66);
        put(BASE + 4, new int[66]);
        byte[] name = Arrays.copyOf(manufacturer.getBytes(StandardCharsets.US_ASCII), 32);
        for (int i = 0; i < name.length; i += 2) {
            put(BASE + 4 + i / 2, name[i] << 8 | name[i + 1]);
        }
        put(MODEL, model, length);
        put(MODEL + 2, new int[length]);
        put(MODEL + 2 + length, 0xFFFF, 0);
    }

    private void float32(int at, float value) {
        int bits = Float.floatToIntBits(value);
        put(at, bits >>> 16, bits & 0xFFFF);
    }

    private void put(int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            words.put(at + i, values[i]);
        }
    }
}
