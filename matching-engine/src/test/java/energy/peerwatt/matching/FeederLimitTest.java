package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.START;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
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
class FeederLimitTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void refusesOrdersBeyondWhatIsLeft() {
        limit(20L, 30L);
        test.reject(RejectReason.FEEDER_LIMIT, sell(101, 1, 25, 50));
        test.reject(RejectReason.FEEDER_LIMIT, buy(201, 1, 35, 50));
        test.accept(sell(101, 1, 20, 50));
        test.accept(sell(102, 1, 20, 50));
        test.accept(in(sell(101, 2, 500, 50), AREA, interval(9)));
        test.accept(buy(201, 1, 5, 100));

        test.reject(RejectReason.FEEDER_LIMIT, sell(101, 3, 20, 50));
        test.accept(sell(101, 3, 15, 50));
        test.reject(RejectReason.FEEDER_LIMIT, buy(201, 3, 30, 50));
    }

    @Test
    void fillsStopAtTheLimitOfEitherSide() {
        limit(20L, null);
        test.accept(sell(101, 1, 20, 50));
        test.accept(sell(102, 1, 20, 50));
        test.accept(buy(201, 1, 50, 100));
        assertThat(test.deals()).containsExactly("101>201 20@50");

        limit(null, 25L);
        test.accept(buy(202, 1, 5, 100));
        test.reject(RejectReason.FEEDER_LIMIT, buy(202, 2, 5, 100));
        assertThat(test.deals()).containsExactly("101>201 20@50", "102>202 5@50");
    }

    @Test
    void aLimitBelowWhatIsTradedStopsAllTrade() {
        test.accept(sell(101, 1, 50, 50));
        test.accept(buy(201, 1, 30, 100));
        limit(10L, null);

        test.accept(buy(201, 2, 5, 100));
        test.reject(RejectReason.FEEDER_LIMIT, sell(102, 1, 5, 50));

        assertThat(test.trades()).hasSize(1);
    }

    @Test
    void aReplacedOrderMayNotGrowBeyondIt() {
        test.accept(sell(101, 1, 30, 50));
        limit(20L, null);

        test.reject(RejectReason.FEEDER_LIMIT, replace(35));
        test.accept(replace(25));
        test.accept(replace(10));
        test.accept(replace(20));
    }

    @Test
    void theLimitIsForgottenWithItsGate() {
        test.accept(new SetFeederLimit(AREA, interval(1), Energy.ZERO, Energy.ZERO));
        test.reject(RejectReason.FEEDER_LIMIT, in(sell(101, 1, 5, 50), AREA, interval(1)));

        test.logAt(Duration.ofMinutes(10));

        test.reject(RejectReason.GATE_CLOSED, in(sell(101, 1, 5, 50), AREA, interval(1)));
        test.refuse(RejectReason.GATE_CLOSED, new SetFeederLimit(AREA, interval(1), null, null));
    }

    @Test
    void refusesForeignAreasIntervalsAndFarFutures() {
        test.refuse(
                RejectReason.UNKNOWN_AREA,
                new SetFeederLimit(new AreaId(7), interval(8), null, null));
        test.refuse(
                RejectReason.WRONG_INTERVAL,
                new SetFeederLimit(
                        AREA,
                        new DeliveryInterval(START.plusSeconds(7_200), Duration.ofHours(1)),
                        null,
                        null));
        test.refuse(
                RejectReason.BEYOND_HORIZON,
                new SetFeederLimit(AREA, interval(96 * 367), null, null));
        test.accept(new SetFeederLimit(AREA, interval(96 * 366), null, null));
    }

    private static ReplaceOrder replace(long wattHours) {
        return new ReplaceOrder(
                new ParticipantId(101), 1, Energy.ofWattHours(wattHours), Price.ofMicroPerKwh(50));
    }

    private void limit(Long sold, Long bought) {
        test.accept(
                new SetFeederLimit(
                        AREA,
                        interval(8),
                        sold == null ? null : Energy.ofWattHours(sold),
                        bought == null ? null : Energy.ofWattHours(bought)));
    }
}
