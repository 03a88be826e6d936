package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.amount;
import static energy.peerwatt.settlement.Scenario.delivered;
import static energy.peerwatt.settlement.Scenario.energy;
import static energy.peerwatt.settlement.Scenario.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSettlementTest {

    private static final SettlementRules OWN =
            new SettlementRules.Contracts(DeliveryRule.PRO_RATA, new ImbalancePrices.OwnTariffs());

    private static SettlementRules at(ImbalancePrices prices) {
        return new SettlementRules.Contracts(DeliveryRule.PRO_RATA, prices);
    }

    @Test
    void aGroupPaysThePriceOfItsOwnDirection() {
        ImbalancePrices prices =
                new ImbalancePrices.GroupDual(Price.ofCentsPerKwh(25), Price.ofCentsPerKwh(-3));
        IntervalSettlement isShort = new Scenario().rules(at(prices)).metered(1_000, 0).settle();
        IntervalSettlement isLong = new Scenario().rules(at(prices)).metered(0, 1_000).settle();

        assertThat(priceOf(isShort, LineKind.IMBALANCE_SHORT)).isEqualTo(Price.ofCentsPerKwh(25));
        assertThat(priceOf(isLong, LineKind.IMBALANCE_LONG)).isEqualTo(Price.ofCentsPerKwh(-3));
        assertThatThrownBy(() ->
                        new ImbalancePrices.GroupDual(
                                Price.ofCentsPerKwh(1), Price.ofCentsPerKwh(2)))
                .hasMessageContaining("more than");
    }

    @Test
    void marksWhatIsSettledAtPricesThatOnlyStandForThoseToCome() {
        SettlementRules rules =
                new SettlementRules.Contracts(
                        DeliveryRule.PRO_RATA,
                        new ImbalancePrices.Dual(Price.ofCentsPerKwh(30), Price.ZERO),
                        Quality.ESTIMATED);

        IntervalSettlement settled = new Scenario().rules(rules).metered(1_000, 0).settle();

        assertThat(settled.lines())
                .filteredOn(line -> line.kind() == LineKind.IMBALANCE_SHORT)
                .extracting(SettlementLine::quality)
                .containsOnly(Quality.ESTIMATED);
        assertThat(settled.lines())
                .filteredOn(line -> line.kind() == LineKind.GRID_FEE)
                .extracting(SettlementLine::quality)
                .containsOnly(Quality.ACTUAL);
    }

    private static Price priceOf(IntervalSettlement settlement, LineKind kind) {
        return settlement.lines().stream()
                .filter(line -> line.kind() == kind)
                .findFirst()
                .orElseThrow()
                .price();
    }

    /** The worked example: seller 3 kWh of 4 sold; buyers used 2 of 2.5 and 4 of 1.5 bought. */
    private static Scenario oversoldRoof(long exported) {
        return new Scenario()
                .rules(OWN)
                .metered(0, exported)
                .metered(2_000, 0)
                .metered(4_000, 0)
                .trade(0, 1, 2_500, 14)
                .trade(0, 2, 1_500, 14);
    }

    @Test
    void settlesTheWorkedExampleToTheNano() {
        IntervalSettlement settlement = oversoldRoof(3_000).fees(AreaFees.NONE).settle();

        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.26"));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("-0.31"));
        assertThat(amount(settlement, member(2))).isEqualTo(Money.parse("-0.96"));
        assertThat(amount(settlement, ParticipantId.SUPPLIER)).isEqualTo(Money.parse("1.01"));
    }

    @Test
    void boundsImbalancePricesSoThatAnyIntervalCanBeSettled() {
        Price largest = Price.ofMicroPerKwh(1_000_000_000);
        Price beyond = Price.ofMicroPerKwh(1_000_000_001);
        Price below = Price.ofMicroPerKwh(-1_000_000_001);

        assertThat(new ImbalancePrices.Dual(largest, largest).whenShort()).isEqualTo(largest);
        assertThatThrownBy(() -> new ImbalancePrices.Dual(beyond, largest))
                .hasMessageContaining("is not within");
        assertThatThrownBy(() -> new ImbalancePrices.Dual(largest, below))
                .hasMessageContaining("is not within");
        assertThatThrownBy(() -> new ImbalancePrices.GroupSingle(beyond))
                .hasMessageContaining("is not within");
    }

    @Test
    void paysContractsInFullButCertifiesOnlyWhatWasDelivered() {
        IntervalSettlement settlement = oversoldRoof(3_000).settle();

        assertThat(delivered(settlement, 1)).isEqualTo(1_875);
        assertThat(delivered(settlement, 2)).isEqualTo(1_125);
        assertThat(energy(settlement, 1, Direction.BOUGHT, LineKind.UNDELIVERED)).isEqualTo(625);
        assertThat(energy(settlement, 2, Direction.BOUGHT, LineKind.UNDELIVERED)).isEqualTo(375);
        NetPosition seller = settlement.netPositions().getLast();
        assertThat(settlement.netPositions())
                .filteredOn(net -> net.participant().equals(member(0)))
                .containsExactly(
                        new NetPosition(
                                member(0),
                                Money.parse("0.56"),
                                Energy.ZERO,
                                Energy.ofWattHours(3_000)));
        assertThat(seller.participant()).isEqualTo(member(2));
    }

    @Test
    void chargesFeesOnImportsThatRetailDoesNotContainThemFor() {
        IntervalSettlement settlement = oversoldRoof(3_000).settle();

        // 2 kWh of the first buyer, 1.5 of the 4 kWh of the second, at 3 and 2 ct.
        assertThat(amount(settlement, ParticipantId.GRID_OPERATOR)).isEqualTo(Money.parse("0.105"));
        assertThat(amount(settlement, ParticipantId.TAX_OFFICE)).isEqualTo(Money.parse("0.07"));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("-0.41"));
    }

    @Test
    void mayLeaveASellerWorseOffThatDeliversTooLittle() {
        IntervalSettlement settlement = oversoldRoof(2_900).fees(AreaFees.NONE).settle();

        assertThat(amount(settlement, member(0)))
                .isEqualTo(Money.parse("0.23"))
                .isLessThan(oversoldRoof(2_900).positions().getFirst().gridOnly());
    }

    @Test
    void saysWhenMembersTogetherAreWorseOff() {
        IntervalSettlement settlement = oversoldRoof(0).settle();

        assertThat(settlement.totals().saved()).isEqualTo(Money.parse("-0.285"));
    }

    @Test
    void refusesAContractWhosePriceLeavesOneWorseOff() {
        Scenario scenario =
                new Scenario().rules(OWN).metered(0, 0).metered(100, 0).trade(0, 1, 100, 26);

        assertThatThrownBy(scenario::settle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 1, trade 1");
    }

    @Test
    void settlesDeviationsAtTheGroupsTwoPrices() {
        IntervalSettlement settlement =
                oversoldRoof(3_000)
                        .fees(AreaFees.NONE)
                        .rules(
                                at(
                                        new ImbalancePrices.Dual(
                                                Price.ofCentsPerKwh(40), Price.ofCentsPerKwh(5))))
                        .settle();

        assertThat(amount(settlement, member(0))).isEqualTo(Money.parse("0.16"));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("-0.325"));
        assertThat(amount(settlement, member(2))).isEqualTo(Money.parse("-1.21"));
        assertThat(amount(settlement, ParticipantId.BALANCE_GROUP)).isEqualTo(Money.parse("1.375"));
    }

    @Test
    void chargesTheGroupsDeviationToItsCausersOnly() {
        IntervalSettlement settlement =
                oversoldRoof(3_000)
                        .fees(AreaFees.NONE)
                        .rules(at(new ImbalancePrices.GroupSingle(Price.ofCentsPerKwh(40))))
                        .settle();

        // Short by 1 and 2.5 kWh, long by 0.5: the group by 3, which the short bear by 2 to 5.
        assertThat(amount(settlement, ParticipantId.BALANCE_GROUP)).isEqualTo(Money.parse("1.2"));
        assertThat(amount(settlement, member(0)))
                .isEqualTo(Money.parse("0.56").minus(Money.parse("0.3428")));
        assertThat(amount(settlement, member(1))).isEqualTo(Money.parse("-0.35"));
        assertThat(amount(settlement, member(2)))
                .isEqualTo(Money.parse("-0.21").minus(Money.parse("0.8572")));
    }

    @Test
    void deliversInTheOrderOfTrades() {
        // beckn/DEG 36b9723, reconciliation: contracts of 5 and 4, injected 8.
        Scenario scenario =
                new Scenario()
                        .metered(0, 8_000)
                        .metered(5_000, 0)
                        .metered(4_000, 0)
                        .trade(0, 1, 5_000, 14)
                        .trade(0, 2, 4_000, 14);

        for (SettlementRules rules :
                List.of(
                        new SettlementRules.Sharing(
                                SettlementRules.DEFAULT.key(), DeliveryRule.FIFO, false),
                        new SettlementRules.Contracts(
                                DeliveryRule.FIFO, new ImbalancePrices.OwnTariffs()))) {
            IntervalSettlement settlement = scenario.rules(rules).settle();
            assertThat(delivered(settlement, 1)).isEqualTo(5_000);
            assertThat(delivered(settlement, 2)).isEqualTo(3_000);
        }
    }

    /** PowerTAC 1995a9b2, balancing-market tests; there long is positive, here short is. */
    @ParameterizedTest
    @CsvSource({"500, -500", "1000, 0", "1500, 500"})
    void deviatesByMeterLessContracts(long imported, long deviation) {
        Scenario scenario =
                new Scenario().metered(imported, 0).metered(0, 1_000).trade(1, 0, 1_000, 14);

        assertThat(imbalances(scenario).of(0)).isEqualTo(deviation);
    }

    /** PowerTAC 1995a9b2, balancing-market tests. */
    @Test
    void addsDeviationsUpToThatOfTheGroup() {
        Scenario scenario = new Scenario().metered(50, 0).metered(50, 0).metered(50, 0);

        assertThat(imbalances(scenario).ofGroup()).isEqualTo(150);
    }

    /**
     * gsy-decentralized-exchange aa99ea2 takes the deviation per trade and charges 10 for two
     * trades of 5 that were both delivered; it is 0.
     */
    @Test
    void takesDeviationsPerMemberAndNotPerTrade() {
        Scenario scenario =
                new Scenario()
                        .rules(OWN)
                        .metered(10, 0)
                        .metered(0, 10)
                        .trade(1, 0, 5, 14)
                        .trade(1, 0, 5, 14);

        assertThat(imbalances(scenario).of(0)).isZero();
        assertThat(scenario.settle().totals().residualSupply()).isEqualTo(Energy.ZERO);
    }

    /** PowerTAC 1995a9b2, BalancingMarketServiceTests: 20.1 per MWh are 0.0201 per kWh. */
    @Test
    void pricesOfMegawattHoursArePricesOfKilowattHours() {
        Price spot = Price.ofMicroPerKwh(20_100);

        assertThat(spot.times(Energy.ofWattHours(1_000_000))).isEqualTo(Money.parse("20.1"));
        assertThat(spot.times(Energy.ofWattHours(1_000))).isEqualTo(Money.parse("0.0201"));
    }

    /**
     * PowerTAC 1995a9b2, StaticSettlementProcessorTest: ex1_up_noBO at its price of 3 + 1 * 3, and
     * the imbalance charges of ex1.
     */
    @Test
    void chargesImbalancesAsPublished() {
        Price six = Price.ofMicroPerKwh(6_000_000);
        IntervalSettlement both =
                new Scenario()
                        .fees(AreaFees.NONE)
                        .rules(at(new ImbalancePrices.GroupSingle(six)))
                        .metered(1_500, 0)
                        .metered(1_500, 0)
                        .settle();
        Price tenth = Price.ofMicroPerKwh(100_000);
        IntervalSettlement four =
                new Scenario()
                        .fees(AreaFees.NONE)
                        .rules(at(new ImbalancePrices.Dual(tenth, tenth)))
                        .metered(0, 0)
                        .metered(0, 4_000)
                        .metered(8_000, 0)
                        .metered(14_000, 0)
                        .settle();

        assertThat(amount(both, member(0))).isEqualTo(Money.parse("-9"));
        assertThat(amount(both, member(1))).isEqualTo(Money.parse("-9"));
        assertThat(amount(four, member(1))).isEqualTo(Money.parse("0.4"));
        assertThat(amount(four, member(2))).isEqualTo(Money.parse("-0.8"));
        assertThat(amount(four, member(3))).isEqualTo(Money.parse("-1.4"));
    }

    @Test
    void refusesPricesAtWhichDeviatingPays() {
        assertThatThrownBy(() ->
                        new ImbalancePrices.Dual(Price.ofCentsPerKwh(5), Price.ofCentsPerKwh(6)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Imbalances imbalances(Scenario scenario) {
        return Imbalances.of(scenario.trades(), new OpenPositions(scenario.positions()));
    }
}
