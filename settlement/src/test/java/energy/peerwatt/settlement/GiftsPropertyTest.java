package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of gifts, on random intervals with random trades and partners. */
class GiftsPropertyTest {

    private static final int INTERVALS = 1_500;

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void giftsLeaveNobodyWorseOffAndConserveEnergyAndMoney(long seed) {
        Random random = new Random(seed);
        long given = 0;
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random, random.nextBoolean() ? 0 : 200);
            randomGifts(scenario, random);
            IntervalSettlement settlement = scenario.settle();

            Money all = Money.ZERO;
            for (SettlementLine line : settlement.lines()) {
                all = all.plus(line.amount());
            }
            assertThat(all).isEqualTo(Money.ZERO);
            for (int k = 0; k < scenario.positions().size(); k++) {
                MeteredPosition one = scenario.positions().get(k);
                assertThat(amount(settlement, one.participant()))
                        .as("%s of %s", one, scenario.gifts())
                        .isGreaterThanOrEqualTo(one.gridOnly());
                assertThat(energy(settlement, k, Direction.BOUGHT))
                        .isEqualTo(one.imported().wattHours());
                assertThat(energy(settlement, k, Direction.SOLD))
                        .isEqualTo(one.exported().wattHours());
            }
            for (Gift gift : scenario.gifts()) {
                given += given(scenario, settlement, gift);
            }
        }
        assertThat(given).as("Wh that were gifts").isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withoutTradesTheOnlyGiftIsAllThatBothMetersAllow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = new Scenario();
            int members = 2 + random.nextInt(5);
            for (int k = 0; k < members; k++) {
                scenario.metered(random.nextInt(500), random.nextInt(500));
            }
            scenario.gift(0, 1);
            MeteredPosition giver = scenario.positions().get(0);
            MeteredPosition receiver = scenario.positions().get(1);

            long surplus = giver.exported().wattHours() - giver.imported().wattHours();
            long lack = receiver.imported().wattHours() - receiver.exported().wattHours();
            assertThat(given(scenario, scenario.settle(), scenario.gifts().getFirst()))
                    .isEqualTo(Math.max(0, Math.min(surplus, lack)));
        }
    }

    @Test
    void theGiverHasWhatItsSupplierPaysAndTheReceiverTheWholeAdvantage() {
        Scenario scenario =
                new Scenario().metered(0, 1_000).metered(600, 0).metered(900, 0).gift(0, 1);
        IntervalSettlement settlement = scenario.settle();

        assertThat(given(scenario, settlement, scenario.gifts().getFirst())).isEqualTo(600);
        // 600 Wh at 8 cents and 5 cents of fees instead of 30 cents.
        assertThat(amount(settlement, member(1))).isEqualTo(Money.ofNano(-78_000_000));
        // 600 Wh at 8 cents; 400 Wh through the pool, in the middle of 8 and 25 cents.
        assertThat(amount(settlement, member(0))).isEqualTo(Money.ofNano(48_000_000 + 66_000_000));
    }

    @Test
    void nothingIsGivenWhereFeesEatTheAdvantage() {
        Scenario scenario =
                new Scenario()
                        .fees(new AreaFees(Scenario.TARIFF.retailAllIn(), Scenario.FEES.levy()))
                        .metered(0, 1_000)
                        .metered(600, 0)
                        .gift(0, 1);

        assertThat(given(scenario, scenario.settle(), scenario.gifts().getFirst())).isZero();
    }

    @Test
    void whoIsNotMeteredGivesNothing() {
        Scenario scenario = new Scenario().metered(0, 1_000).metered(600, 0).gift(7, 1);

        assertThat(scenario.settle()).isEqualTo(withoutGifts(scenario).settle());
    }

    private static Scenario withoutGifts(Scenario scenario) {
        Scenario other = new Scenario();
        for (MeteredPosition one : scenario.positions()) {
            other.metered(one.imported().wattHours(), one.exported().wattHours());
        }
        return other;
    }

    private static void randomGifts(Scenario scenario, Random random) {
        List<Integer> givers = new ArrayList<>();
        for (int k = 0; k < scenario.positions().size(); k++) {
            int receiver = random.nextInt(scenario.positions().size());
            if (k != receiver && random.nextBoolean()) {
                givers.add(k);
                scenario.gift(k, receiver);
            }
        }
        assertThat(scenario.gifts()).hasSameSizeAs(givers);
    }

    /** What went from the one to the other at the giver's feed-in price. */
    private static long given(Scenario scenario, IntervalSettlement settlement, Gift gift) {
        ParticipantId giver = gift.giver();
        return settlement.lines().stream()
                .filter(line -> line.kind() == LineKind.POOL_ENERGY)
                .filter(line -> line.direction() == Direction.SOLD)
                .filter(line -> line.participant().equals(giver))
                .filter(line -> line.counterparty().equals(gift.receiver()))
                .filter(line -> line.price().equals(feedIn(scenario, giver)))
                .mapToLong(line -> line.energy().wattHours())
                .sum();
    }

    private static energy.peerwatt.unit.Price feedIn(Scenario scenario, ParticipantId giver) {
        return scenario.positions().stream()
                .filter(one -> one.participant().equals(giver))
                .findFirst()
                .orElseThrow()
                .tariff()
                .feedIn();
    }
}
