package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same command again is answered like the first; another one under its number is refused. */
@ParameterizedClass
@EnumSource(TestBook.class)
class IdempotencyTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
        test.accept(sell(101, 1, 50, 50));
        test.accept(in(sell(101, 2, 50, 50), AREA, interval(9)));
    }

    static Stream<EngineCommand> commands() {
        return Stream.of(
                buy(201, 1, 10, 100),
                buy(201, 1, 10, 10),
                with(buy(201, 1, 10, 100), OrderTerms.DEFAULT.immediate(TimeInForce.FILL_OR_KILL)),
                with(buy(201, 1, 10, 10), OrderTerms.DEFAULT.until(interval(3).start())),
                block(3, 10, 100),
                block(2, 10, 100),
                basket(leg(8, 10, 100), leg(9, 10, 100)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aRepeatIsAnsweredLikeTheFirst(EngineCommand command) {
        EngineAnswer first = test.apply(command);
        test.accept(new AcknowledgeEvents(Long.MAX_VALUE));
        test.logAt(Duration.ofSeconds(1));
        long sequence = test.engine.lastSequence();

        assertThat(test.apply(command)).isEqualTo(first);
        assertThat(TestEngine.of(test.restored(book)).apply(command)).isEqualTo(first);
        assertThat(test.engine.lastSequence()).isEqualTo(sequence);
    }

    static Stream<EngineCommand> others() {
        OrderTerms plain = OrderTerms.DEFAULT;
        PlaceOrder order = buy(201, 1, 10, 10);
        return Stream.of(
                buy(201, 1, 15, 10),
                buy(201, 1, 10, 20),
                sell(201, 1, 10, 10),
                in(order, AREA, interval(9)),
                with(order, plain.immediate(TimeInForce.IMMEDIATE_OR_CANCEL)),
                with(order, plain.until(interval(3).start())),
                with(order, plain.withSelfTrade(SelfTradePrevention.DECREMENT)),
                with(order, plain.withPostOnly()),
                with(order, plain.withMinimumFill(Energy.ofWattHours(5))),
                with(order, plain.withDisplayed(Energy.ofWattHours(5))),
                with(order, plain.withOrigin(Origin.SOLAR, false)),
                block(3, 10, 10),
                basket(leg(8, 10, 100), leg(9, 10, 100)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherOrderUnderItsNumberIsRefused(EngineCommand other) {
        test.accept(buy(201, 1, 10, 10));

        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, other);
        test.accept(buy(201, 2, 10, 10));
        test.accept(buy(202, 1, 10, 10));
    }

    @Test
    void blocksAndBasketsAreToldApartByAllOfThem() {
        test.accept(block(3, 10, 100));
        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, block(2, 10, 100));
        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, block(3, 15, 100));

        PlaceBasket basket =
                new PlaceBasket(
                        new ParticipantId(202), 1, List.of(leg(8, 10, 100), leg(9, 10, 100)));
        test.accept(basket);
        test.reject(
                RejectReason.DUPLICATE_CLIENT_ORDER_ID,
                new PlaceBasket(
                        new ParticipantId(202), 1, List.of(leg(8, 10, 100), leg(9, 15, 100))));
    }

    @Test
    void isAnsweredEvenWhileTooManyEventsWait() {
        test = TestEngine.open(book, 1);
        EngineAnswer first = test.apply(sell(101, 1, 50, 50));

        assertThat(test.apply(sell(101, 1, 50, 50))).isEqualTo(first);
    }

    /** The gate of interval 8 closes at 1:55; an hour later the next one's closing forgets it. */
    @ParameterizedTest
    @MethodSource("commands")
    void aRepeatIsAnsweredLikeTheFirstForAnHourAfterTheGate(EngineCommand command) {
        EngineAnswer first = test.apply(command);
        test.logAt(Duration.ofMinutes(60 + 55));
        test.accept(new AcknowledgeEvents(Long.MAX_VALUE));
        assertAnsweredAgain(command, first);
        test.logAt(Duration.ofMinutes(2 * 60 + 54));
        assertAnsweredAgain(command, first);

        test.logAt(Duration.ofMinutes(2 * 60 + 55));

        test.reject(RejectReason.GATE_CLOSED, command);
        test.accept(in(buy(201, 1, 10, 10), AREA, interval(20)));
    }

    private void assertAnsweredAgain(EngineCommand command, EngineAnswer first) {
        long sequence = test.engine.lastSequence();
        long hash = test.engine.stateHash();

        assertThat(test.apply(command)).isEqualTo(first);
        assertThat(TestEngine.of(test.restored(book)).apply(command)).isEqualTo(first);
        assertThat(test.restored(book).stateHash()).isEqualTo(hash);
        assertThat(test.engine.stateHash()).isEqualTo(hash);
        assertThat(test.engine.lastSequence()).isEqualTo(sequence);
    }

    /** So the closed gate says for certain that the first was not taken. */
    @Test
    void whatWasRefusedIsNotTakenLater() {
        test.reject(RejectReason.OFF_TICK, buy(201, 1, 10, 11));
        test.logAt(Duration.ofMinutes(60 + 55));

        test.reject(RejectReason.GATE_CLOSED, buy(201, 1, 10, 11));
    }

    @Test
    void aClosedOrderIsOnlyThereToBeAskedFor() {
        test.accept(buy(201, 1, 10, 10));
        test.logAt(Duration.ofMinutes(60 + 55));

        test.reject(RejectReason.GATE_CLOSED, buy(201, 1, 15, 10));
        test.reject(
                RejectReason.DUPLICATE_CLIENT_ORDER_ID, in(buy(201, 1, 10, 10), AREA, interval(9)));
        test.reject(RejectReason.GATE_CLOSED, cancel(201, 1));
        test.reject(
                RejectReason.GATE_CLOSED,
                new ReplaceOrder(
                        new ParticipantId(201), 1, Energy.ofWattHours(5), Price.ofMicroPerKwh(10)));
        long sequence = test.engine.lastSequence();
        test.accept(new CancelOrders(new ParticipantId(201), null));
        test.accept(new SetGroup(new ParticipantId(201), new ParticipantId(202)));
        assertThat(test.engine.lastSequence()).isEqualTo(sequence);

        test.logAt(Duration.ofMinutes(2 * 60 + 55));
        test.reject(RejectReason.UNKNOWN_ORDER, cancel(201, 1));
    }

    /** Gates close every quarter-hour, and what was kept long enough is forgotten then. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 15", "15, 15", "16, 30", "1440, 1440"})
    void anAreaSaysHowLongRepeatsAreKnown(int window, int known) {
        AreaRules usual = TestMarket.RULES;
        test.accept(
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                usual.intervalLength(),
                                usual.gateLead(),
                                usual.horizon(),
                                usual.tick(),
                                usual.lot(),
                                usual.feesPerKwh(),
                                usual.design(),
                                usual.premiums(),
                                Duration.ofMinutes(window))));
        EngineAnswer first = test.apply(buy(201, 1, 10, 10));
        Duration gate = Duration.ofMinutes(60 + 55);
        test.logAt(gate);
        for (int passed = 0; passed < known; passed += 15) {
            test.logAt(gate.plusMinutes(passed));
        }
        if (known > 0) {
            test.logAt(gate.plusMinutes(known).minusMillis(1));
            assertAnsweredAgain(buy(201, 1, 10, 10), first);
        }

        test.logAt(gate.plusMinutes(known));

        test.reject(RejectReason.GATE_CLOSED, buy(201, 1, 10, 10));
    }

    /** They leave with their first gate. */
    @Test
    void theNumberOfABlockOrBasketIsFreeAnHourAfterTheFirstGate() {
        PlaceBlock block =
                new PlaceBlock(
                        new ParticipantId(201),
                        1,
                        AREA,
                        interval(1),
                        2,
                        Side.BUY,
                        Energy.ofWattHours(10),
                        Price.ofMicroPerKwh(10));
        EngineAnswer placed = test.apply(block);
        test.accept(in(sell(101, 3, 10, 50), AREA, interval(1)));
        PlaceBasket basket =
                new PlaceBasket(
                        new ParticipantId(202), 1, List.of(leg(8, 10, 100), leg(1, 10, 100)));
        EngineAnswer traded = test.apply(basket);

        test.logAt(Duration.ofMinutes(10));
        assertAnsweredAgain(block, placed);
        assertAnsweredAgain(basket, traded);
        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, buy(201, 1, 10, 10));
        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, buy(202, 1, 10, 10));

        test.logAt(Duration.ofMinutes(70));
        test.reject(RejectReason.GATE_CLOSED, block);
        test.reject(RejectReason.GATE_CLOSED, basket);
        test.accept(buy(201, 1, 10, 10));
        test.accept(buy(202, 1, 10, 10));
    }

    private static PlaceBlock block(int intervals, long wattHours, long limit) {
        return new PlaceBlock(
                new ParticipantId(201),
                1,
                AREA,
                interval(8),
                intervals,
                Side.BUY,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }

    private static PlaceBasket basket(Leg... legs) {
        return new PlaceBasket(new ParticipantId(201), 1, List.of(legs));
    }

    private static Leg leg(long number, long wattHours, long limit) {
        return new Leg(
                new AreaId(1),
                interval(number),
                Side.BUY,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }
}
