package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.allocation.PanelShares;
import energy.peerwatt.settlement.allocation.StaticKey;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metered sharing by other rules than the default ones. */
class SharingRulesTest {

    private static SettlementRules by(AllocationKey key) {
        return new SettlementRules.Sharing(key, DeliveryRule.PRO_RATA, false);
    }

    private static SettlementRules withIndemnity() {
        return new SettlementRules.Sharing(new DynamicKey(), DeliveryRule.PRO_RATA, true);
    }

    @Test
    void sharesThePoolByTheKeyAndTheRestIsTheSuppliers() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(by(new StaticKey(Map.of(member(1), 3L, member(2), 1L), false)))
                        .metered(0, 100)
                        .metered(60, 0)
                        .metered(60, 0)
                        .settle();

        assertThat(energy(settlement, 1, Direction.BOUGHT, LineKind.POOL_ENERGY)).isEqualTo(60);
        assertThat(energy(settlement, 2, Direction.BOUGHT, LineKind.POOL_ENERGY)).isEqualTo(25);
        assertThat(settlement.totals().residualFeedIn()).isEqualTo(Energy.ofWattHours(15));
    }

    @Test
    void ownUseThroughTheGridCostsItsFeesOnly() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(by(new OwnUseFirst(new DynamicKey())))
                        .metered(200, 500)
                        .metered(400, 0)
                        .settle();

        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.OWN_USE)).isEqualTo(200);
        assertThat(energy(settlement, 0, Direction.SOLD, LineKind.POOL_ENERGY)).isEqualTo(300);
        assertThat(energy(settlement, 1, Direction.BOUGHT, LineKind.POOL_ENERGY)).isEqualTo(300);
        // 500 Wh at 3 ct; 300 Wh in the middle of 8 and 30 - 5 ct less the fees of 200 Wh.
        assertThat(amount(settlement, ParticipantId.GRID_OPERATOR)).isEqualTo(Money.parse("0.015"));
        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.0395"));
    }

    @Test
    void ownUseThatWouldCostMoreThanItSavesDoesNotHappen() {
        Tariff narrow = new Tariff(Price.ofCentsPerKwh(12), Price.ofCentsPerKwh(8));
        IntervalSettlement settlement =
                new Scenario()
                        .rules(by(new OwnUseFirst(new DynamicKey())))
                        .metered(200, 500, narrow)
                        .settle();

        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY))
                .isEqualTo(200);
        assertThat(settlement.totals().saved()).isEqualTo(Money.ZERO);
    }

    @Test
    void carriesRemaindersFromIntervalToInterval() {
        SettlementRules rules = by(new PanelShares(Map.of(member(1), 1, member(2), 1), 2));
        Scenario scenario = new Scenario().rules(rules).metered(0, 5).metered(9, 0).metered(9, 0);
        SettlementInput first = scenario.input();

        Settled one = first.settle();
        Settled two =
                new SettlementInput(
                                first.area(),
                                first.interval().next(),
                                1,
                                first.positions(),
                                first.trades(),
                                new Terms(first.fees(), rules, one.carried()))
                        .settle();

        assertThat(energy(one.settlement(), 1, Direction.BOUGHT, LineKind.POOL_ENERGY))
                .isEqualTo(3);
        assertThat(energy(two.settlement(), 1, Direction.BOUGHT, LineKind.POOL_ENERGY))
                .isEqualTo(2);
        assertThat(two.carried()).isEqualTo(Carry.NONE);
    }

    @Test
    void sellerMakesUpForWhatItDidNotDeliver() {
        // Of 1000 sold it exported 600; the buyer loses 30 - 5 - 14 ct on 400 Wh.
        IntervalSettlement settlement =
                new Scenario()
                        .rules(withIndemnity())
                        .metered(0, 600)
                        .metered(1_000, 0)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        // It gained 600 Wh times 6 ct, which is 327 Wh times 11 ct.
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.INDEMNITY)
                .extracting(SettlementLine::amount)
                .containsExactly(Money.parse("-0.03597"), Money.parse("0.03597"));
        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.04803"));
    }

    @Test
    void payerKeepsTheVatThatItsInvoiceAddsToAnIndemnity() {
        // Retail of 30 ct with 20 % VAT: 25 ct before.
        Tariff taxed =
                new Tariff(
                        Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8), Price.ofCentsPerKwh(25));
        IntervalSettlement settlement =
                new Scenario()
                        .rules(withIndemnity())
                        .metered(0, 600, taxed)
                        .metered(1_000, 0, taxed)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        // It gained 3.6 ct, 3 ct with 20 % on top; the buyer loses 25 - 5 - 14 ct on 400 Wh.
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.INDEMNITY)
                .extracting(SettlementLine::amount)
                .containsExactly(Money.parse("-0.024"), Money.parse("0.024"));
        IntervalSettlement dear =
                new Scenario()
                        .rules(withIndemnity())
                        .metered(0, 300, taxed)
                        .metered(1_000, 0, taxed)
                        .trade(0, 1, 1_000, 14)
                        .settle();
        // 1.8 ct gained, 1.5 of them given for 250 of 700 Wh.
        assertThat(dear.lines())
                .filteredOn(line -> line.kind() == LineKind.INDEMNITY)
                .extracting(SettlementLine::amount)
                .containsExactly(Money.parse("-0.015"), Money.parse("0.015"));
    }

    @Test
    void buyerMakesUpForWhatItDidNotTake() {
        IntervalSettlement settlement =
                new Scenario()
                        .rules(withIndemnity())
                        .metered(0, 1_000)
                        .metered(900, 0)
                        .trade(0, 1, 1_000, 14)
                        .settle();

        // 100 Wh were fed in at 8 instead of 14 ct.
        assertThat(amount(settlement, member(0)))
                .isEqualTo(
                        Money.parse("0.126").plus(Money.parse("0.008")).plus(Money.parse("0.006")));
    }

    @Test
    void estimatesAndEqualFactorsOweNothing() {
        assertThat(indemnities(600, Quality.ESTIMATED)).isZero();
        assertThat(indemnities(600, Quality.SUBSTITUTED)).isEqualTo(2);
        assertThat(indemnities(1_000, Quality.ACTUAL)).isZero();
    }

    private static long indemnities(long exported, Quality quality) {
        return new Scenario()
                        .rules(withIndemnity())
                        .metered(0, exported)
                        .metered(1_000, 0, Scenario.TARIFF, quality)
                        .trade(0, 1, 1_000, 14)
                        .settle()
                        .lines()
                        .stream()
                        .filter(line -> line.kind() == LineKind.INDEMNITY)
                        .count();
    }
}
