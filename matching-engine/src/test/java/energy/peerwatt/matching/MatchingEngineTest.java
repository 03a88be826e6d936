package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.START;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.order;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(TestBook.class)
class MatchingEngineTest {

    private static final Instant WALL = TestEngine.WALL;
    private static final int RETAINED = 50;

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book, RETAINED);
    private MatchingEngine engine = test.engine;
    private List<EngineEvent> events = test.events;

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book, RETAINED);
        engine = test.engine;
        events = test.events;
    }

    @Test
    void tradesAtTheRestingPriceNetOfFees() {
        apply(sell(101, 1, 100, 70));
        apply(buy(102, 9, 60, 130));

        assertThat(events)
                .last()
                .isEqualTo(
                        new TradeMade(
                                3,
                                START,
                                new Trade(
                                        new TradeId(1),
                                        AREA,
                                        interval(8),
                                        new ParticipantId(101),
                                        new ParticipantId(102),
                                        new OrderId(1),
                                        new OrderId(2),
                                        Energy.ofWattHours(60),
                                        Price.ofMicroPerKwh(70))));
    }

    @Test
    void incomingSellerIsNamedSeller() {
        apply(buy(102, 1, 60, 130));
        apply(sell(101, 1, 60, 70));

        TradeMade made = (TradeMade) events.getLast();
        assertThat(made.trade().seller()).isEqualTo(new ParticipantId(101));
        assertThat(made.trade().sellOrder()).isEqualTo(new OrderId(2));
        assertThat(made.trade().buyOrder()).isEqualTo(new OrderId(1));
        assertThat(made.trade().price()).isEqualTo(Price.ofMicroPerKwh(80));
    }

    @Test
    void newerOrderOfTheSameParticipantLeaves() {
        apply(sell(101, 1, 100, 70));
        apply(buy(101, 2, 60, 130));

        assertThat(events.getLast())
                .isEqualTo(
                        new OrderCancelled(
                                3,
                                START,
                                new OrderId(2),
                                new ParticipantId(101),
                                2,
                                Energy.ofWattHours(60),
                                CancelReason.SELF_TRADE));
    }

    @Test
    void intervalsDoNotTradeWithEachOther() {
        apply(sell(101, 1, 100, 70));
        apply(order(102, 1, interval(9), Side.BUY, 100, 500));

        assertThat(events).allMatch(OrderAccepted.class::isInstance);
    }

    static Stream<Arguments> refusedOrders() {
        DeliveryInterval hour = new DeliveryInterval(START.plusSeconds(7_200), Duration.ofHours(1));
        PlaceOrder elsewhere =
                new PlaceOrder(
                        new ParticipantId(101),
                        1,
                        new AreaId(2),
                        interval(8),
                        Side.BUY,
                        Energy.ofWattHours(5),
                        Price.ZERO);
        return Stream.of(
                Arguments.of(elsewhere, RejectReason.UNKNOWN_AREA),
                Arguments.of(order(101, 1, hour, Side.BUY, 5, 0), RejectReason.WRONG_INTERVAL),
                Arguments.of(order(101, 1, interval(0), Side.BUY, 5, 0), RejectReason.GATE_CLOSED),
                Arguments.of(order(101, 1, interval(-9), Side.BUY, 5, 0), RejectReason.GATE_CLOSED),
                Arguments.of(
                        order(101, 1, interval(97), Side.BUY, 5, 0), RejectReason.BEYOND_HORIZON),
                Arguments.of(buy(101, 1, 5, 15), RejectReason.OFF_TICK),
                Arguments.of(buy(101, 1, 5, -15), RejectReason.OFF_TICK),
                Arguments.of(buy(101, 1, 4, 10), RejectReason.OFF_LOT),
                Arguments.of(buy(101, 1, 0, 10), RejectReason.OFF_LOT),
                Arguments.of(buy(101, 1, 5, 1_000_000_010), RejectReason.OUT_OF_RANGE),
                Arguments.of(sell(101, 1, 5, -1_000_000_010), RejectReason.OUT_OF_RANGE),
                Arguments.of(buy(101, 1, 1_000_000_005, 10), RejectReason.OUT_OF_RANGE));
    }

    @ParameterizedTest
    @MethodSource("refusedOrders")
    void refusesOrders(PlaceOrder refused, RejectReason reason) {
        EngineAnswer answer = apply(refused);

        OrderRejected rejected = new OrderRejected(1, START, refused.participant(), 1, reason);
        assertThat(answer).isEqualTo(new EngineAnswer.Event(rejected));
        assertThat(events).containsExactly(rejected);
    }

    @Test
    void acceptsTheEdgesOfTheHorizonAndNegativePrices() {
        assertAccepted(order(101, 1, interval(1), Side.SELL, 5, -20));
        assertAccepted(order(101, 2, interval(96), Side.SELL, 5, 0));
    }

    @Test
    void acceptsUntilTheGateAndNotAfter() {
        logAt(Duration.ofMinutes(10).minusMillis(1));
        assertAccepted(order(101, 1, interval(1), Side.SELL, 5, 20));

        logAt(Duration.ofMinutes(10));
        assertRejected(order(101, 2, interval(1), Side.SELL, 5, 20), RejectReason.GATE_CLOSED);
    }

    @Test
    void repeatIsAnsweredWithTheOriginalAndHasNoEffect() {
        EngineAnswer first = apply(sell(101, 1, 100, 70));
        apply(buy(102, 1, 100, 130));
        long hash = engine.stateHash();

        assertThat(apply(sell(101, 1, 100, 70))).isEqualTo(first);
        assertThat(engine.stateHash()).isEqualTo(hash);
        assertThat(events).hasSize(3);
    }

    @Test
    void sameIdForADifferentOrderIsRefused() {
        apply(sell(101, 1, 100, 70));

        assertRejected(sell(101, 1, 100, 80), RejectReason.DUPLICATE_CLIENT_ORDER_ID);
        assertAccepted(sell(102, 1, 100, 80));
    }

    @Test
    void refusedOrderMayBeSentAgainUnderItsId() {
        assertRejected(sell(101, 1, 100, 75), RejectReason.OFF_TICK);
        assertAccepted(sell(101, 1, 100, 70));
    }

    @Test
    void idIsForgottenAnHourAfterItsGate() {
        PlaceOrder order = order(101, 1, interval(1), Side.SELL, 5, 20);
        apply(order);
        logAt(Duration.ofMinutes(10));
        assertRejected(
                order(101, 1, interval(2), Side.SELL, 5, 20),
                RejectReason.DUPLICATE_CLIENT_ORDER_ID);
        logAt(Duration.ofMinutes(70));

        assertRejected(order, RejectReason.GATE_CLOSED);
        assertAccepted(order(101, 1, interval(6), Side.SELL, 5, 20));
    }

    @Test
    void cancelsWhatIsLeft() {
        apply(sell(101, 1, 100, 70));
        apply(buy(102, 1, 60, 130));

        EngineAnswer answer = apply(cancel(101, 1));

        assertThat(answer).isEqualTo(new EngineAnswer.Event(events.getLast()));
        assertThat(events.getLast())
                .isEqualTo(
                        new OrderCancelled(
                                4,
                                START,
                                new OrderId(1),
                                new ParticipantId(101),
                                1,
                                Energy.ofWattHours(40),
                                CancelReason.BY_PARTICIPANT));
    }

    @Test
    void cancelsNothingTwiceNorWhatIsFilledOrUnknown() {
        apply(sell(101, 1, 100, 70));
        apply(buy(102, 1, 100, 130));

        assertRejected(cancel(101, 1), RejectReason.UNKNOWN_ORDER);
        assertRejected(cancel(102, 7), RejectReason.UNKNOWN_ORDER);
    }

    @Test
    void closesEveryGateInOrderEvenAfterALongPause() {
        apply(new ConfigureArea(rules(new AreaId(2), Price.ZERO)));
        apply(sell(101, 1, 100, 70));
        events.clear();

        logAt(Duration.ofHours(2).plusMinutes(1));

        List<String> gates =
                events.stream()
                        .filter(GateClosed.class::isInstance)
                        .map(GateClosed.class::cast)
                        .map(gate -> gate.interval().start() + " " + gate.area())
                        .toList();
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            expected.add(interval(number).start() + " 1");
            expected.add(interval(number).start() + " 2");
        }
        assertThat(gates).isEqualTo(expected);
        assertThat(events.get(events.size() - 3))
                .isInstanceOfSatisfying(
                        OrderCancelled.class,
                        cancelled -> {
                            assertThat(cancelled.reason()).isEqualTo(CancelReason.GATE_CLOSED);
                            assertThat(cancelled.remaining()).isEqualTo(Energy.ofWattHours(100));
                        });
    }

    @Test
    void foreseesTheNextGateAtAnySpeed() {
        assertThat(engine.nextDueLogTime())
                .isEqualTo(WALL.plus(Duration.ofMinutes(10)).toEpochMilli());

        apply(new SetClock(START, WALL, 7));
        long next = engine.nextDueLogTime();
        engine.onTime(next - 1);
        assertThat(engine.lastSequence()).isZero();
        engine.onTime(next);
        assertThat(engine.lastSequence()).isEqualTo(1);
    }

    @Test
    void earlierGatesCloseAtOnceWhenTheLeadGrows() {
        AreaRules rules = TestMarket.RULES;
        apply(
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                rules.intervalLength(),
                                Duration.ofMinutes(35),
                                rules.horizon(),
                                rules.tick(),
                                rules.lot(),
                                rules.feesPerKwh())));

        assertThat(events)
                .extracting(event -> ((GateClosed) event).interval())
                .containsExactly(interval(1), interval(2));
    }

    @Test
    void closedGateStaysClosedWhenTheLeadShrinks() {
        logAt(Duration.ofMinutes(10));
        AreaRules rules = TestMarket.RULES;
        apply(
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                rules.intervalLength(),
                                Duration.ZERO,
                                rules.horizon(),
                                rules.tick(),
                                rules.lot(),
                                rules.feesPerKwh())));

        assertRejected(order(101, 1, interval(1), Side.SELL, 5, 20), RejectReason.GATE_CLOSED);
    }

    @Test
    void intervalLengthCannotChange() {
        AreaRules rules = TestMarket.RULES;
        AreaRules hourly =
                new AreaRules(
                        AREA,
                        Duration.ofHours(1),
                        rules.gateLead(),
                        rules.horizon(),
                        rules.tick(),
                        rules.lot(),
                        rules.feesPerKwh());

        assertThat(apply(new ConfigureArea(hourly)))
                .isEqualTo(new EngineAnswer.Refused(RejectReason.WRONG_INTERVAL));
    }

    @Test
    void timeNeverGoesBack() {
        logAt(Duration.ofHours(1));
        apply(clock(test.log(), 60));

        assertThat(engine.now()).isEqualTo(START.plus(Duration.ofHours(1)));
        logAt(Duration.ofHours(1).plusSeconds(61));
        assertThat(engine.now()).isEqualTo(START.plusSeconds(3_660));
    }

    @Test
    void setClockStandsStillAfterAnInterruption() {
        engine.onInterruption();
        logAt(Duration.ofHours(5));

        assertThat(engine.now()).isEqualTo(START);
        assertThat(engine.nextDueLogTime()).isEqualTo(Long.MAX_VALUE);

        apply(new SetClock(START.plusSeconds(60), test.log(), 1));
        assertThat(engine.now()).isEqualTo(START.plusSeconds(60));
        assertThat(engine.nextDueLogTime()).isEqualTo(test.log().plusSeconds(540).toEpochMilli());
    }

    @Test
    void realTimeMarketIsNotHeldUpByAnInterruption() {
        MatchingEngine realTime = new MatchingEngine(book.open(), RETAINED);
        realTime.onInterruption();
        realTime.apply(WALL.toEpochMilli(), configure());

        assertThat(realTime.now()).isEqualTo(WALL);
        assertThat(realTime.nextDueLogTime())
                .isEqualTo(Instant.parse("2026-11-21T09:40:00Z").toEpochMilli());
    }

    @Test
    void refusesNewOrdersWhileTooManyEventsWait() {
        for (int id = 1; id <= RETAINED; id++) {
            assertAccepted(sell(101, id, 5, 70));
        }

        assertThat(apply(sell(101, RETAINED + 1, 5, 70)))
                .isEqualTo(rejectedWithoutSequence(RETAINED + 1, RejectReason.BUSY));
        assertThat(apply(sell(101, RETAINED + 2, 5, 75)))
                .isEqualTo(rejectedWithoutSequence(RETAINED + 2, RejectReason.OFF_TICK));
        assertThat(events).hasSize(RETAINED);

        apply(new AcknowledgeEvents(1));
        assertAccepted(sell(101, RETAINED + 1, 5, 70));
    }

    @Test
    void refusesOrdersThatMayRestWhileTheBookIsFull() {
        test = TestEngine.of(new MatchingEngine(book.open(), RETAINED, 2));
        test.apply(clock(WALL, 1));
        test.apply(configure());
        test.accept(sell(101, 1, 10, 70));
        test.accept(sell(101, 2, 10, 80));

        test.reject(RejectReason.BUSY, sell(101, 3, 10, 70));
        test.reject(RejectReason.BUSY, buy(102, 1, 10, 200));
        OrderTerms immediate = OrderTerms.DEFAULT.immediate(TimeInForce.IMMEDIATE_OR_CANCEL);
        test.accept(with(buy(102, 2, 5, 200), immediate));
        test.reject(RejectReason.BUSY, sell(101, 3, 10, 70));
        test.accept(with(buy(102, 3, 5, 200), immediate));

        test.accept(sell(101, 3, 10, 70));
        test.reject(RejectReason.BUSY, sell(101, 4, 10, 70));
        test.apply(cancel(101, 3));
        test.accept(sell(101, 4, 10, 70));
    }

    @Test
    void gatesWaitForAcknowledgementAndNoneIsSkipped() {
        logAt(Duration.ofMinutes(15 * (RETAINED + 10)));
        assertThat(events).hasSize(RETAINED);

        apply(new AcknowledgeEvents(RETAINED));

        assertThat(events)
                .extracting(event -> ((GateClosed) event).interval())
                .startsWith(interval(1))
                .hasSize(RETAINED + 10)
                .isSorted();
    }

    @Test
    void keepsEventsUntilTheyAreAcknowledged() {
        apply(sell(101, 1, 5, 70));
        apply(sell(101, 2, 5, 70));
        apply(sell(101, 3, 5, 70));

        apply(new AcknowledgeEvents(1));
        apply(new AcknowledgeEvents(0));

        assertThat(engine.firstRetainedSequence()).isEqualTo(2);
        assertThat(engine.retainedAfter(0, 10)).containsExactlyElementsOf(events.subList(1, 3));
        assertThat(engine.retainedAfter(2, 10)).containsExactly(events.get(2));
        assertThat(engine.retainedAfter(0, 1)).containsExactly(events.get(1));
        apply(new AcknowledgeEvents(Long.MAX_VALUE));
        assertThat(engine.firstRetainedSequence()).isEqualTo(4);
        assertThat(engine.retainedAfter(3, 10)).isEmpty();
    }

    private EngineAnswer apply(EngineCommand command) {
        return test.apply(command);
    }

    private void logAt(Duration afterStart) {
        test.logAt(afterStart);
    }

    private void assertAccepted(PlaceOrder order) {
        assertThat(apply(order))
                .isInstanceOfSatisfying(
                        EngineAnswer.Event.class,
                        answer -> assertThat(answer.event()).isInstanceOf(OrderAccepted.class));
    }

    private void assertRejected(EngineCommand command, RejectReason reason) {
        assertThat(apply(command))
                .isInstanceOfSatisfying(
                        EngineAnswer.Event.class,
                        answer ->
                                assertThat(answer.event())
                                        .isInstanceOfSatisfying(
                                                OrderRejected.class,
                                                rejected ->
                                                        assertThat(rejected.reason())
                                                                .isEqualTo(reason)));
    }

    private EngineAnswer rejectedWithoutSequence(long id, RejectReason reason) {
        return new EngineAnswer.Event(
                new OrderRejected(0, engine.now(), new ParticipantId(101), id, reason));
    }
}
