package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
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

    @Test
    void theNumberOfABlockOrBasketIsFreeAfterTheFirstGate() {
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
        test.accept(block);
        test.accept(in(sell(101, 3, 10, 50), AREA, interval(1)));
        PlaceBasket basket =
                new PlaceBasket(
                        new ParticipantId(202), 1, List.of(leg(8, 10, 100), leg(1, 10, 100)));
        test.accept(basket);

        test.logAt(Duration.ofMinutes(10));

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
