package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.delivered;
import static energy.peerwatt.settlement.Scenario.energy;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Trade;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every settlement, on random intervals. A fresh seed each run, shown in the name. */
class MeteredSharingPropertyTest {

    private static final int INTERVALS = 1_500;

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void conservesEnergy(long seed) {
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    long imported = 0;
                    long exported = 0;
                    for (int i = 0; i < scenario.positions().size(); i++) {
                        MeteredPosition member = scenario.positions().get(i);
                        assertThat(energy(settlement, i, Direction.BOUGHT))
                                .isEqualTo(member.imported().wattHours());
                        assertThat(energy(settlement, i, Direction.SOLD))
                                .isEqualTo(member.exported().wattHours());
                        imported += member.imported().wattHours();
                        exported += member.exported().wattHours();
                    }
                    SettlementTotals totals = settlement.totals();
                    Energy shared = totals.matched().plus(totals.pool());
                    assertThat(shared.plus(totals.residualSupply()).wattHours())
                            .isEqualTo(imported);
                    assertThat(shared.plus(totals.residualFeedIn()).wattHours())
                            .isEqualTo(exported);
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void conservesMoney(long seed) {
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    Money all = sum(settlement.lines().stream().map(SettlementLine::amount));
                    List<NetPosition> net = settlement.netPositions();

                    assertThat(all).isEqualTo(Money.ZERO);
                    assertThat(sum(net.stream().map(NetPosition::cash))).isEqualTo(Money.ZERO);
                    assertThat(net.stream().mapToLong(p -> p.bought().wattHours()).sum())
                            .isEqualTo(net.stream().mapToLong(p -> p.sold().wattHours()).sum());
                    assertThat(net)
                            .extracting(p -> p.participant().value())
                            .isSorted()
                            .doesNotHaveDuplicates();
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leavesNobodyWorseOff(long seed) {
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    Money better = Money.ZERO;
                    for (MeteredPosition member : scenario.positions()) {
                        Money settled = amount(settlement, member.participant());
                        assertThat(settled).isGreaterThanOrEqualTo(member.gridOnly());
                        better = better.plus(settled.minus(member.gridOnly()));
                    }
                    assertThat(settlement.totals().saved()).isEqualTo(better);
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deliversEachTradeWithinOneWattHourOfItsExactShare(long seed) {
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    for (Trade trade : scenario.trades()) {
                        long floor = exactShare(scenario, trade);
                        assertThat(delivered(settlement, trade.id().value()))
                                .isBetween(floor, floor + 1)
                                .isLessThanOrEqualTo(trade.quantity().wattHours());
                    }
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leavesNothingUnsharedThatTwoMembersCouldShare(long seed) {
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    if (!poolIsOpen(scenario)) {
                        return;
                    }
                    List<Integer> sellers = new ArrayList<>();
                    List<Integer> buyers = new ArrayList<>();
                    for (int i = 0; i < scenario.positions().size(); i++) {
                        if (energy(settlement, i, Direction.SOLD, LineKind.RESIDUAL_FEED_IN) > 0) {
                            sellers.add(i);
                        }
                        if (energy(settlement, i, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY) > 0) {
                            buyers.add(i);
                        }
                    }
                    assertThat(sellers.isEmpty() || buyers.isEmpty() || sellers.equals(buyers))
                            .as("left to sell: %s, left to buy: %s", sellers, buyers)
                            .isTrue();
                    assertThat(sellers.size() <= 1 || buyers.isEmpty()).isTrue();
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doesNotDependOnTheOrderOfItsInput(long seed) {
        Random random = new Random(seed);
        forRandomIntervals(
                seed,
                (scenario, settlement) -> {
                    List<MeteredPosition> positions = new ArrayList<>(scenario.positions());
                    List<Trade> trades = new ArrayList<>(scenario.trades());
                    Collections.shuffle(positions, random);
                    Collections.shuffle(trades, random);
                    SettlementInput input = scenario.input();

                    IntervalSettlement again =
                            MeteredSharing.settle(
                                    new SettlementInput(
                                            input.area(),
                                            input.interval(),
                                            input.version(),
                                            positions,
                                            trades,
                                            input.fees()));

                    assertThat(again.canonicalBytes()).isEqualTo(settlement.canonicalBytes());
                    assertThat(again).isEqualTo(settlement);
                });
    }

    private static void forRandomIntervals(
            long seed, BiConsumer<Scenario, IntervalSettlement> law) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random);
            law.accept(scenario, scenario.settle());
        }
    }

    /** {@code floor(q * min(1, X/QS, I/QB))}, in integers of any size. */
    private static long exactShare(Scenario scenario, Trade trade) {
        long sold = 0;
        long bought = 0;
        for (Trade other : scenario.trades()) {
            sold += other.seller().equals(trade.seller()) ? other.quantity().wattHours() : 0;
            bought += other.buyer().equals(trade.buyer()) ? other.quantity().wattHours() : 0;
        }
        MeteredPosition seller = null;
        MeteredPosition buyer = null;
        for (MeteredPosition member : scenario.positions()) {
            seller = member.participant().equals(trade.seller()) ? member : seller;
            buyer = member.participant().equals(trade.buyer()) ? member : buyer;
        }
        long quantity = trade.quantity().wattHours();
        long bySeller = part(quantity, seller.exported().wattHours(), sold);
        long byBuyer = part(quantity, buyer.imported().wattHours(), bought);
        return Math.min(quantity, Math.min(bySeller, byBuyer));
    }

    private static long part(long quantity, long numerator, long denominator) {
        return BigInteger.valueOf(quantity)
                .multiply(BigInteger.valueOf(numerator))
                .divide(BigInteger.valueOf(denominator))
                .longValueExact();
    }

    /** Whether even the dearest seller and the cheapest buyer of all would gain. */
    private static boolean poolIsOpen(Scenario scenario) {
        Price fees = scenario.input().fees().total();
        return scenario.positions().stream()
                .allMatch(seller ->
                        scenario.positions().stream()
                                .allMatch(buyer ->
                                        seller.tariff()
                                                .feedIn()
                                                .plus(fees)
                                                .isAtMost(buyer.tariff().retailAllIn())));
    }

    private static Money sum(Stream<Money> amounts) {
        return amounts.reduce(Money.ZERO, Money::plus);
    }
}
