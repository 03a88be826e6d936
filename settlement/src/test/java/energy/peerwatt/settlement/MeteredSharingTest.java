package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.delivered;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteredSharingTest {

    /** Seller exports 3 kWh but sold 4; the first buyer used 2 of 2.5 bought, the second 4. */
    private static Scenario oversoldRoof() {
        return new Scenario()
                .metered(0, 3_000)
                .metered(2_000, 0)
                .metered(4_000, 0)
                .trade(0, 1, 2_500, 14)
                .trade(0, 2, 1_500, 14);
    }

    @Test
    void settlesTheWorkedExampleToTheNano() {
        IntervalSettlement settlement = oversoldRoof().settle();

        assertThat(delivered(settlement, 1)).isEqualTo(1_875);
        assertThat(delivered(settlement, 2)).isEqualTo(1_125);
        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.42"));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("-0.39375"));
        assertThat(amount(settlement, member(2))).isEqualTo(Money.parse("-1.07625"));
        assertThat(settlement.totals())
                .isEqualTo(
                        new SettlementTotals(
                                Energy.ofWattHours(3_000),
                                Energy.ZERO,
                                Energy.ofWattHours(125 + 2_875),
                                Energy.ZERO,
                                Money.parse("0.51")));
    }

    @Test
    void savesWhatMembersGainAgainstTheirSuppliersAlone() {
        Scenario scenario = oversoldRoof();
        IntervalSettlement settlement = scenario.settle();

        Money better = Money.ZERO;
        for (MeteredPosition position : scenario.positions()) {
            Money settled = amount(settlement, position.participant());
            better = better.plus(settled.minus(position.gridOnly()));
        }

        assertThat(settlement.totals().saved()).isEqualTo(better);
    }

    @Test
    void passesFeesOnToTheirAccounts() {
        IntervalSettlement settlement = oversoldRoof().settle();

        assertThat(amount(settlement, ParticipantId.GRID_OPERATOR)).isEqualTo(Money.parse("0.09"));
        assertThat(amount(settlement, ParticipantId.TAX_OFFICE)).isEqualTo(Money.parse("0.06"));
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.GRID_FEE)
                .allMatch(line -> line.trade().isPresent() && line.direction() == Direction.NONE);
    }

    @Test
    void writesNoLinesForFeesTheAreaDoesNotCharge() {
        IntervalSettlement settlement = oversoldRoof().fees(AreaFees.NONE).settle();

        assertThat(settlement.lines())
                .extracting(SettlementLine::kind)
                .containsOnly(LineKind.MATCHED_ENERGY, LineKind.RESIDUAL_SUPPLY);
    }

    @Test
    void givesTheLastWattHourOfASellerToTheLargestRemainder() {
        // 100 exported of 3 * 67 sold: 33.33 each.
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 100)
                        .metered(67, 0)
                        .metered(67, 0)
                        .metered(67, 0)
                        .trade(0, 1, 67, 14)
                        .trade(0, 2, 67, 14)
                        .trade(0, 3, 67, 14)
                        .settle();

        assertThat(List.of(delivered(settlement, 1), delivered(settlement, 2)))
                .containsExactly(34L, 33L);
        assertThat(settlement.totals().matched()).isEqualTo(Energy.ofWattHours(100));
    }

    @Test
    void neverRoundsABuyerAboveItsMeter() {
        // The buyer used 1 of 2 bought: half a Wh from each seller, and no seller has a whole one.
        IntervalSettlement settlement =
                new Scenario()
                        .metered(1, 0)
                        .metered(0, 10)
                        .metered(0, 10)
                        .trade(1, 0, 1, 14)
                        .trade(2, 0, 1, 14)
                        .settle();

        assertThat(settlement.totals().matched()).isEqualTo(Energy.ZERO);
        assertThat(settlement.totals().pool()).isEqualTo(Energy.ofWattHours(1));
        assertThat(energy(settlement, 0, Direction.BOUGHT)).isEqualTo(1);
    }

    @Test
    void passesALeftoverOnWhenTheBuyersMeterHasNoRoom() {
        // Half a Wh of each trade is confirmed; each seller has one whole Wh to give.
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 10)
                        .metered(0, 10)
                        .metered(1, 0)
                        .metered(1, 0)
                        .trade(0, 2, 1, 14)
                        .trade(0, 3, 1, 14)
                        .trade(1, 2, 1, 14)
                        .trade(1, 3, 1, 14)
                        .settle();

        assertThat(List.of(1, 2, 3, 4))
                .extracting(trade -> delivered(settlement, trade))
                .containsExactly(1L, 0L, 0L, 1L);
    }

    @Test
    void sharesWhatIsLeftThroughThePoolAtTheMidpointOfTheCorridor() {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(
                                0, 300, new Tariff(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(9)))
                        .metered(0, 100)
                        .metered(150, 0)
                        .metered(50, 0, new Tariff(Price.ofCentsPerKwh(28), Price.ofCentsPerKwh(8)))
                        .settle();

        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.POOL_ENERGY)
                .allMatch(line -> line.price().equals(Price.ofCentsPerKwh((9 + 28 - 5) / 2)))
                .allMatch(line -> line.trade().isEmpty());
        assertThat(energy(settlement, 0, Direction.SOLD, LineKind.POOL_ENERGY)).isEqualTo(150);
        assertThat(energy(settlement, 1, Direction.SOLD, LineKind.POOL_ENERGY)).isEqualTo(50);
        assertThat(energy(settlement, 2, Direction.BOUGHT, LineKind.POOL_ENERGY)).isEqualTo(150);
        assertThat(settlement.totals().residualFeedIn()).isEqualTo(Energy.ofWattHours(200));
    }

    @Test
    void sharesNothingThroughThePoolWhenTheCorridorIsEmpty() {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(
                                0,
                                300,
                                new Tariff(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(26)))
                        .metered(150, 0)
                        .settle();

        assertThat(settlement.totals().pool()).isEqualTo(Energy.ZERO);
        assertThat(settlement.totals().residualSupply()).isEqualTo(Energy.ofWattHours(150));
        assertThat(settlement.netPositions()).isEmpty();
    }

    @Test
    void settlesNegativePrices() {
        Tariff dumping = new Tariff(Price.ofCentsPerKwh(2), Price.ofCentsPerKwh(-12));
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 500, dumping)
                        .metered(500, 0, dumping)
                        .trade(0, 1, 400, -9)
                        .settle();

        // 400 Wh at -9 ct, 100 Wh through the pool at the midpoint of -12 and 2 - 5 ct.
        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("-0.0435"));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("0.0185"));
    }

    @Test
    void neverSellsAMemberItsOwnEnergy() {
        IntervalSettlement settlement = new Scenario().metered(40, 60).settle();

        assertThat(settlement.totals().pool()).isEqualTo(Energy.ZERO);
        assertThat(energy(settlement, 0, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY)).isEqualTo(40);
        assertThat(energy(settlement, 0, Direction.SOLD, LineKind.RESIDUAL_FEED_IN)).isEqualTo(60);
    }

    @Test
    void carriesTheWorseQualityOfTheTwoParties() {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, 100)
                        .metered(80, 0, Scenario.TARIFF, Quality.ESTIMATED)
                        .trade(0, 1, 80, 14)
                        .settle();

        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() != LineKind.RESIDUAL_FEED_IN)
                .allMatch(line -> line.quality() == Quality.ESTIMATED);
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.RESIDUAL_FEED_IN)
                .allMatch(line -> line.quality() == Quality.ACTUAL);
    }

    @Test
    void refusesATradeThatLeavesItsBuyerWorseOff() {
        Scenario scenario = new Scenario().metered(0, 100).metered(100, 0).trade(0, 1, 100, 26);

        assertThatThrownBy(scenario::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 1, trade 1")
                .hasMessageContaining("buyer 101");
    }

    @Test
    void refusesATradeThatLeavesItsSellerWorseOff() {
        Scenario scenario = new Scenario().metered(0, 100).metered(100, 0).trade(0, 1, 100, 7);

        assertThatThrownBy(scenario::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 1, trade 1")
                .hasMessageContaining("seller 100");
    }

    @Test
    void ignoresAWorseOffPriceOfATradeThatWasNotDelivered() {
        Scenario scenario = new Scenario().metered(0, 0).metered(100, 0).trade(0, 1, 100, 26);

        assertThat(scenario.settle().totals().matched()).isEqualTo(Energy.ZERO);
    }

    @Test
    void refusesATradeOfAMemberWithoutMeteredPosition() {
        Trade trade = new Scenario().trade(0, 7, 100, 14).trades().getFirst();
        Scenario scenario = new Scenario().metered(0, 100);

        assertThatThrownBy(() ->
                        new SettlementInput(
                                Scenario.AREA,
                                Scenario.INTERVAL,
                                1,
                                scenario.positions(),
                                List.of(trade),
                                Scenario.FEES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trade 1: no metered position of participant 107");
    }

    @Test
    void refusesTradesGivenTwiceAndPositionsGivenTwice() {
        Scenario scenario = oversoldRoof();
        List<Trade> twice = List.of(scenario.trades().getFirst(), scenario.trades().getFirst());
        List<MeteredPosition> both =
                List.of(scenario.positions().getFirst(), scenario.positions().getFirst());

        assertThatThrownBy(() -> inputOf(scenario.positions(), twice))
                .hasMessage("trade 1 is given twice");
        assertThatThrownBy(() -> inputOf(both, List.of()))
                .hasMessage("two positions for participant 100");
    }

    @Test
    void refusesATradeOfAnotherInterval() {
        Trade later =
                new Scenario().at(Scenario.INTERVAL.next()).trade(0, 1, 10, 14).trades().getFirst();

        assertThatThrownBy(() -> inputOf(oversoldRoof().positions(), List.of(later)))
                .hasMessageContaining("trade 1 is not of area 1");
    }

    @Test
    void settlesAnIntervalWithoutMembers() {
        IntervalSettlement settlement = new Scenario().settle();

        assertThat(settlement.lines()).isEmpty();
        assertThat(settlement.netPositions()).isEmpty();
    }

    @Test
    void numbersLinesInAFixedOrder() {
        IntervalSettlement settlement =
                new Scenario().metered(0, 90).metered(100, 0).trade(0, 1, 50, 14).settle();

        assertThat(settlement.lines())
                .extracting(SettlementLine::kind)
                .containsExactly(
                        LineKind.MATCHED_ENERGY, LineKind.MATCHED_ENERGY,
                        LineKind.GRID_FEE, LineKind.GRID_FEE,
                        LineKind.LEVY, LineKind.LEVY,
                        LineKind.POOL_ENERGY, LineKind.POOL_ENERGY,
                        LineKind.GRID_FEE, LineKind.GRID_FEE,
                        LineKind.LEVY, LineKind.LEVY,
                        LineKind.RESIDUAL_SUPPLY, LineKind.RESIDUAL_SUPPLY);
        assertThat(settlement.lines().getFirst())
                .isEqualTo(
                        new SettlementLine(
                                1,
                                member(1),
                                member(0),
                                LineKind.MATCHED_ENERGY,
                                Direction.BOUGHT,
                                Energy.ofWattHours(50),
                                Price.ofCentsPerKwh(14),
                                Money.parse("-0.007"),
                                Quality.ACTUAL,
                                Optional.of(new TradeId(1))));
    }

    private static SettlementInput inputOf(List<MeteredPosition> positions, List<Trade> trades) {
        return new SettlementInput(
                Scenario.AREA, Scenario.INTERVAL, 1, positions, trades, Scenario.FEES);
    }

    /** A plant sells 50,000 times and delivers less than that, half of its buyers take less. */
    @Test
    void settlesAPlantThatSellsToEverybody() {
        int buyers = 5_000;
        int trades = 50_000;
        long exported = 40_000_007;
        Scenario scenario = new Scenario().metered(0, exported);
        for (int b = 0; b < buyers; b++) {
            scenario.metered(b % 2 == 0 ? 100_000 : 3_001 + b, 0);
        }
        for (int k = 0; k < trades; k++) {
            scenario.trade(0, 1 + k % buyers, 900 + k % 401, 14);
        }
        IntervalSettlement settlement = scenario.settle();

        long sold = 0;
        long[] bought = new long[buyers + 1];
        for (Trade trade : scenario.trades()) {
            sold += trade.quantity().wattHours();
            bought[Math.toIntExact(trade.buyer().value() - member(0).value())] +=
                    trade.quantity().wattHours();
        }
        long[] delivered = new long[trades + 1];
        for (SettlementLine line : settlement.lines()) {
            if (line.kind() == LineKind.MATCHED_ENERGY && line.direction() == Direction.SOLD) {
                delivered[Math.toIntExact(line.trade().orElseThrow().value())] =
                        line.energy().wattHours();
            }
        }
        for (Trade trade : scenario.trades()) {
            int buyer = Math.toIntExact(trade.buyer().value() - member(0).value());
            long quantity = trade.quantity().wattHours();
            long imported = scenario.positions().get(buyer).imported().wattHours();
            long floor =
                    Math.min(
                            quantity,
                            Math.min(
                                    quantity * exported / sold,
                                    quantity * imported / bought[buyer]));
            assertThat(delivered[Math.toIntExact(trade.id().value())]).isBetween(floor, floor + 1);
        }
        assertThat(energy(settlement, 0, Direction.SOLD)).isEqualTo(exported);
    }
}
