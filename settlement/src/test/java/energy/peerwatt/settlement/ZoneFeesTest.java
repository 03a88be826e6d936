package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grid fees by the distance of two members. */
class ZoneFeesTest {

    private static final GridZone HERE = new GridZone("grid", "feeder 1", "T1");
    private static final GridZone NEAR = new GridZone("grid", "feeder 1", "T2");
    private static final GridZone FAR = new GridZone("grid", "feeder 2", "T1");
    private static final GridZone ABROAD = new GridZone("other", "feeder 1", "T1");

    private static final Map<ZoneDistance, Price> MATRIX =
            Map.of(
                    ZoneDistance.SAME_TRANSFORMER, Price.ofCentsPerKwh(1),
                    ZoneDistance.SAME_FEEDER, Price.ofCentsPerKwh(2),
                    ZoneDistance.SAME_OPERATOR, Price.ofCentsPerKwh(3));

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @Test
    void distanceIsThatOfTheLargestPartThatDiffers() {
        assertThat(HERE.to(HERE)).isEqualTo(ZoneDistance.SAME_TRANSFORMER);
        assertThat(HERE.to(NEAR)).isEqualTo(ZoneDistance.SAME_FEEDER);
        assertThat(HERE.to(FAR)).isEqualTo(ZoneDistance.SAME_OPERATOR);
        assertThat(HERE.to(ABROAD)).isEqualTo(ZoneDistance.OTHER_OPERATOR);
    }

    @Test
    void eachPairPaysTheFeeOfItsDistance() {
        IntervalSettlement settlement =
                new Scenario()
                        .zones(
                                new ZoneFees(
                                        Map.of(
                                                member(0), HERE,
                                                member(1), HERE,
                                                member(2), NEAR,
                                                member(3), FAR),
                                        MATRIX))
                        .metered(0, 5_000)
                        .metered(1_000, 0)
                        .metered(1_000, 0)
                        .metered(1_000, 0)
                        .metered(1_000, 0)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        assertThat(gridFee(settlement, 1)).isEqualTo(Money.parse("-0.01"));
        assertThat(gridFee(settlement, 2)).isEqualTo(Money.parse("-0.02"));
        assertThat(gridFee(settlement, 3)).isEqualTo(Money.parse("-0.03"));
        assertThat(gridFee(settlement, 4)).as("without a zone").isEqualTo(Money.parse("-0.03"));
        // All at the pool's 16.5 ct, one at 14: gains of 8.5 and 6 sold, and 8.5 + 2 and less
        // bought.
        assertThat(settlement.totals().saved())
                .isEqualTo(
                        Money.parse("0.06")
                                .plus(Money.parse("0.13"))
                                .plus(Money.parse("0.255"))
                                .plus(Money.parse("0.095"))
                                .plus(Money.parse("0.17")));
    }

    /** 2 ct as usual, 1 ct below one transformer, 3 ct between feeders. */
    @Test
    void aMemberWithoutAZonePaysTheUsualFeeAndNotTheDearest() {
        IntervalSettlement settlement =
                usualOfTwoCents()
                        .zones(
                                new ZoneFees(
                                        Map.of(
                                                member(0), HERE,
                                                member(1), HERE,
                                                member(2), FAR),
                                        MATRIX))
                        .metered(0, 3_000)
                        .metered(1_000, 0)
                        .metered(1_000, 0)
                        .metered(1_000, 0)
                        .settle();

        assertThat(gridFee(settlement, 1)).isEqualTo(Money.parse("-0.01"));
        assertThat(gridFee(settlement, 2)).isEqualTo(Money.parse("-0.03"));
        assertThat(gridFee(settlement, 3)).as("without a zone").isEqualTo(Money.parse("-0.02"));
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.POOL_ENERGY)
                .extracting(SettlementLine::price)
                .as("in the middle of 8 and 30 - 5 ct")
                .containsOnly(Price.ofMicroPerKwh(165_000));
    }

    @Test
    void contractsPaidInFullPayTheUsualFeeOnImports() {
        IntervalSettlement settlement =
                usualOfTwoCents()
                        .rules(
                                new SettlementRules.Contracts(
                                        DeliveryRule.PRO_RATA, new ImbalancePrices.OwnTariffs()))
                        .zones(new ZoneFees(Map.of(member(0), HERE, member(1), FAR), MATRIX))
                        .metered(0, 1_000)
                        .metered(1_000, 0)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        assertThat(gridFee(settlement, 1)).isEqualTo(Money.parse("-0.02"));
    }

    @Test
    void theUsualFeeIsNotAboveTheDearest() {
        Scenario scenario = new Scenario().dearest(Price.ofCentsPerKwh(2)).metered(0, 1_000);

        assertThatThrownBy(scenario::settle)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above the dearest");
    }

    private static Scenario usualOfTwoCents() {
        return new Scenario()
                .fees(new AreaFees(Price.ofCentsPerKwh(2), Price.ofCentsPerKwh(2)))
                .dearest(Price.ofCentsPerKwh(3));
    }

    @Test
    void ownUseThroughTheGridPaysTheNearestFee() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(
                                new SettlementRules.Sharing(
                                        new OwnUseFirst(new DynamicKey()),
                                        DeliveryRule.PRO_RATA,
                                        false))
                        .zones(new ZoneFees(Map.of(member(0), HERE), MATRIX))
                        .metered(1_000, 1_000)
                        .settle();

        assertThat(gridFee(settlement, 0)).isEqualTo(Money.parse("-0.01"));
    }

    @Test
    void aFeeAboveTheOneThatOrdersWereMatchedByStopsTheInterval() {
        Scenario scenario =
                new Scenario()
                        .zones(
                                new ZoneFees(
                                        Map.of(member(0), HERE, member(1), ABROAD),
                                        Map.of(
                                                ZoneDistance.OTHER_OPERATOR,
                                                Price.ofCentsPerKwh(4))))
                        .metered(0, 1_000)
                        .metered(1_000, 0);

        assertThatThrownBy(scenario::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 1: grid fee");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyIsWorseOffWhereverItIs(long seed) {
        Random random = new Random(seed);
        GridZone[] zones = {HERE, NEAR, FAR};
        for (int i = 0; i < 1_000; i++) {
            Scenario scenario = RandomScenarios.next(random);
            Map<ParticipantId, GridZone> placed = new HashMap<>();
            scenario.positions()
                    .forEach(one -> {
                        if (random.nextInt(4) > 0) {
                            placed.put(one.participant(), zones[random.nextInt(3)]);
                        }
                    });
            long dearest = scenario.input().fees().gridFee().microPerKwh();
            Map<ZoneDistance, Price> matrix =
                    Map.of(
                            ZoneDistance.SAME_TRANSFORMER, Price.ofMicroPerKwh(dearest / 3),
                            ZoneDistance.SAME_FEEDER, Price.ofMicroPerKwh(dearest / 2),
                            ZoneDistance.SAME_OPERATOR, Price.ofMicroPerKwh(dearest));
            IntervalSettlement flat = scenario.settle();

            IntervalSettlement settlement = scenario.zones(new ZoneFees(placed, matrix)).settle();

            for (MeteredPosition one : scenario.positions()) {
                assertThat(Scenario.amount(settlement, one.participant()))
                        .isGreaterThanOrEqualTo(Scenario.amount(flat, one.participant()))
                        .isGreaterThanOrEqualTo(one.gridOnly());
            }
        }
    }

    private static Money gridFee(IntervalSettlement settlement, int member) {
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(member(member)))
                .filter(line -> line.kind() == LineKind.GRID_FEE)
                .map(SettlementLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }
}
