package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.START;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestBook.class)
class ReplaceOrderTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void saysWhatTheOrderIsNow() {
        test.accept(sell(101, 7, 20, 50));

        OrderReplaced replaced = test.direct(OrderReplaced.class, replace(101, 7, 15, 60));

        assertThat(replaced)
                .isEqualTo(
                        new OrderReplaced(
                                2,
                                START,
                                new OrderId(1),
                                new ParticipantId(101),
                                7,
                                Energy.ofWattHours(15),
                                Price.ofMicroPerKwh(60)));
    }

    @Test
    void keepsItsPlaceIfOnlyTheQuantityFalls() {
        test.accept(sell(101, 1, 20, 50));
        test.accept(sell(102, 1, 20, 50));
        test.accept(replace(101, 1, 15, 50));

        test.accept(buy(201, 1, 20, 100));

        assertThat(test.deals()).containsExactly("101>201 15@50", "102>201 5@50");
    }

    @Test
    void losesItsPlaceIfTheQuantityGrowsOrTheLimitMoves() {
        test.accept(sell(101, 1, 20, 50));
        test.accept(sell(102, 1, 20, 50));
        test.accept(replace(101, 1, 25, 50));
        test.accept(buy(201, 1, 5, 100));
        test.accept(replace(102, 1, 15, 60));
        test.accept(replace(102, 1, 15, 50));
        test.accept(buy(201, 2, 5, 100));

        assertThat(test.deals()).containsExactly("102>201 5@50", "101>201 5@50");
    }

    @Test
    void tradesAtOnceIfItsNewLimitAllows() {
        test.accept(buy(201, 1, 10, 90));
        test.accept(sell(101, 1, 20, 50));
        assertThat(test.trades()).isEmpty();

        test.accept(replace(201, 1, 25, 100));

        assertThat(test.deals()).containsExactly("101>201 20@50");
        test.accept(sell(102, 1, 10, 0));
        assertThat(test.deals()).endsWith("102>201 5@50");
    }

    @Test
    void aPostOnlyOrderThatWouldTradeLeaves() {
        test.accept(with(buy(201, 1, 10, 90), OrderTerms.DEFAULT.withPostOnly()));
        test.accept(sell(101, 1, 20, 50));

        test.accept(replace(201, 1, 15, 100));

        assertThat(test.all(OrderCancelled.class))
                .singleElement()
                .satisfies(cancelled -> {
                    assertThat(cancelled.reason()).isEqualTo(CancelReason.WOULD_TRADE);
                    assertThat(cancelled.remaining()).isEqualTo(Energy.ofWattHours(15));
                });
        test.reject(RejectReason.UNKNOWN_ORDER, replace(201, 1, 15, 90));
    }

    @Test
    void theFirstCommandIsStillTheOneThatIsRecognised() {
        EngineAnswer first = test.apply(sell(101, 1, 20, 50));
        test.accept(replace(101, 1, 15, 60));

        assertThat(test.apply(sell(101, 1, 20, 50))).isEqualTo(first);
        test.reject(RejectReason.DUPLICATE_CLIENT_ORDER_ID, sell(101, 1, 15, 60));
    }

    @Test
    void refusesWhatNewOrdersAreRefusedFor() {
        test.accept(sell(101, 1, 20, 50));
        test.reject(RejectReason.OFF_TICK, replace(101, 1, 20, 55));
        test.reject(RejectReason.OFF_LOT, replace(101, 1, 21, 50));
        test.reject(RejectReason.OFF_LOT, replace(101, 1, 0, 50));
        test.reject(RejectReason.OUT_OF_RANGE, replace(101, 1, 20, 1_000_000_010));
        test.reject(RejectReason.OUT_OF_RANGE, replace(101, 1, 1_000_000_005, 50));
    }

    @Test
    void refusesWhatIsUnknownFilledCancelledOrClosed() {
        test.accept(sell(101, 1, 20, 50));
        test.accept(buy(201, 1, 20, 100));
        test.accept(sell(101, 2, 20, 50));
        test.accept(cancel(101, 2));
        test.accept(in(sell(101, 3, 20, 50), AREA, interval(1)));
        test.reject(RejectReason.UNKNOWN_ORDER, replace(101, 1, 20, 50));
        test.reject(RejectReason.UNKNOWN_ORDER, replace(101, 2, 20, 50));
        test.reject(RejectReason.UNKNOWN_ORDER, replace(101, 4, 20, 50));
        test.reject(RejectReason.UNKNOWN_ORDER, replace(102, 1, 20, 50));

        test.logAt(Duration.ofMinutes(10));
        test.reject(RejectReason.GATE_CLOSED, replace(101, 3, 20, 50));
        test.logAt(Duration.ofMinutes(70));
        test.reject(RejectReason.UNKNOWN_ORDER, replace(101, 3, 20, 50));
    }

    @Test
    void waitsWhileTooManyEventsDo() {
        test = TestEngine.open(book, 3);
        test.accept(sell(101, 1, 20, 50));
        test.accept(sell(101, 2, 20, 50));
        test.accept(sell(101, 3, 20, 50));
        long hash = test.engine.stateHash();

        test.reject(RejectReason.BUSY, replace(101, 1, 10, 50));

        assertThat(test.engine.stateHash()).isEqualTo(hash);
        test.accept(new AcknowledgeEvents(1));
        test.accept(replace(101, 1, 10, 50));
    }

    private static ReplaceOrder replace(long participant, long id, long wattHours, long limit) {
        return new ReplaceOrder(
                new ParticipantId(participant),
                id,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }
}
