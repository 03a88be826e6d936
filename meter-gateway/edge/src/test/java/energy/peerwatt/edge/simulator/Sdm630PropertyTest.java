package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.edge.simulator.model.BatteryModel;
import energy.peerwatt.edge.simulator.model.Counters;
import energy.peerwatt.edge.simulator.model.Equipment;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Meter;
import energy.peerwatt.edge.simulator.model.PowerFlow;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Tariff;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Sdm630PropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellSeed() {
        System.out.println("-Dseed=" + SEED);
    }

    @Test
    void registersResolveSingleWattHoursUpToEightThousandKilowattHours() {
        for (int i = 0; i < 2_000; i++) {
            long importWh = random.nextLong(1, 8_000_000);
            long exportWh = random.nextLong(1, 8_000_000);
            RegisterImage meter =
                    Sdm630.gridMeter(reading(importWh, exportWh, new PowerFlow(1, 0, 0, 0)));

            assertThat(Math.round(decode(meter, 72) * 1_000.0)).isEqualTo(importWh);
            assertThat(Math.round(decode(meter, 74) * 1_000.0)).isEqualTo(exportWh);
            long phases = 0;
            for (int address = 346; address < 352; address += 2) {
                phases += Math.round(decode(meter, address) * 1_000.0);
            }
            assertThat(phases).isEqualTo(importWh);
        }
    }

    @Test
    void powerIsPositiveOnImportAndNegativeOnExport() {
        for (int i = 0; i < 500; i++) {
            PowerFlow flow = new PowerFlow(random.nextInt(9_000), 0, random.nextInt(9_000), 0);
            RegisterImage meter = Sdm630.gridMeter(reading(1, 1, flow));
            double phases = decode(meter, 12) + decode(meter, 14) + decode(meter, 16);

            assertThat(decode(meter, 52)).isEqualTo(flow.loadW() - flow.solarW());
            assertThat(phases).isCloseTo(decode(meter, 52), within(0.01));
            assertThat(decode(meter, 0)).isBetween(220f, 240f);
            assertThat(decode(meter, 70)).isBetween(49.9f, 50.1f);
        }
    }

    private static HomeReading reading(long importWh, long exportWh, PowerFlow flow) {
        Equipment equipment = new Equipment(5_000, 0, BatteryModel.NONE, 11_000);
        HomeSpec home = new HomeSpec(1, "Lindenweg 1", Meter.SDM630, equipment, Tariff.TYPICAL);
        Counters counters =
                Counters.ofWattHours(
                        Map.of(
                                Quantity.IMPORT, importWh,
                                Quantity.EXPORT, exportWh,
                                Quantity.CHARGER, 77L));
        return new HomeReading(home, 1_781_776_800, counters, flow, 0);
    }

    private static float decode(RegisterImage image, int address) {
        short[] words = image.read(address, 2).orElseThrow();
        return Float.intBitsToFloat((words[0] & 0xFFFF) << 16 | (words[1] & 0xFFFF));
    }
}
