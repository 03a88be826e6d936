package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.edge.simulator.model.BatteryModel;
import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Village;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SunSpecInverterTest {

    private static List<HomeReading> solarHomes(String time) {
        long second = Instant.parse(time).getEpochSecond();
        return Village.found(Blueprint.ofSeed(1, 12), second).readings(second).stream()
                .filter(reading -> reading.home().equipment().hasSolar())
                .toList();
    }

    private static SunSpecFacts facts(HomeReading reading) {
        return new SunSpecFacts(SunSpecInverter.image(reading), 40_000);
    }

    private static List<HomeReading> homesWith(String time, BatteryModel model) {
        return solarHomes(time).stream()
                .filter(reading -> reading.home().equipment().batteryModel() == model)
                .toList();
    }

    @Test
    void everyInverterOffersItsModelsAtTheirStandardLengths() {
        for (HomeReading reading : solarHomes("2026-06-18T10:00:00Z")) {
            SunSpecFacts facts = facts(reading);
            BatteryModel battery = reading.home().equipment().batteryModel();

            assertThat(facts.models().keySet())
                    .containsExactlyElementsOf(
                            switch (battery) {
                                case NONE -> List.of(1, 103, 160, 120, 121, 123);
                                case STORAGE_124 -> List.of(1, 103, 160, 124, 120, 121, 123);
                                case BATTERY_802 -> List.of(1, 103, 160, 802, 702, 704);
                            });
            assertThat(facts.length(1)).isIn(65, 66);
            assertThat(facts.length(103)).isEqualTo(50);
            assertThat(facts.length(160)).isEqualTo(8 + 20 * facts.point(160, 8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-06-18T10:00:00Z", "2026-06-18T22:00:00Z"})
    void model103ShowsPowerAndEnergyOfTheRoof(String time) {
        for (HomeReading reading : solarHomes(time)) {
            SunSpecFacts facts = facts(reading);

            assertThat(facts.scaled(103, 14, 15)).isEqualTo(reading.flow().solarW());
            assertThat(facts.accumulator(103, 24))
                    .isEqualTo(reading.wattHours(Quantity.GENERATION));
            assertThat(facts.scaled(103, 26, 26)).as("WH_SF").isZero();
            assertThat(facts.scaledUnsigned(103, 16, 17)).isBetween(49.9, 50.1);
            assertThat(facts.scaledUnsigned(103, 10, 13)).isBetween(220.0, 240.0);
            assertThat(facts.point(103, 38)).isEqualTo(reading.flow().solarW() > 0 ? 4 : 2);
        }
    }

    @Test
    void model103CurrentMatchesPower() {
        for (HomeReading reading : solarHomes("2026-06-18T10:00:00Z")) {
            SunSpecFacts facts = facts(reading);
            double perPhase = facts.scaledUnsigned(103, 3, 6);

            assertThat(perPhase * 3 * facts.scaledUnsigned(103, 10, 13))
                    .isCloseTo(reading.flow().solarW(), within(80.0));
        }
    }

    @Test
    void model160StringsAddUpToTheRoof() {
        for (HomeReading reading : solarHomes("2026-06-18T10:00:00Z")) {
            SunSpecFacts facts = facts(reading);
            double first = facts.scaledUnsigned(160, 10 + 11, 4);
            double second = facts.scaledUnsigned(160, 30 + 11, 4);

            assertThat(first + second).isEqualTo(reading.flow().solarW());
            assertThat(facts.accumulator(160, 10 + 12) + facts.accumulator(160, 30 + 12))
                    .isEqualTo(reading.wattHours(Quantity.GENERATION));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-06-18T07:00:00Z", "2026-06-18T20:00:00Z"})
    void model124ShowsTheBattery(String time) {
        List<HomeReading> homes = homesWith(time, BatteryModel.STORAGE_124);
        assertThat(homes).hasSize(2);
        for (HomeReading reading : homes) {
            SunSpecFacts facts = facts(reading);
            double maximum = facts.scaledUnsigned(124, 2, 18);
            double charging = maximum * facts.scaled(124, 13, 25) / 100;
            double discharging = maximum * facts.scaled(124, 12, 25) / 100;

            assertThat(facts.length(124)).isEqualTo(24);
            assertThat(charging - discharging).isCloseTo(reading.flow().batteryW(), within(0.5));
            assertThat(facts.scaledUnsigned(124, 8, 22))
                    .isCloseTo(reading.stateOfChargePermille() / 10.0, within(0.001));
            assertThat(facts.point(124, 11)).isEqualTo(chargeStatus(reading));
            assertThat(facts.text(160, 50 + 1, 8)).isEqualTo("StCha 3");
            assertThat(facts.scaledUnsigned(160, 50 + 11, 4))
                    .isEqualTo(reading.flow().watts(Quantity.CHARGE));
            assertThat(facts.scaledUnsigned(160, 70 + 11, 4))
                    .isEqualTo(reading.flow().watts(Quantity.DISCHARGE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-06-18T07:00:00Z", "2026-06-18T20:00:00Z"})
    void model802ShowsTheBattery(String time) {
        List<HomeReading> homes = homesWith(time, BatteryModel.BATTERY_802);
        assertThat(homes).hasSize(1);
        for (HomeReading reading : homes) {
            SunSpecFacts facts = facts(reading);

            assertThat(facts.length(802)).isEqualTo(62);
            assertThat(facts.scaledUnsigned(802, 3, 53))
                    .isEqualTo(reading.home().equipment().batteryWh());
            assertThat(facts.scaledUnsigned(802, 11, 56))
                    .isCloseTo(reading.stateOfChargePermille() / 10.0, within(0.001));
            assertThat(facts.scaled(802, 47, 63)).isEqualTo(reading.flow().batteryW());
            assertThat(facts.point(802, 16)).isEqualTo(chargeStatus(reading));
            assertThat(facts.point(802, 21)).as("lithium ion").isEqualTo(4);
            assertThat(facts.point(802, 22)).as("connected").isEqualTo(3);
            assertThat(facts.scaledUnsigned(802, 34, 59)).isCloseTo(51.2, within(0.001));
        }
    }

    private static int chargeStatus(HomeReading reading) {
        assertThat(reading.flow().batteryW()).as("an active battery").isNotZero();
        return reading.flow().batteryW() > 0 ? 4 : 3;
    }
}
