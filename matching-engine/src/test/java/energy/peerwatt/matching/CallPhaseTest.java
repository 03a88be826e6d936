package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Area 2 is a call with pro-rata rationing, area 3 trades continuously until 20 minutes before the
 * gate. Fees of 50. The gate of interval 2 closes 25 minutes after the start.
 */
@ParameterizedClass
@EnumSource(TestBook.class)
class CallPhaseTest {

    private static final AreaId CALL = new AreaId(2);
    private static final AreaId BOTH = new AreaId(3);
    private static final Price FEES = Price.ofMicroPerKwh(50);

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openAreas() {
        test = TestEngine.open(book);
        configure(CALL, new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.PRO_RATA));
        configure(
                BOTH,
                new MarketDesign(
                        Kind.CONTINUOUS_THEN_CALL, Duration.ofMinutes(20), Rationing.TIME));
    }

    @Test
    void clearsAtOnePriceAtTheGateAndDropsTheRest() {
        call(sell(101, 1, 10, 20));
        call(sell(102, 1, 10, 40));
        call(sell(103, 1, 10, 90));
        call(buy(201, 1, 15, 150));
        call(buy(202, 1, 5, 110));
        call(buy(203, 1, 5, 60));
        assertThat(test.trades()).isEmpty();

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.deals()).containsExactly("101>201 10@50", "102>201 5@50", "102>202 5@50");
        List<EngineEvent> told =
                test.events.stream()
                        .filter(event ->
                                test.events.indexOf(event)
                                        >= test.events.indexOf(
                                                test.all(CallCleared.class).getFirst()))
                        .toList();
        assertThat(told)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        CallCleared.class,
                        TradeMade.class,
                        TradeMade.class,
                        TradeMade.class,
                        OrderCancelled.class,
                        OrderCancelled.class,
                        GateClosed.class,
                        GateClosed.class);
        CallCleared cleared = test.all(CallCleared.class).getFirst();
        assertThat(cleared.price()).isEqualTo(Price.ofMicroPerKwh(50));
        assertThat(cleared.volume()).isEqualTo(Energy.ofWattHours(20));
        assertThat(cleared.area()).isEqualTo(CALL);
        assertThat(cleared.interval()).isEqualTo(interval(2));
        assertThat(test.all(OrderCancelled.class))
                .allMatch(cancelled -> cancelled.reason() == CancelReason.GATE_CLOSED);
    }

    /** Own orders that cross would otherwise set the price for everybody without trading. */
    @Test
    void replacingDoesNotBringOwnOrdersTogether() {
        call(sell(101, 1, 10, 20));
        call(buy(201, 1, 10, 150));
        call(sell(103, 1, 100, 500));
        call(buy(103, 2, 100, 10));
        test.accept(
                new ReplaceOrder(
                        new ParticipantId(103),
                        1,
                        Energy.ofWattHours(100),
                        Price.ofMicroPerKwh(120)));
        test.accept(
                new ReplaceOrder(
                        new ParticipantId(103),
                        2,
                        Energy.ofWattHours(100),
                        Price.ofMicroPerKwh(250)));

        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> {
                    assertThat(cancelled.clientOrderId()).isEqualTo(2);
                    assertThat(cancelled.reason()).isEqualTo(CancelReason.SELF_TRADE);
                });
        test.logAt(Duration.ofMinutes(25));
        assertThat(test.deals()).containsExactly("101>201 10@60");
    }

    @Test
    void saysNothingOfACallWithoutTrades() {
        call(sell(101, 1, 10, 20));
        call(buy(201, 1, 15, 60));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.all(CallCleared.class)).isEmpty();
        assertThat(test.all(OrderCancelled.class)).hasSize(2);
    }

    @Test
    void rationsAsTheDesignSays() {
        for (AreaId area : List.of(CALL, BOTH)) {
            test.accept(in(sell(101, area.value() * 10L, 20, 20), area, interval(2)));
        }
        test.logAt(Duration.ofMinutes(5));
        for (AreaId area : List.of(CALL, BOTH)) {
            test.accept(in(buy(201, area.value(), 30, 100), area, interval(2)));
            test.accept(in(buy(202, area.value(), 10, 100), area, interval(2)));
        }

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.deals()).containsExactly("101>201 15@50", "101>202 5@50", "101>201 20@50");
    }

    @Test
    void tradesContinuouslyUntilItsCallPhase() {
        both(sell(101, 1, 10, 20));
        both(buy(201, 1, 5, 100));
        assertThat(test.deals()).containsExactly("101>201 5@20");

        test.logAt(Duration.ofMinutes(5).minusMillis(1));
        both(buy(201, 2, 5, 70));
        assertThat(test.trades()).hasSize(2);
        both(sell(101, 2, 10, 20));
        test.logAt(Duration.ofMinutes(5));
        both(buy(201, 3, 10, 100));
        assertThat(test.trades()).hasSize(2);

        test.logAt(Duration.ofMinutes(25));
        assertThat(test.trades()).hasSize(3);
        assertThat(test.all(CallCleared.class)).hasSize(1);
    }

    @Test
    void onlyPlainAndIcebergOrdersAreCollected() {
        OrderTerms plain = OrderTerms.DEFAULT;
        for (OrderTerms terms :
                List.of(
                        plain.immediate(TimeInForce.IMMEDIATE_OR_CANCEL),
                        plain.immediate(TimeInForce.FILL_OR_KILL),
                        plain.withPostOnly(),
                        plain.withMinimumFill(Energy.ofWattHours(5)),
                        plain.withOrigin(Origin.SOLAR, false),
                        plain.withOrigin(Origin.SOLAR, true))) {
            test.reject(
                    RejectReason.TERMS_NOT_ALLOWED,
                    in(with(buy(201, 1, 10, 50), terms), CALL, interval(2)));
        }
        call(with(sell(101, 1, 20, 20), plain.withOrigin(Origin.SOLAR, false)));
        call(with(buy(201, 1, 10, 100), plain.withDisplayed(Energy.ofWattHours(5))));
        call(with(buy(202, 1, 10, 100), plain.until(Instant.parse("2026-06-18T05:24:00Z"))));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.deals()).hasSize(1).first().asString().startsWith("101>201 10@");
    }

    @Test
    void inContinuousTradingOfSuchAnAreaOnlyWishesAreRefused() {
        OrderTerms plain = OrderTerms.DEFAULT;
        both(with(sell(101, 1, 10, 20), plain.withOrigin(Origin.SOLAR, false)));
        both(with(buy(201, 1, 5, 100), plain.immediate(TimeInForce.FILL_OR_KILL)));
        assertThat(test.trades()).hasSize(1);
        test.reject(
                RejectReason.TERMS_NOT_ALLOWED,
                in(
                        with(buy(201, 2, 10, 50), plain.withOrigin(Origin.LOCAL, false)),
                        BOTH,
                        interval(2)));
    }

    @Test
    void collectedOrdersAreReplacedAndCancelled() {
        call(sell(101, 1, 10, 20));
        call(sell(102, 1, 10, 30));
        call(buy(201, 1, 10, 60));
        test.accept(
                new ReplaceOrder(
                        new ParticipantId(201),
                        1,
                        Energy.ofWattHours(15),
                        Price.ofMicroPerKwh(100)));
        assertThat(test.trades()).isEmpty();
        test.accept(cancel(101, 1));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.deals()).hasSize(1).first().asString().startsWith("102>201 10@");
    }

    @Test
    void ordersOfOneGroupNeverTrade() {
        test.accept(new SetGroup(new ParticipantId(201), new ParticipantId(101)));
        call(sell(101, 1, 10, 20));
        call(buy(201, 1, 10, 60));
        call(buy(201, 2, 10, 100));
        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> assertThat(cancelled.clientOrderId()).isEqualTo(2));

        // A lower fee brings two of them together all the same: the newer one leaves.
        fee(30);
        test.logAt(Duration.ofMinutes(25));

        assertThat(test.trades()).isEmpty();
        assertThat(test.all(CallCleared.class)).isEmpty();
        assertThat(test.all(OrderCancelled.class))
                .extracting(OrderCancelled::reason)
                .containsExactly(
                        CancelReason.SELF_TRADE, CancelReason.SELF_TRADE, CancelReason.GATE_CLOSED);
    }

    /** Otherwise they would set the price, at 140, and push the other buyer out. */
    @Test
    void ownOrdersThatALowerFeeBringsTogetherDoNotSetThePrice() {
        call(sell(101, 1, 10, 20));
        call(buy(201, 1, 10, 150));
        fee(60);
        call(sell(103, 1, 100, 140));
        call(buy(103, 2, 100, 180));
        assertThat(test.all(OrderCancelled.class)).isEmpty();
        fee(30);

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.all(OrderCancelled.class).getFirst())
                .satisfies(cancelled -> {
                    assertThat(cancelled.clientOrderId()).isEqualTo(2);
                    assertThat(cancelled.reason()).isEqualTo(CancelReason.SELF_TRADE);
                });
        assertThat(test.deals()).containsExactly("101>201 10@70");
    }

    @Test
    void aFeeThatRoseAndFellAgainBringsOwnOrdersTogetherToo() {
        call(sell(101, 1, 10, 20));
        fee(60);
        call(sell(103, 1, 10, 140));
        call(buy(103, 2, 10, 190));
        fee(50);

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.all(OrderCancelled.class).getFirst().reason())
                .isEqualTo(CancelReason.SELF_TRADE);
        assertThat(test.trades()).isEmpty();
    }

    @Test
    void ownOrdersThatAFullFeederKeptApartNeverTrade() {
        both(sell(103, 1, 10, 20));
        test.accept(new SetFeederLimit(BOTH, interval(2), Energy.ofWattHours(0), null));
        both(buy(103, 2, 10, 100));
        assertThat(test.all(OrderCancelled.class)).isEmpty();
        test.accept(new SetFeederLimit(BOTH, interval(2), null, null));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.trades()).isEmpty();
        assertThat(test.all(OrderCancelled.class))
                .extracting(OrderCancelled::reason)
                .containsExactly(CancelReason.SELF_TRADE, CancelReason.GATE_CLOSED);
    }

    @Test
    void theFeederBoundsTheCall() {
        call(sell(101, 1, 20, 20));
        call(buy(201, 1, 20, 100));
        test.accept(new SetFeederLimit(CALL, interval(2), Energy.ofWattHours(15), null));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.deals()).hasSize(1).first().asString().startsWith("101>201 15@");
    }

    @Test
    void theGateFreesWhatACallReserved() {
        limit(201, 2_000L);
        call(in(sell(101, 1, 10, 20), CALL, interval(2)));
        call(buy(201, 1, 10, 200));
        test.reject(RejectReason.BUY_EXPOSURE, buy(201, 2, 5, 10));

        test.logAt(Duration.ofMinutes(25));

        assertThat(test.trades()).hasSize(1);
        test.accept(buy(201, 2, 10, 200));
    }

    @Test
    void anIntervalKeepsTheDesignOfItsFirstOrder() {
        call(sell(101, 1, 10, 20));
        configure(CALL, MarketDesign.CONTINUOUS);

        call(buy(201, 1, 10, 100));
        test.accept(in(sell(101, 2, 10, 20), CALL, interval(3)));
        test.accept(in(buy(201, 2, 10, 100), CALL, interval(3)));

        assertThat(test.trades()).hasSize(1);
        assertThat(test.trades().getFirst().interval()).isEqualTo(interval(3));
        test.logAt(Duration.ofMinutes(25));
        assertThat(test.trades()).hasSize(2);
    }

    private void configure(AreaId area, MarketDesign design) {
        configure(area, design, FEES);
    }

    private void configure(AreaId area, MarketDesign design, Price fees) {
        test.accept(new ConfigureArea(rules(area, fees, design, OriginPremiums.NONE)));
    }

    /** Of the area that is a call. */
    private void fee(long microPerKwh) {
        configure(
                CALL,
                new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.PRO_RATA),
                Price.ofMicroPerKwh(microPerKwh));
    }

    private void call(PlaceOrder order) {
        test.accept(in(order, CALL, interval(2)));
    }

    private void both(PlaceOrder order) {
        test.accept(in(order, BOTH, interval(2)));
    }

    private void limit(long participant, long exposure) {
        test.accept(
                new SetParticipantLimits(
                        new ParticipantId(participant), Money.ofNano(exposure), null));
    }

    @Test
    void ownOrdersThatAReplacementLeftCrossingBehindAFullFeederNeverTrade() {
        ownOrdersCrossBehindAFullFeeder(test);
        test.logAt(Duration.ofMinutes(30));

        assertThat(test.deals()).isEmpty();
    }

    @Test
    void aMemberThatBeganWithASnapshotClosesTheSameGateAlike() {
        ownOrdersCrossBehindAFullFeeder(test);
        TestEngine restored = TestEngine.of(test.restored(book));
        test.logAt(Duration.ofMinutes(30));
        restored.logAt(Duration.ofMinutes(30));

        assertThat(restored.engine.stateHash()).isEqualTo(test.engine.stateHash());
    }

    /** Collected, then replaced when the gate was moved on and trading is continuous again. */
    private static void ownOrdersCrossBehindAFullFeeder(TestEngine test) {
        test.logAt(Duration.ofMinutes(6));
        test.accept(in(sell(103, 1, 10, 200), BOTH, interval(2)));
        test.accept(in(buy(103, 2, 10, 100), BOTH, interval(2)));
        test.accept(new ConfigureArea(withLead(Duration.ZERO)));
        test.accept(new SetFeederLimit(BOTH, interval(2), Energy.ofWattHours(0), null));
        test.accept(
                new ReplaceOrder(
                        new ParticipantId(103),
                        1,
                        Energy.ofWattHours(10),
                        Price.ofMicroPerKwh(20)));
        test.accept(new SetFeederLimit(BOTH, interval(2), null, null));
    }

    private static AreaRules withLead(Duration lead) {
        MarketDesign design =
                new MarketDesign(Kind.CONTINUOUS_THEN_CALL, Duration.ofMinutes(20), Rationing.TIME);
        AreaRules usual = rules(BOTH, FEES, design, OriginPremiums.NONE);
        return new AreaRules(
                usual.area(),
                usual.intervalLength(),
                lead,
                usual.horizon(),
                usual.tick(),
                usual.lot(),
                usual.feesPerKwh(),
                design,
                OriginPremiums.NONE);
    }
}
