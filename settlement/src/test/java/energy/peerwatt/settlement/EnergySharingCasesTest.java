package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Worked examples others published; sources and licences stand in the file. */
class EnergySharingCasesTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "energy-sharing-cases.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void sharesAsPublished(
            String id, String imports, String exports, String bought, String exportLeft) {
        long[] imported = numbers(imports);
        long[] exported = numbers(exports);
        Scenario scenario = new Scenario();
        for (int i = 0; i < imported.length; i++) {
            scenario.metered(imported[i], exported[i]);
        }

        IntervalSettlement settlement = scenario.settle();

        for (int i = 0; i < imported.length; i++) {
            assertThat(energy(settlement, i, Direction.BOUGHT, LineKind.POOL_ENERGY))
                    .as("bought by member %d", i)
                    .isEqualTo(numbers(bought)[i]);
            assertThat(energy(settlement, i, Direction.SOLD, LineKind.RESIDUAL_FEED_IN))
                    .as("left of the export of member %d", i)
                    .isEqualTo(numbers(exportLeft)[i]);
        }
    }

    /**
     * dexenergy/p2p-energy-market 6769e2e, contracts/basic/test/clearing.test.ts: dexenergy-2,
     * dexenergy-3.
     */
    @Test
    void chargesTheAmountsDueAtOnePrice() {
        Price five = Price.ofMicroPerKwh(5);
        Tariff tariff = new Tariff(Price.ofMicroPerKwh(9), Price.ofMicroPerKwh(1));

        IntervalSettlement twoBuyers =
                new Scenario()
                        .fees(AreaFees.NONE)
                        .metered(0, 10, tariff)
                        .metered(3, 0, tariff)
                        .metered(7, 0, tariff)
                        .trade(0, 1, 3, five)
                        .trade(0, 2, 7, five)
                        .settle();
        IntervalSettlement twoSellers =
                new Scenario()
                        .fees(AreaFees.NONE)
                        .metered(17, 0, tariff)
                        .metered(0, 10, tariff)
                        .metered(0, 7, tariff)
                        .trade(1, 0, 10, five)
                        .trade(2, 0, 7, five)
                        .settle();

        assertThat(amount(twoBuyers, member(1))).isEqualTo(Money.ofNano(-15));
        assertThat(amount(twoBuyers, member(2))).isEqualTo(Money.ofNano(-35));
        assertThat(amount(twoSellers, member(1))).isEqualTo(Money.ofNano(50));
        assertThat(amount(twoSellers, member(2))).isEqualTo(Money.ofNano(35));
        assertThat(twoSellers.totals().residualSupply()).isEqualTo(Energy.ZERO);
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
