package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.GATE_LEAD;
import static energy.peerwatt.matching.TestMarket.START;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Areas 1, 2 and 3 with fees of 50, 10 and 0. */
@ParameterizedClass
@EnumSource(TestBook.class)
class NetworkTest {

    private static final AreaId TWO = new AreaId(2);
    private static final AreaId THREE = new AreaId(3);

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openAreas() {
        test = TestEngine.open(book);
        test.accept(new ConfigureArea(rules(TWO, Price.ofMicroPerKwh(10))));
        test.accept(new ConfigureArea(rules(THREE, Price.ZERO)));
    }

    @Test
    void areasDoNotTradeUnlessTheyAreLinked() {
        test.accept(in(sell(101, 1, 10, 10), TWO));
        test.accept(buy(201, 1, 10, 500));

        assertThat(test.trades()).isEmpty();
    }

    @Test
    void aLinkLeadsOneWay() {
        link(TWO, AREA, 20);
        test.accept(in(sell(101, 1, 10, 70), TWO));
        test.accept(buy(201, 1, 10, 90));
        test.accept(sell(101, 2, 10, 10));
        test.accept(in(buy(201, 2, 10, 500), TWO));

        assertThat(test.deals()).containsExactly("101>201 10@70");
        assertThat(test.trades().getFirst().area()).isEqualTo(TWO);
        assertThat(test.trades().getFirst().buyerArea()).isEqualTo(AREA);
    }

    @Test
    void theLinksFeeDecidesInPlaceOfTheAreas() {
        link(TWO, AREA, 20);
        test.accept(in(sell(101, 1, 10, 70), TWO));

        test.accept(buy(201, 1, 10, 80));
        assertThat(test.trades()).isEmpty();
        test.accept(buy(201, 2, 10, 90));
        assertThat(test.deals()).containsExactly("101>201 10@70");
    }

    @Test
    void aBuyerMeetsTheBestAllInPriceOfAllAreas() {
        link(TWO, AREA, 20);
        link(THREE, AREA, 45);
        test.accept(sell(101, 1, 10, 60));
        test.accept(in(sell(102, 1, 10, 80), TWO));
        test.accept(in(sell(103, 1, 10, 60), THREE));

        test.accept(buy(201, 1, 30, 200));

        assertThat(test.deals()).containsExactly("102>201 10@80", "103>201 10@60", "101>201 10@60");
    }

    @Test
    void aSellerMeetsTheBestNetPriceOfAllAreas() {
        link(AREA, TWO, 25);
        link(AREA, THREE, 100);
        test.accept(buy(201, 1, 10, 130));
        test.accept(in(buy(202, 1, 10, 110), TWO));
        test.accept(in(buy(203, 1, 10, 190), THREE));

        test.accept(sell(101, 1, 30, 70));

        assertThat(test.deals()).containsExactly("101>203 10@90", "101>202 10@85", "101>201 10@80");
    }

    @Test
    void earlierOrdersComeFirstWhateverTheirArea() {
        link(TWO, AREA, 50);
        test.accept(in(sell(102, 1, 10, 60), TWO));
        test.accept(sell(101, 1, 10, 60));
        test.accept(in(sell(103, 1, 10, 60), TWO));

        test.accept(buy(201, 1, 30, 200));

        assertThat(test.deals()).containsExactly("102>201 10@60", "101>201 10@60", "103>201 10@60");
    }

    @Test
    void feesAreDatedAndMoveNoRestingOrder() {
        link(TWO, AREA, 20);
        test.accept(new LinkAreas(TWO, AREA, Price.ofMicroPerKwh(100), interval(9).start()));
        test.accept(in(sell(101, 1, 10, 70), TWO));
        test.accept(in(sell(101, 2, 10, 70), TWO, interval(9)));
        test.accept(buy(201, 1, 10, 90));
        test.accept(in(buy(201, 2, 10, 160), AREA, interval(9)));
        assertThat(test.deals()).containsExactly("101>201 10@70");

        link(TWO, AREA, 10);

        assertThat(test.trades()).hasSize(1);
        test.accept(in(buy(201, 3, 10, 80), AREA, interval(9)));
        assertThat(test.deals()).containsExactly("101>201 10@70", "101>201 10@70");
    }

    @Test
    void aRestingBuyerTradesAtItsLimitLessTheFeeOfThatMoment() {
        link(TWO, AREA, 20);
        test.accept(buy(201, 1, 10, 100));
        link(TWO, AREA, 30);

        test.accept(in(sell(101, 1, 10, 0), TWO));

        assertThat(test.deals()).containsExactly("101>201 10@70");
    }

    @Test
    void anEndedLinkNoLongerLeadsAnywhere() {
        link(TWO, AREA, 20);
        test.accept(in(sell(101, 1, 10, 70), TWO));
        test.accept(new LinkAreas(TWO, AREA, null, interval(8).start()));
        test.accept(buy(201, 1, 10, 500));
        test.accept(in(sell(101, 2, 10, 70), TWO, interval(7)));
        test.accept(in(buy(201, 2, 10, 500), AREA, interval(7)));

        assertThat(test.trades()).hasSize(1);
        assertThat(test.trades().getFirst().interval()).isEqualTo(interval(7));
    }

    @Test
    void capacityBoundsTheFlowAndCounterflowMakesRoom() {
        link(TWO, AREA, 0);
        link(AREA, TWO, 0);
        capacity(TWO, AREA, 15L);
        test.accept(in(sell(101, 1, 40, 70), TWO));
        test.accept(buy(201, 1, 20, 70));
        assertThat(test.deals()).containsExactly("101>201 15@70");

        test.accept(in(buy(202, 1, 10, 60), TWO));
        test.accept(sell(102, 1, 10, 60));
        assertThat(test.deals()).endsWith("102>202 10@60");

        test.accept(buy(203, 1, 30, 80));
        assertThat(test.deals()).endsWith("101>203 10@70").hasSize(3);
    }

    @Test
    void capacityMayBeSetBelowTheFlowAndBeLifted() {
        link(TWO, AREA, 0);
        test.accept(in(sell(101, 1, 60, 70), TWO));
        test.accept(buy(201, 1, 20, 70));
        capacity(TWO, AREA, 10L);
        test.accept(buy(201, 2, 20, 70));
        assertThat(test.trades()).hasSize(1);
        test.accept(TestMarket.cancel(201, 2));

        capacity(TWO, AREA, null);
        test.accept(buy(201, 3, 20, 70));
        assertThat(test.trades()).hasSize(2);
    }

    @Test
    void aLinkedAreasFeederBoundsWhatItSellsAndBuys() {
        link(TWO, AREA, 0);
        link(AREA, TWO, 0);
        test.accept(
                new SetFeederLimit(
                        TWO, interval(8), Energy.ofWattHours(15), Energy.ofWattHours(5)));
        test.accept(in(sell(101, 1, 15, 70), TWO));
        test.accept(in(sell(102, 1, 15, 70), TWO));
        test.accept(buy(201, 1, 30, 70));
        assertThat(test.deals()).containsExactly("101>201 15@70");

        test.accept(in(buy(203, 1, 5, 60), TWO));
        test.accept(in(buy(204, 1, 5, 60), TWO));
        test.accept(sell(103, 1, 20, 60));
        assertThat(test.deals()).containsExactly("101>201 15@70", "103>203 5@60");
    }

    @Test
    void refusesWhatDoesNotFit() {
        AreaId hourly = new AreaId(4);
        test.accept(
                new ConfigureArea(
                        new AreaRules(
                                hourly,
                                Duration.ofHours(1),
                                GATE_LEAD,
                                Duration.ofDays(1),
                                Price.ofMicroPerKwh(10),
                                Energy.ofWattHours(5),
                                Price.ZERO)));
        AreaId coarse = new AreaId(5);
        test.accept(
                new ConfigureArea(
                        new AreaRules(
                                coarse,
                                DeliveryInterval.QUARTER_HOUR,
                                GATE_LEAD,
                                Duration.ofDays(1),
                                Price.ofMicroPerKwh(20),
                                Energy.ofWattHours(5),
                                Price.ZERO)));
        AreaId call = new AreaId(6);
        MarketDesign design = new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.TIME);
        test.accept(new ConfigureArea(rules(call, Price.ZERO, design, OriginPremiums.NONE)));

        for (AreaId area : new AreaId[] {hourly, coarse, call, AREA}) {
            test.refuse(
                    RejectReason.AREAS_DO_NOT_FIT,
                    new LinkAreas(area, AREA, Price.ZERO, Instant.EPOCH));
        }
        test.refuse(
                RejectReason.UNKNOWN_AREA,
                new LinkAreas(new AreaId(9), AREA, Price.ZERO, Instant.EPOCH));
        test.refuse(
                RejectReason.OUT_OF_RANGE,
                new LinkAreas(TWO, AREA, Price.ofMicroPerKwh(-1), Instant.EPOCH));
        test.refuse(
                RejectReason.AREAS_DO_NOT_FIT,
                new SetTransferCapacity(AREA, hourly, interval(8), null));
        test.refuse(
                RejectReason.GATE_CLOSED, new SetTransferCapacity(AREA, TWO, interval(0), null));
        test.refuse(
                RejectReason.UNKNOWN_AREA,
                new SetTransferCapacity(new AreaId(9), TWO, interval(8), null));
    }

    @Test
    void linkedAreasChangeTheirGateAndDesignOnlyWhereTheyAreNotLinked() {
        link(TWO, AREA, 20);
        AreaRules later =
                new AreaRules(
                        AREA,
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(20),
                        Duration.ofDays(1),
                        Price.ofMicroPerKwh(10),
                        Energy.ofWattHours(5),
                        Price.ZERO);
        Instant from = START.plus(Duration.ofHours(6));
        test.refuse(RejectReason.AREAS_DO_NOT_FIT, new ConfigureArea(later, from));

        test.accept(new LinkAreas(TWO, AREA, null, from));
        test.accept(new ConfigureArea(later, from));
        test.refuse(
                RejectReason.AREAS_DO_NOT_FIT, new LinkAreas(TWO, AREA, Price.ZERO, Instant.EPOCH));
    }

    private void link(AreaId seller, AreaId buyer, long fee) {
        test.accept(new LinkAreas(seller, buyer, Price.ofMicroPerKwh(fee), Instant.EPOCH));
    }

    private void capacity(AreaId from, AreaId to, Long wattHours) {
        test.accept(
                new SetTransferCapacity(
                        from,
                        to,
                        interval(8),
                        wattHours == null ? null : Energy.ofWattHours(wattHours)));
    }
}
