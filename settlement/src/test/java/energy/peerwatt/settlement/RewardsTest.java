package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.RewardRules.Congestion;
import energy.peerwatt.settlement.RewardRules.QualityFactors;
import energy.peerwatt.settlement.StepCurve.Step;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.OriginStatement;
import energy.peerwatt.settlement.billing.OriginStatement.Placed;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rewards for relief, reliability and data, out of the interval's own gain. */
class RewardsTest {

    private static final int INTERVALS = 1_500;

    /** 4 kW; 2 ct from 70 %, 4 ct from 90 %; 1 ct per kWh delivered; half for half delivered. */
    private static final RewardRules RULES =
            rules(500, 10_000, 4_000, List.of(new Step(700, 20_000), new Step(900, 40_000)));

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    private static RewardRules rules(int fund, long delivered, long watts, List<Step> adders) {
        return new RewardRules(
                fund,
                Price.ofMicroPerKwh(delivered),
                new Congestion(watts, new StepCurve(adders)),
                new StepCurve(List.of(new Step(500, 500), new Step(900, 1_000))),
                new QualityFactors(500, 0));
    }

    private static SettlementRules with(RewardRules rewards, boolean indemnity) {
        return new SettlementRules.Sharing(
                new DynamicKey(), DeliveryRule.PRO_RATA, indemnity, Optional.of(rewards));
    }

    /** 1,800 Wh are made, 1,000 used inside: the rest is 3,200 W of 4,000. */
    private static Scenario sunny() {
        return new Scenario()
                .rules(with(RULES, false))
                .metered(0, 1_800)
                .metered(600, 0)
                .metered(400, 0);
    }

    @Test
    void whoeverTakesEnergyWhileTheConnectionIsFullEarnsTheAdder() {
        IntervalSettlement settlement = sunny().settle();

        // The pool's price lies in the middle of 8 and 30 - 5 ct: 16.5; each side gains 8.5 ct.
        assertThat(paid(settlement, 1, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.012"));
        assertThat(paid(settlement, 2, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.008"));
        assertThat(paid(settlement, 0, LineKind.RELIEF_REWARD)).isEqualTo(Money.ZERO);
        assertThat(paid(settlement, 0, LineKind.DELIVERY_REWARD)).isEqualTo(Money.parse("0.01"));
        // 0.03 together, given in proportion to gains of 0.085, 0.051 and 0.034.
        assertThat(paid(settlement, 0, LineKind.REWARD_FUNDING)).isEqualTo(Money.parse("-0.015"));
        assertThat(paid(settlement, 1, LineKind.REWARD_FUNDING)).isEqualTo(Money.parse("-0.009"));
        assertThat(paid(settlement, 2, LineKind.REWARD_FUNDING)).isEqualTo(Money.parse("-0.006"));
        assertThat(amount(settlement, ParticipantId.REWARD_FUND)).isEqualTo(Money.ZERO);
        assertThat(settlement.totals().saved()).isEqualTo(Money.parse("0.17"));
    }

    @Test
    void whoeverGivesEnergyWhileTheAreaDrawsEarnsTheAdder() {
        IntervalSettlement settlement =
                new Scenario().rules(with(RULES, false)).metered(0, 100).metered(1_050, 0).settle();

        // 950 Wh in a quarter-hour are 3,800 W, 95 % of the connection; 100 Wh at 4 ct.
        assertThat(paid(settlement, 0, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.004"));
        assertThat(paid(settlement, 1, LineKind.RELIEF_REWARD)).isEqualTo(Money.ZERO);
    }

    @Test
    void belowTheFirstStepNothingIsPaidForRelief() {
        IntervalSettlement settlement = sunny().metered(300, 0).settle();

        assertThat(settlement.lines())
                .noneMatch(line -> line.kind() == LineKind.RELIEF_REWARD)
                .anyMatch(line -> line.kind() == LineKind.DELIVERY_REWARD);
    }

    @Test
    void isCutInProportionWhereTheGainIsSmall() {
        // Retail less fees is 8.1 ct: together they gain 0.1 ct per kWh, half of which is given.
        Tariff narrow = new Tariff(Price.ofMicroPerKwh(131_000), Price.ofCentsPerKwh(8));
        IntervalSettlement settlement =
                new Scenario()
                        .rules(with(RULES, false))
                        .metered(0, 1_800, narrow)
                        .metered(600, 0, narrow)
                        .metered(400, 0, narrow)
                        .settle();

        assertThat(settlement.totals().saved()).isEqualTo(Money.parse("0.001"));
        assertThat(paid(settlement, 1, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.0002"));
        assertThat(paid(settlement, 2, LineKind.RELIEF_REWARD))
                .isEqualTo(Money.parse("0.000133333"));
        assertThat(paid(settlement, 0, LineKind.DELIVERY_REWARD))
                .isEqualTo(Money.parse("0.000166667"));
        assertThat(rewards(settlement)).isEqualTo(Money.parse("0.0005"));
    }

    @Test
    void dataAndDeliveryDecideHowMuchOfARewardIsPaid() {
        Scenario estimated =
                new Scenario()
                        .rules(with(RULES, false))
                        .metered(0, 1_800, Scenario.TARIFF, Quality.ESTIMATED)
                        .metered(600, 0, Scenario.TARIFF, Quality.SUBSTITUTED)
                        .metered(400, 0);
        Scenario unreliable =
                new Scenario()
                        .rules(with(RULES, false))
                        .metered(0, 700)
                        .metered(1_000, 0)
                        .trade(0, 1, 1_000, 14);

        IntervalSettlement settlement = estimated.settle();
        assertThat(paid(settlement, 0, LineKind.DELIVERY_REWARD)).isEqualTo(Money.ZERO);
        assertThat(paid(settlement, 1, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.006"));
        assertThat(paid(settlement, 2, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.008"));
        // 70 % of what was sold: half of 1 ct on 700 Wh.
        assertThat(paid(unreliable.settle(), 0, LineKind.DELIVERY_REWARD))
                .isEqualTo(Money.parse("0.0035"));
    }

    /** Both had traded 1,000 Wh; half of it is taken. */
    @Test
    void aSellerIsNotBlamedForWhatItsBuyerDidNotTake() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(with(RULES, false))
                        .metered(0, 1_000)
                        .metered(500, 0)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        assertThat(paid(settlement, 0, LineKind.DELIVERY_REWARD)).isEqualTo(Money.parse("0.005"));
    }

    /** The seller delivers 300 Wh of 1,000; a third member's sun is enough for its buyer. */
    @Test
    void aBuyerIsNotBlamedForWhatItsSellerDidNotDeliver() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(with(RULES, false))
                        .metered(0, 300)
                        .metered(1_000, 0)
                        .metered(0, 1_700)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        // 1,000 Wh flow out in a quarter-hour, all that the connection carries: 4 ct on 1,000 Wh.
        assertThat(paid(settlement, 1, LineKind.RELIEF_REWARD)).isEqualTo(Money.parse("0.04"));
        assertThat(paid(settlement, 0, LineKind.DELIVERY_REWARD)).isEqualTo(Money.ZERO);
        assertThat(paid(settlement, 2, LineKind.DELIVERY_REWARD)).isEqualTo(Money.parse("0.007"));
    }

    @Test
    void vatOnWhatIsGivenMakesNobodyWorseOff() {
        // Retail of 30 ct with 20 % VAT: 25 ct before.
        Tariff taxed =
                new Tariff(
                        Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8), Price.ofCentsPerKwh(25));
        RewardRules all = rules(1_000, 1_000_000, 4_000, List.of());
        IntervalSettlement settlement =
                new Scenario()
                        .rules(with(all, false))
                        .metered(0, 1_000, taxed)
                        .metered(1_000, 0, taxed)
                        .settle();

        // The pool's price is 14 ct; of a gain of 6 ct at most 5 are given.
        assertThat(paid(settlement, 0, LineKind.REWARD_FUNDING)).isEqualTo(Money.parse("-0.05"));
        assertThat(paid(settlement, 1, LineKind.REWARD_FUNDING)).isEqualTo(Money.parse("-0.05"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverPaysMoreThanWasGainedAndLeavesNobodyWorseOff(long seed) {
        Random random = new Random(seed);
        int rewarded = 0;
        for (int i = 0; i < INTERVALS; i++) {
            Scenario scenario = RandomScenarios.next(random);
            RewardRules rules = random(random);
            IntervalSettlement settlement =
                    scenario.rules(with(rules, random.nextBoolean())).settle();

            assertThat(rewards(settlement)).isLessThanOrEqualTo(settlement.totals().saved());
            assertThat(amount(settlement, ParticipantId.REWARD_FUND)).isEqualTo(Money.ZERO);
            Money better = Money.ZERO;
            for (MeteredPosition member : scenario.positions()) {
                Money settled = amount(settlement, member.participant());
                assertThat(settled).isGreaterThanOrEqualTo(member.gridOnly());
                better = better.plus(settled.minus(member.gridOnly()));
            }
            assertThat(better).isEqualTo(settlement.totals().saved());
            assertThat(settlement.lines())
                    .filteredOn(line -> line.kind().isReward())
                    .noneMatch(line ->
                            !line.participant().isMember()
                                    && !line.participant().equals(ParticipantId.REWARD_FUND));
            rewarded += rewards(settlement).isZero() ? 0 : 1;
        }
        assertThat(rewarded).isGreaterThan(INTERVALS / 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheSameBytesInWhateverOrderItsInputComes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INTERVALS; i++) {
            SettlementInput input =
                    RandomScenarios.next(random).rules(with(random(random), true)).input();
            List<MeteredPosition> positions = new ArrayList<>(input.positions());
            List<Trade> trades = new ArrayList<>(input.trades());
            Collections.shuffle(positions, random);
            Collections.shuffle(trades, random);
            SettlementInput shuffled =
                    new SettlementInput(
                            input.area(),
                            input.interval(),
                            input.version(),
                            positions,
                            trades,
                            input.terms());

            assertThat(shuffled.settle().settlement().canonicalBytes())
                    .isEqualTo(input.settle().settlement().canonicalBytes());
        }
    }

    @Test
    void aStatementHasALineForEachReward() {
        IntervalSettlement settlement = sunny().settle();
        List<Placed> placed =
                settlement.lines().stream()
                        .filter(line -> line.participant().equals(member(1)))
                        .map(line -> new Placed(Scenario.AREA, Scenario.INTERVAL, 1, line))
                        .toList();

        List<OriginLine> lines = OriginStatement.of(placed);

        assertThat(lines)
                .extracting(OriginLine::origin)
                .containsExactly(Origin.POOL_BOUGHT, Origin.REWARD_FUNDING, Origin.RELIEF_REWARD);
        assertThat(lines.getLast().amounts().total()).isEqualTo(Money.parse("0.012"));
        assertThat(lines.getLast().energy().isZero()).isTrue();
    }

    @Test
    void refusesRulesThatNobodyCanKeep() {
        assertThatThrownBy(() -> rules(0, 0, 1, List.of())).hasMessageContaining("fundPermille");
        assertThatThrownBy(() -> rules(1, -1, 1, List.of())).hasMessageContaining("delivered");
        assertThatThrownBy(() -> rules(1, 0, 0, List.of())).hasMessageContaining("ratedWatts");
        assertThatThrownBy(() -> rules(1, 0, 1, List.of(new Step(0, 1_000_001))))
                .hasMessageContaining("adders");
        assertThatThrownBy(() -> rules(1, 0, 1, List.of(new Step(5, 1), new Step(5, 2))))
                .hasMessageContaining("do not ascend");
        assertThatThrownBy(() -> new QualityFactors(1_001, 0)).hasMessageContaining("quality");
    }

    private static RewardRules random(Random random) {
        return rules(
                1 + random.nextInt(1_000),
                random.nextInt(200_000),
                1 + random.nextInt(20_000),
                List.of(
                        new Step(random.nextInt(500), random.nextInt(50_000)),
                        new Step(500 + random.nextInt(500), random.nextInt(200_000))));
    }

    /** What all members are paid together. */
    private static Money rewards(IntervalSettlement settlement) {
        return settlement.lines().stream()
                .filter(line -> line.participant().isMember())
                .filter(line -> line.kind().isReward() && line.kind() != LineKind.REWARD_FUNDING)
                .map(SettlementLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    private static Money paid(IntervalSettlement settlement, int member, LineKind kind) {
        return settlement.lines().stream()
                .filter(line -> line.participant().equals(member(member)))
                .filter(line -> line.kind() == kind)
                .map(SettlementLine::amount)
                .reduce(Money.ZERO, Money::plus);
    }
}
