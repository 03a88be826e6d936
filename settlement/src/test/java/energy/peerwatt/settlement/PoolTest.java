package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.allocation.ParticipationKey;
import energy.peerwatt.settlement.allocation.StaticKey;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes part in the pool where not all can. Fees are 5 ct, retail and feed-in 30 and 8. */
class PoolTest {

    /** A roof of the first years, paid more for feeding in than neighbours would pay. */
    private static final Tariff LEGACY = tariff(30, 39);

    /** A home on hourly prices in an hour in which they are low. */
    private static final Tariff CHEAP = tariff(9, 1);

    private static Tariff tariff(long retail, long feedIn) {
        return new Tariff(Price.ofCentsPerKwh(retail), Price.ofCentsPerKwh(feedIn));
    }

    static LongStream seeds() {
        return LongStream.of(61, 62, 63, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @Test
    void aRoofPaidMoreByItsSupplierIsLeftOutAndTheOthersShare() {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 300)
                        .metered(200, 0)
                        .metered(200, 0)
                        .metered(0, 500, LEGACY)
                        .settle();

        assertThat(pool(settlement, 0, Direction.SOLD)).isEqualTo(300);
        assertThat(pool(settlement, 1, Direction.BOUGHT)).isEqualTo(150);
        assertThat(pool(settlement, 2, Direction.BOUGHT)).isEqualTo(150);
        assertThat(energy(settlement, 3, Direction.SOLD, LineKind.RESIDUAL_FEED_IN)).isEqualTo(500);
        assertThat(amount(settlement, member(3))).isEqualTo(Money.parse("0.195"));
        // In the middle of 8 and 30 - 5 ct.
        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.0495"));
    }

    @Test
    void aHomeThatPaysLessToItsSupplierIsLeftOutAndTheOthersShare() {
        IntervalSettlement settlement =
                new Scenario().metered(0, 300).metered(200, 0).metered(400, 0, CHEAP).settle();

        assertThat(pool(settlement, 1, Direction.BOUGHT)).isEqualTo(200);
        assertThat(pool(settlement, 2, Direction.BOUGHT)).isZero();
        assertThat(energy(settlement, 2, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY))
                .isEqualTo(400);
    }

    @Test
    void anOutlierThatHasNothingLeftChangesNothing() {
        IntervalSettlement settlement =
                new Scenario().metered(0, 300).metered(200, 0).metered(100, 0, LEGACY).settle();

        assertThat(settlement.totals().pool().wattHours()).isEqualTo(300);
    }

    /** Sellers at 2 and 8 ct, buyers at 4 and 25: 100 Wh either way. */
    @Test
    void ofEqualChoicesTheOneWithMoreMembersThenTheCheaperIsTaken() {
        Scenario even =
                new Scenario()
                        .metered(0, 100, tariff(30, 2))
                        .metered(0, 100, tariff(30, 8))
                        .metered(50, 0, tariff(9, 1))
                        .metered(100, 0, tariff(30, 1));

        IntervalSettlement cheaper = even.settle();
        assertThat(pool(cheaper, 0, Direction.SOLD)).isEqualTo(100);
        assertThat(pool(cheaper, 1, Direction.SOLD)).isZero();
        assertThat(cheaper.totals().pool().wattHours()).isEqualTo(100);
        assertThat(pool(cheaper, 2, Direction.BOUGHT)).isPositive();

        IntervalSettlement fuller = even.metered(0, 1, tariff(30, 8)).settle();
        assertThat(pool(fuller, 2, Direction.BOUGHT)).isZero();
        assertThat(pool(fuller, 3, Direction.BOUGHT)).isEqualTo(100);
        assertThat(pool(fuller, 0, Direction.SOLD) + pool(fuller, 1, Direction.SOLD))
                .isGreaterThan(98);
    }

    @Test
    void whoIsLeftOutKeepsItsOwnUse() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(
                                new SettlementRules.Sharing(
                                        new OwnUseFirst(new DynamicKey()),
                                        DeliveryRule.PRO_RATA,
                                        false))
                        .metered(100, 300, tariff(50, 39))
                        .metered(0, 200)
                        .metered(400, 0)
                        .settle();

        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.OWN_USE)).isEqualTo(100);
        assertThat(energy(settlement, 0, Direction.SOLD, LineKind.RESIDUAL_FEED_IN)).isEqualTo(200);
        assertThat(pool(settlement, 2, Direction.BOUGHT)).isEqualTo(200);
    }

    /** Half of 200 Wh made and of 1,000 Wh used take part here, the other halves elsewhere. */
    @Test
    void whoIsLeftOutTakesPartWithNoMoreThanItsPart() {
        Map<ParticipantId, ParticipationKey.Factor> half =
                Map.of(member(0), new ParticipationKey.Factor(0, 500_000));
        IntervalSettlement settlement =
                new Scenario()
                        .rules(
                                new SettlementRules.Sharing(
                                        new ParticipationKey(
                                                half, new OwnUseFirst(new DynamicKey())),
                                        DeliveryRule.PRO_RATA,
                                        false))
                        .metered(1000, 200, tariff(50, 39))
                        .metered(0, 2000)
                        .settle();

        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.OWN_USE)).isEqualTo(100);
        assertThat(pool(settlement, 0, Direction.BOUGHT)).isEqualTo(400);
        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY))
                .isEqualTo(500);
        assertThat(energy(settlement, 0, Direction.SOLD, LineKind.RESIDUAL_FEED_IN)).isEqualTo(100);
    }

    @Test
    void theKeySharesAmongThoseThatTakePart() {
        StaticKey key = new StaticKey(Map.of(member(1), 1L, member(2), 3L), false);
        IntervalSettlement settlement =
                new Scenario()
                        .rules(new SettlementRules.Sharing(key, DeliveryRule.PRO_RATA, false))
                        .metered(0, 100)
                        .metered(80, 0)
                        .metered(80, 0)
                        .metered(0, 900, LEGACY)
                        .settle();

        assertThat(pool(settlement, 1, Direction.BOUGHT)).isEqualTo(25);
        assertThat(pool(settlement, 2, Direction.BOUGHT)).isEqualTo(75);
    }

    /** Against all prices and the smallest cut of who can sell to whom. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sharesAsMuchAsOnePriceCan(long seed) {
        Random random = new Random(seed);
        int narrow = 0;
        for (int i = 0; i < 3_000; i++) {
            Scenario scenario = new Scenario();
            for (int m = 1 + random.nextInt(6); m > 0; m--) {
                scenario.metered(
                        random.nextInt(3) == 0 ? 0 : random.nextInt(20),
                        random.nextInt(3) == 0 ? 0 : random.nextInt(20),
                        tariff(6 + random.nextInt(30), random.nextInt(25)),
                        Quality.ACTUAL);
            }
            IntervalSettlement settlement = scenario.settle();

            long most = 0;
            for (MeteredPosition seller : scenario.positions()) {
                most = Math.max(most, shareable(scenario.positions(), seller.tariff().feedIn()));
            }
            assertThat(settlement.totals().pool().wattHours()).isEqualTo(most);
            narrow += most > 0 && leavesSomebodyOut(scenario.positions()) ? 1 : 0;
        }
        assertThat(narrow).isGreaterThan(300);
    }

    private static boolean leavesSomebodyOut(List<MeteredPosition> members) {
        return members.stream()
                .filter(seller -> !seller.exported().isZero())
                .anyMatch(seller ->
                        members.stream()
                                .filter(buyer -> !buyer.imported().isZero())
                                .anyMatch(
                                        buyer -> !seller.tariff().feedIn().isAtMost(worth(buyer))));
    }

    private static Price worth(MeteredPosition buyer) {
        return buyer.tariff().sharedCeiling().minus(Scenario.FEES.total());
    }

    /** The least that parts sellers from buyers, over all choices of sellers that are not cut. */
    private static long shareable(List<MeteredPosition> members, Price price) {
        List<Long> sold = new ArrayList<>();
        List<Long> bought = new ArrayList<>();
        for (MeteredPosition one : members) {
            boolean sells = one.tariff().feedIn().isAtMost(price);
            boolean buys = price.isAtMost(worth(one));
            sold.add(sells ? one.exported().wattHours() : 0);
            bought.add(buys ? one.imported().wattHours() : 0);
        }
        long least = Long.MAX_VALUE;
        for (int uncut = 0; uncut < 1 << members.size(); uncut++) {
            long cut = 0;
            for (int i = 0; i < members.size(); i++) {
                int self = 1 << i;
                cut += (uncut & self) == 0 ? sold.get(i) : 0;
                cut += (uncut & ~self) == 0 ? 0 : bought.get(i);
            }
            least = Math.min(least, cut);
        }
        return least;
    }

    private static long pool(IntervalSettlement settlement, int member, Direction direction) {
        return energy(settlement, member, direction, LineKind.POOL_ENERGY);
    }
}
