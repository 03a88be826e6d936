package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.START;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static energy.peerwatt.matching.TestMarket.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.unit.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(TestBook.class)
class OrderTermsTest {

    private static final OrderTerms PLAIN = OrderTerms.DEFAULT;

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
        test.accept(sell(101, 1, 20, 50));
    }

    @Test
    void anImmediateOrderTradesWhatItCanAndLeaves() {
        test.accept(with(buy(201, 1, 30, 100), PLAIN.immediate(TimeInForce.IMMEDIATE_OR_CANCEL)));

        assertThat(test.deals()).containsExactly("101>201 20@50");
        assertLeft(201, 10, CancelReason.NOT_FILLED_AT_ONCE);
    }

    @Test
    void aFillOrKillOrderTradesWholeOrNotAtAll() {
        test.accept(with(buy(201, 1, 25, 100), PLAIN.immediate(TimeInForce.FILL_OR_KILL)));
        assertThat(test.trades()).isEmpty();
        assertLeft(201, 25, CancelReason.UNFILLABLE);

        test.accept(with(buy(201, 2, 20, 100), PLAIN.immediate(TimeInForce.FILL_OR_KILL)));
        assertThat(test.deals()).containsExactly("101>201 20@50");
    }

    @Test
    void aPostOnlyOrderRestsWithoutTradingOrLeaves() {
        test.accept(with(buy(201, 1, 5, 100), PLAIN.withPostOnly()));
        assertThat(test.trades()).isEmpty();
        assertLeft(201, 5, CancelReason.WOULD_TRADE);

        test.accept(with(buy(201, 2, 5, 90), PLAIN.withPostOnly()));
        test.accept(sell(102, 1, 5, 40));
        assertThat(test.deals()).containsExactly("102>201 5@40");
    }

    @Test
    void aMinimumMustBeMetAtOnce() {
        test.accept(with(buy(201, 1, 50, 100), PLAIN.withMinimumFill(Energy.ofWattHours(25))));
        assertLeft(201, 50, CancelReason.UNFILLABLE);

        test.accept(with(buy(201, 2, 50, 100), PLAIN.withMinimumFill(Energy.ofWattHours(20))));
        assertThat(test.deals()).containsExactly("101>201 20@50");
        test.accept(sell(102, 1, 5, 40));
        assertThat(test.deals()).endsWith("102>201 5@50");
    }

    @Test
    void anIcebergShowsAClipAtATimeAndQueuesAnew() {
        test.accept(with(sell(102, 1, 20, 40), PLAIN.withDisplayed(Energy.ofWattHours(10))));
        test.accept(sell(103, 1, 10, 40));

        test.accept(buy(201, 1, 30, 100));

        assertThat(test.deals()).containsExactly("102>201 10@40", "103>201 10@40", "102>201 10@40");
    }

    @Test
    void anOrderLeavesAtItsTime() {
        Instant until = START.plusSeconds(90);
        test.accept(with(buy(201, 1, 10, 50), PLAIN.until(until)));
        test.accept(with(buy(202, 1, 10, 50), PLAIN.until(until.minusNanos(1))));
        assertThat(test.engine.nextDueLogTime())
                .isEqualTo(TestEngine.WALL.plusSeconds(90).toEpochMilli());

        test.logAt(Duration.ofSeconds(90).minusMillis(1));
        assertThat(test.all(OrderCancelled.class)).isEmpty();
        test.logAt(Duration.ofSeconds(90));

        assertThat(test.all(OrderCancelled.class))
                .extracting(cancelled -> cancelled.participant().value())
                .containsExactly(202L, 201L);
        assertLeft(201, 10, CancelReason.EXPIRED);
        assertThat(test.engine.nextDueLogTime())
                .isEqualTo(TestEngine.WALL.plusSeconds(600).toEpochMilli());
    }

    @Test
    void anOrderThatIsGoneDoesNotExpire() {
        test.accept(with(buy(201, 1, 20, 100), PLAIN.until(START.plusSeconds(90))));
        test.accept(with(buy(202, 1, 20, 50), PLAIN.until(START.plusSeconds(80))));
        test.accept(TestMarket.cancel(202, 1));

        assertThat(test.engine.nextDueLogTime())
                .isEqualTo(TestEngine.WALL.plusSeconds(600).toEpochMilli());
        test.logAt(Duration.ofSeconds(100));

        assertThat(test.all(OrderCancelled.class)).hasSize(1);
    }

    @Test
    void ordersExpireBeforeTheGateOfTheSameTime() {
        Instant gate = interval(1).start().minus(TestMarket.GATE_LEAD);
        test.accept(in(with(buy(201, 1, 10, 50), PLAIN.until(gate)), TestMarket.AREA, interval(1)));
        test.accept(
                in(
                        with(buy(202, 1, 10, 50), PLAIN.until(gate.plusSeconds(1))),
                        TestMarket.AREA,
                        interval(1)));

        test.logAt(Duration.ofMinutes(10));

        assertThat(test.all(OrderCancelled.class))
                .extracting(OrderCancelled::reason)
                .containsExactly(CancelReason.EXPIRED, CancelReason.GATE_CLOSED);
    }

    @Test
    void refusesATimeThatHasPassed() {
        test.logAt(Duration.ofSeconds(90));
        test.reject(
                RejectReason.EXPIRED, with(buy(201, 1, 10, 50), PLAIN.until(test.engine.now())));
        test.accept(with(buy(201, 1, 10, 50), PLAIN.until(test.engine.now().plusNanos(1))));
    }

    static Stream<OrderTerms> contradictions() {
        Energy some = Energy.ofWattHours(5);
        return Stream.of(
                PLAIN.withPostOnly().immediate(TimeInForce.IMMEDIATE_OR_CANCEL),
                PLAIN.withPostOnly().immediate(TimeInForce.FILL_OR_KILL),
                PLAIN.withPostOnly().withMinimumFill(some),
                PLAIN.withDisplayed(some).immediate(TimeInForce.IMMEDIATE_OR_CANCEL),
                PLAIN.withDisplayed(some).immediate(TimeInForce.FILL_OR_KILL),
                PLAIN.withMinimumFill(Energy.ofWattHours(15)));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesTermsThatContradictEachOther(OrderTerms terms) {
        test.reject(RejectReason.TERMS_NOT_ALLOWED, with(buy(201, 1, 10, 50), terms));
    }

    @Test
    void refusesPartsOffTheLot() {
        Energy off = Energy.ofWattHours(7);
        for (OrderTerms terms : List.of(PLAIN.withDisplayed(off), PLAIN.withMinimumFill(off))) {
            test.reject(RejectReason.OFF_LOT, with(buy(201, 1, 10, 50), terms));
        }
    }

    @Test
    void refusesAClipLargerThanAnyOrder() {
        OrderTerms terms = PLAIN.withDisplayed(Energy.ofWattHours(Long.MAX_VALUE / 5 * 5));
        test.reject(RejectReason.OUT_OF_RANGE, with(buy(201, 1, 10, 50), terms));
    }

    private void assertLeft(long participant, long wattHours, CancelReason reason) {
        OrderCancelled cancelled = test.all(OrderCancelled.class).getLast();
        assertThat(cancelled.participant().value()).isEqualTo(participant);
        assertThat(cancelled.remaining()).isEqualTo(Energy.ofWattHours(wattHours));
        assertThat(cancelled.reason()).isEqualTo(reason);
    }
}
