package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.CoefficientTable;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.HierarchicalKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.allocation.PanelShares;
import energy.peerwatt.settlement.allocation.ParticipationKey;
import energy.peerwatt.settlement.allocation.StaticKey;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws of each mode with each key, on random intervals. A fresh seed each run, shown in the name.
 */
class RulesPropertyTest {

    private static final int INTERVALS = 400;

    static LongStream seeds() {
        return LongStream.of(31, 32, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sharingLeavesNobodyWorseOffWhateverTheKey(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random);
            for (SettlementRules.Sharing rules : sharing(random)) {
                IntervalSettlement settlement = scenario.rules(rules).settle();

                Money better = Money.ZERO;
                for (MeteredPosition position : scenario.positions()) {
                    Money settled = amount(settlement, position.participant());
                    assertThat(settled)
                            .as("%s under %s", position, rules)
                            .isGreaterThanOrEqualTo(position.gridOnly());
                    better = better.plus(settled.minus(position.gridOnly()));
                }
                assertThat(settlement.totals().saved()).isEqualTo(better);
                paysEachLineWithinTheCorridor(scenario, settlement);
            }
        }
    }

    /** Of each shared line alone, not of the interval's sum only. */
    private static void paysEachLineWithinTheCorridor(
            Scenario scenario, IntervalSettlement settlement) {
        Price fees = scenario.input().fees().total();
        for (SettlementLine line : settlement.lines()) {
            if (line.kind().isShared()) {
                Tariff tariff = tariffOf(scenario, line);
                if (line.direction() == Direction.BOUGHT) {
                    assertThat(line.price().plus(fees)).isLessThanOrEqualTo(tariff.retailAllIn());
                } else {
                    assertThat(line.price()).isGreaterThanOrEqualTo(tariff.feedIn());
                }
            }
        }
    }

    private static Tariff tariffOf(Scenario scenario, SettlementLine line) {
        return scenario.positions().stream()
                .filter(position -> position.participant().equals(line.participant()))
                .findFirst()
                .orElseThrow()
                .tariff();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sharingAddsUpToTheMetersWhateverTheKey(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random);
            for (SettlementRules.Sharing rules : sharing(random)) {
                IntervalSettlement settlement = scenario.rules(rules).settle();

                for (int m = 0; m < scenario.positions().size(); m++) {
                    MeteredPosition position = scenario.positions().get(m);
                    assertThat(energy(settlement, m, Direction.BOUGHT))
                            .isEqualTo(position.imported().wattHours());
                    assertThat(energy(settlement, m, Direction.SOLD))
                            .isEqualTo(position.exported().wattHours());
                }
                addsUpToNothing(settlement);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void contractsArePaidInFullAndDeviationsSettled(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random);
            for (ImbalancePrices prices : imbalances(random)) {
                DeliveryRule rule = randomRule(random);
                IntervalSettlement settlement =
                        scenario.rules(new SettlementRules.Contracts(rule, prices)).settle();

                addsUpToNothing(settlement);
                paysInFull(scenario, settlement);
                Money better = Money.ZERO;
                for (int m = 0; m < scenario.positions().size(); m++) {
                    MeteredPosition position = scenario.positions().get(m);
                    long net = position.imported().wattHours() - position.exported().wattHours();
                    assertThat(
                                    energy(settlement, m, Direction.BOUGHT)
                                            - energy(settlement, m, Direction.SOLD))
                            .isEqualTo(net);
                    certifiesNoMoreThanMetered(settlement, m, position);
                    Money settled = amount(settlement, position.participant());
                    better = better.plus(settled.minus(position.gridOnly()));
                }
                assertThat(settlement.totals().saved()).isEqualTo(better);
            }
        }
    }

    private static void paysInFull(Scenario scenario, IntervalSettlement settlement) {
        for (Trade trade : scenario.trades()) {
            Money paid =
                    settlement.lines().stream()
                            .filter(line -> line.trade().equals(Optional.of(trade.id())))
                            .filter(line -> line.direction() == Direction.SOLD)
                            .map(SettlementLine::amount)
                            .reduce(Money.ZERO, Money::plus);
            assertThat(paid).isEqualTo(trade.price().times(trade.quantity()));
        }
    }

    private static void certifiesNoMoreThanMetered(
            IntervalSettlement settlement, int index, MeteredPosition position) {
        settlement.netPositions().stream()
                .filter(net -> net.participant().equals(member(index)))
                .forEach(net -> {
                    assertThat(net.sold()).isLessThanOrEqualTo(position.exported());
                    assertThat(net.bought()).isLessThanOrEqualTo(position.imported());
                });
    }

    private static void addsUpToNothing(IntervalSettlement settlement) {
        Money all =
                settlement.lines().stream()
                        .map(SettlementLine::amount)
                        .reduce(Money.ZERO, Money::plus);
        Money cash =
                settlement.netPositions().stream()
                        .map(NetPosition::cash)
                        .reduce(Money.ZERO, Money::plus);
        assertThat(all).isEqualTo(Money.ZERO);
        assertThat(cash).isEqualTo(Money.ZERO);
        assertThat(settlement.netPositions().stream().mapToLong(p -> p.bought().wattHours()).sum())
                .isEqualTo(
                        settlement.netPositions().stream()
                                .mapToLong(p -> p.sold().wattHours())
                                .sum());
    }

    private static List<SettlementRules.Sharing> sharing(Random random) {
        AllocationKey dynamic = new DynamicKey();
        AllocationKey filling =
                new StaticKey(Map.of(member(0), 3L, member(2), 1L, member(5), 7L), true);
        List<AllocationKey> keys =
                List.of(
                        dynamic,
                        filling,
                        new StaticKey(Map.of(member(1), 1L, member(3), 2L), false),
                        new HierarchicalKey(List.of(List.of(member(2)), List.of(member(0)))),
                        new CoefficientTable(
                                Map.of(
                                        member(0), List.of(400_000),
                                        member(1), List.of(350_000),
                                        member(9), List.of(250_000)),
                                ZoneId.of("Europe/Madrid")),
                        new ParticipationKey(
                                Map.of(member(1), new ParticipationKey.Factor(0, 333_333)),
                                dynamic),
                        new OwnUseFirst(dynamic),
                        new OwnUseFirst(filling),
                        new PanelShares(Map.of(member(0), 2, member(1), 5), 9));
        return keys.stream()
                .map(key ->
                        new SettlementRules.Sharing(key, randomRule(random), random.nextBoolean()))
                .toList();
    }

    private static List<ImbalancePrices> imbalances(Random random) {
        Price whenLong = Price.ofMicroPerKwh(random.nextInt(200_000) - 50_000L);
        return List.of(
                new ImbalancePrices.OwnTariffs(),
                new ImbalancePrices.Dual(
                        whenLong.plus(Price.ofMicroPerKwh(random.nextInt(400_000))), whenLong),
                new ImbalancePrices.GroupSingle(whenLong));
    }

    private static DeliveryRule randomRule(Random random) {
        return random.nextBoolean() ? DeliveryRule.PRO_RATA : DeliveryRule.FIFO;
    }
}
