package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
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
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineEvent.GateClosed;
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

/** Rules count for the intervals that start from their date on. */
@ParameterizedClass
@EnumSource(TestBook.class)
class AreaRulesTest {

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void openMarket() {
        test = TestEngine.open(book);
    }

    @Test
    void feesCountFromTheirDateOn() {
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO), interval(9).start()));
        test.accept(sell(101, 1, 10, 50));
        test.accept(in(sell(101, 2, 10, 50), AREA, interval(9)));

        test.accept(buy(201, 1, 10, 50));
        test.accept(in(buy(201, 2, 10, 50), AREA, interval(9)));

        assertThat(test.trades()).hasSize(1);
        assertThat(test.trades().getFirst().interval()).isEqualTo(interval(9));
    }

    @Test
    void aDateWithinAnIntervalConcernsTheNext() {
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO), interval(8).start().plusNanos(1)));
        test.accept(sell(101, 1, 10, 50));
        test.accept(buy(201, 1, 10, 50));

        assertThat(test.trades()).isEmpty();
    }

    @Test
    void laterRulesReplaceAllFromTheirDateOn() {
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO), interval(9).start()));
        test.accept(new ConfigureArea(rules(AREA, Price.ofMicroPerKwh(10)), interval(8).start()));
        test.accept(in(sell(101, 1, 10, 50), AREA, interval(9)));
        test.accept(in(buy(201, 1, 10, 50), AREA, interval(9)));
        assertThat(test.trades()).isEmpty();
        test.accept(in(buy(201, 2, 10, 60), AREA, interval(9)));
        assertThat(test.trades()).hasSize(1);
    }

    @Test
    void restingOrdersKeepTheirLimitsWhenFeesChange() {
        test.accept(sell(101, 1, 10, 50));
        test.accept(buy(201, 1, 10, 90));
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO)));
        assertThat(test.trades()).isEmpty();

        test.accept(sell(102, 1, 5, 0));
        assertThat(test.deals()).containsExactly("102>201 5@90");
    }

    @Test
    void theLotCountsFromItsDateOn() {
        test.accept(new ConfigureArea(with(Energy.ofWattHours(7), 5), interval(9).start()));
        test.reject(RejectReason.OFF_LOT, sell(101, 1, 7, 50));
        test.reject(RejectReason.OFF_LOT, in(sell(101, 1, 5, 50), AREA, interval(9)));
        test.accept(in(sell(101, 1, 7, 50), AREA, interval(9)));
    }

    @Test
    void whereTheGateLeadGrowsEarlierGatesCloseNoLater() {
        test.accept(new ConfigureArea(with(Energy.ofWattHours(5), 35), interval(3).start()));

        test.logAt(Duration.ofMinutes(10));

        assertThat(test.all(GateClosed.class))
                .extracting(GateClosed::interval)
                .containsExactly(interval(1), interval(2), interval(3));
        test.reject(RejectReason.GATE_CLOSED, in(sell(101, 1, 5, 50), AREA, interval(2)));
        test.accept(in(sell(101, 1, 5, 50), AREA, interval(4)));
    }

    @Test
    void whereTheGateLeadShrinksLaterGatesCloseLater() {
        test.accept(new ConfigureArea(with(Energy.ofWattHours(5), 0), interval(2).start()));

        test.logAt(Duration.ofMinutes(29));
        assertThat(test.all(GateClosed.class)).hasSize(1);
        test.logAt(Duration.ofMinutes(30));
        assertThat(test.all(GateClosed.class)).hasSize(2);
    }

    @Test
    void manyDatedRulesAreForgottenAsTimePasses() {
        for (int number = 1; number < 50; number++) {
            test.accept(
                    new ConfigureArea(
                            rules(AREA, Price.ofMicroPerKwh(number)), interval(number).start()));
        }
        test.logAt(Duration.ofHours(20));
        TestEngine plain = TestEngine.open(book);
        plain.accept(new ConfigureArea(rules(AREA, Price.ofMicroPerKwh(49))));
        plain.logAt(Duration.ofHours(20));

        assertThat(test.engine.stateHash()).isEqualTo(plain.engine.stateHash());
    }

    @Test
    void anAreaMayOpenInTheFuture() {
        AreaId later = new AreaId(2);
        test.accept(new ConfigureArea(rules(later, Price.ZERO), interval(9).start()));

        test.reject(RejectReason.GATE_CLOSED, in(sell(101, 1, 5, 50), later));
        test.accept(in(sell(101, 1, 5, 50), later, interval(9)));
        test.logAt(Duration.ofHours(3));
        assertThat(test.all(GateClosed.class))
                .filteredOn(gate -> gate.area().equals(later))
                .extracting(GateClosed::interval)
                .startsWith(interval(9));
    }

    @Test
    void lengthAndTickNeverChange() {
        test.refuse(
                RejectReason.WRONG_INTERVAL,
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                Duration.ofHours(1),
                                Duration.ofMinutes(5),
                                Duration.ofDays(1),
                                Price.ofMicroPerKwh(10),
                                Energy.ofWattHours(5),
                                Price.ZERO)));
        test.refuse(
                RejectReason.OFF_TICK,
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                DeliveryInterval.QUARTER_HOUR,
                                Duration.ofMinutes(5),
                                Duration.ofDays(1),
                                Price.ofMicroPerKwh(5),
                                Energy.ofWattHours(5),
                                Price.ZERO),
                        START));
    }

    @Test
    void noTimeIsTooFar() {
        Instant last = Instant.parse("2262-04-11T23:47:16Z");
        test.accept(new ConfigureArea(rules(AREA, Price.ZERO), last));
        test.accept(new ConfigureArea(rules(new AreaId(2), Price.ZERO), last));
        test.accept(
                new ConfigureArea(rules(AREA, Price.ZERO), Instant.parse("1678-01-01T00:00:00Z")));
        DeliveryInterval far =
                DeliveryInterval.quarterHourAt(Instant.ofEpochSecond(900L * (1L << 44)));
        test.reject(RejectReason.BEYOND_HORIZON, in(sell(101, 1, 5, 50), AREA, far));
        test.reject(
                RejectReason.GATE_CLOSED,
                in(
                        sell(101, 1, 5, 50),
                        AREA,
                        DeliveryInterval.quarterHourAt(Instant.ofEpochSecond(-900L * (1L << 44)))));
    }

    @Test
    void nothingStartsAfterTheEndOfTime() {
        test = TestEngine.of(new MatchingEngine(book.open(), TestEngine.RETAINED));
        test.accept(TestMarket.clock(TestEngine.WALL, 1));
        test.accept(new SetClock(Instant.parse("2261-12-31T23:59:00Z"), TestEngine.WALL, 1));
        test.accept(
                new ConfigureArea(
                        new AreaRules(
                                AREA,
                                DeliveryInterval.QUARTER_HOUR,
                                TestMarket.GATE_LEAD,
                                Duration.ofDays(366),
                                Price.ofMicroPerKwh(10),
                                Energy.ofWattHours(5),
                                Price.ZERO)));
        DeliveryInterval far =
                DeliveryInterval.quarterHourAt(Instant.ofEpochSecond(900L * (1L << 44)));

        test.reject(RejectReason.BEYOND_HORIZON, in(sell(101, 1, 5, 50), AREA, far));
        test.refuse(RejectReason.BEYOND_HORIZON, new SetFeederLimit(AREA, far, null, null));
    }

    private static AreaRules with(Energy lot, long gateLeadMinutes) {
        return new AreaRules(
                AREA,
                DeliveryInterval.QUARTER_HOUR,
                Duration.ofMinutes(gateLeadMinutes),
                Duration.ofDays(1),
                Price.ofMicroPerKwh(10),
                lot,
                TestMarket.FEES);
    }
}
