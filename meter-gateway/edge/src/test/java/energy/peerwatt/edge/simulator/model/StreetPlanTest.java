package energy.peerwatt.edge.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreetPlanTest {

    @Test
    void twelveHomesAreTheDefaultMix() {
        List<HomeSpec> homes = Blueprint.ofSeed(1, 12).specs();

        assertThat(count(homes, home -> !home.equipment().hasSolar())).isEqualTo(3);
        assertThat(count(homes, home -> home.meter() == Meter.TASMOTA)).isEqualTo(1);
        assertThat(count(homes, home -> home.meter() == Meter.SHELLY_GEN2)).isEqualTo(1);
        assertThat(count(homes, home -> home.meter() == Meter.SDM630)).isEqualTo(10);
        assertThat(count(homes, battery(BatteryModel.STORAGE_124))).isEqualTo(2);
        assertThat(count(homes, battery(BatteryModel.BATTERY_802))).isEqualTo(1);
        assertThat(count(homes, home -> home.equipment().hasCharger())).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 12, 25, 300})
    void everyVillageHasSellersAndBuyersAndUniqueNames(int size) {
        List<HomeSpec> homes = Blueprint.ofSeed(5, size).specs();

        assertThat(homes).hasSize(size);
        assertThat(homes).anyMatch(home -> home.equipment().hasSolar());
        assertThat(homes).anyMatch(home -> !home.equipment().hasSolar());
        assertThat(homes).extracting(HomeSpec::meteringPoint).doesNotHaveDuplicates();
        assertThat(homes).extracting(HomeSpec::login).doesNotHaveDuplicates();
        assertThat(homes).extracting(HomeSpec::participantId).doesNotHaveDuplicates();
    }

    @Test
    void tariffsAreWholeTenthsOfACent() {
        for (HomeSpec home : Blueprint.ofSeed(9, 200).specs()) {
            assertThat(home.tariff().retailMicro() % 1_000).isZero();
            assertThat(home.tariff().retailMicro()).isBetween(299_000L, 330_000L);
            assertThat(home.tariff().feedInMicro() % 1_000).isZero();
            assertThat(home.tariff().feedInMicro()).isBetween(76_000L, 86_000L);
        }
    }

    @Test
    void registersStartWhereFloat32ResolvesSingleWattHours() {
        for (HomeBlueprint home : Blueprint.ofSeed(4, 200).homes()) {
            assertThat(home.initial().wattHours(Quantity.IMPORT)).isBetween(100_000L, 3_500_000L);
            assertThat(home.initial().wattHours(Quantity.EXPORT)).isBetween(100_000L, 3_500_000L);
        }
    }

    @Test
    void refusesAVillageOfOne() {
        assertThatThrownBy(() -> Blueprint.ofSeed(1, 1)).hasMessageContaining("2 to 500");
    }

    private static Predicate<HomeSpec> battery(BatteryModel model) {
        return home -> home.equipment().batteryModel() == model;
    }

    private static long count(List<HomeSpec> homes, Predicate<HomeSpec> condition) {
        return homes.stream().filter(condition).count();
    }
}
