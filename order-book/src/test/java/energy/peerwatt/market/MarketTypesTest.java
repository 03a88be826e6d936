package energy.peerwatt.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketTypesTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Price TICK = Price.ofMicroPerKwh(100);
    private static final Energy LOT = Energy.ofWattHours(1);

    @Test
    void idsStartAtOne() {
        for (ThrowingCallable zero :
                List.<ThrowingCallable>of(
                        () -> new AreaId(0),
                        () -> new OrderId(0),
                        () -> new TradeId(0),
                        () -> new ParticipantId(0))) {
            assertThatThrownBy(zero).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void idsOrderAndReadAsNumbers() {
        assertThat(new AreaId(2)).isGreaterThan(new AreaId(1)).hasToString("2");
        assertThat(new OrderId(2)).isGreaterThan(new OrderId(1)).hasToString("2");
        assertThat(new TradeId(2)).isGreaterThan(new TradeId(1)).hasToString("2");
        assertThat(new ParticipantId(100))
                .isGreaterThan(ParticipantId.TAX_OFFICE)
                .hasToString("100");
        assertThat(new MeteringPointId("AT-2")).isGreaterThan(new MeteringPointId("AT-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AT-SIM-000000000000000000000000101", "1", "AT003100000000000000000000"})
    void acceptsMeteringPoints(String value) {
        assertThat(new MeteringPointId(value.substring(0, Math.min(33, value.length()))))
                .asString()
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AT 1", "Zählpunkt", "AT-SIM-0000000000000000000000000101"})
    void refusesOtherMeteringPoints(String value) {
        assertThatThrownBy(() -> new MeteringPointId(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void qualityOfASumIsTheWorst() {
        assertThat(Quality.ACTUAL.worst(Quality.ESTIMATED)).isEqualTo(Quality.ESTIMATED);
        assertThat(Quality.ESTIMATED.worst(Quality.SUBSTITUTED)).isEqualTo(Quality.ESTIMATED);
        assertThat(Quality.ACTUAL.worst(Quality.ACTUAL)).isEqualTo(Quality.ACTUAL);
    }

    @Test
    void sidesAreOpposite() {
        assertThat(Side.BUY.opposite()).isEqualTo(Side.SELL);
        assertThat(Side.SELL.opposite()).isEqualTo(Side.BUY);
    }

    @Test
    void errorCodesHaveStableIds() {
        assertThat(ErrorCode.CHAIN_UNAVAILABLE.id()).isEqualTo("chain-unavailable");
        assertThat(ErrorCode.SPOOL_FULL.kind()).isEqualTo(ErrorCode.Kind.RESOURCE);
        assertThat(new MarketException(ErrorCode.SPOOL_FULL, "4 MB"))
                .hasMessage("spool-full: 4 MB")
                .extracting(MarketException::code)
                .isEqualTo(ErrorCode.SPOOL_FULL);
    }

    static Stream<ThrowingCallable> rulesThatCannotBe() {
        return Stream.of(
                () -> rules(Duration.ofMinutes(7), QUARTER, DAY, TICK, LOT, Price.ZERO),
                () -> rules(QUARTER, Duration.ofSeconds(-1), DAY, TICK, LOT, Price.ZERO),
                () -> rules(QUARTER, DAY, DAY, TICK, LOT, Price.ZERO),
                () -> rules(QUARTER, QUARTER, Duration.ofDays(367), TICK, LOT, Price.ZERO),
                () -> rules(QUARTER, QUARTER, DAY, Price.ZERO, LOT, Price.ZERO),
                () -> rules(QUARTER, QUARTER, DAY, TICK, Energy.ZERO, Price.ZERO),
                () -> rules(QUARTER, QUARTER, DAY, TICK, LOT, Price.ofMicroPerKwh(-1)),
                () -> rules(QUARTER, QUARTER, DAY, TICK, LOT, Price.ofMicroPerKwh(1L << 40)),
                () -> rules(Duration.ofNanos(-1)),
                () -> rules(DAY.plusNanos(1)));
    }

    @Test
    void repeatsAreKnownForAnHourUnlessSaidOtherwise() {
        AreaRules usual = rules(QUARTER, QUARTER, DAY, TICK, LOT, Price.ZERO);
        assertThat(usual).isEqualTo(rules(Duration.ofHours(1)));
        assertThat(rules(Duration.ZERO).repeatWindow()).isZero();
        assertThat(rules(DAY).repeatWindow()).isEqualTo(DAY);
    }

    @ParameterizedTest
    @MethodSource("rulesThatCannotBe")
    void refusesRulesThatCannotBe(ThrowingCallable rules) {
        assertThatThrownBy(rules).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largestOrderStillHasAValue() {
        assertThat(AreaRules.LARGEST_LIMIT.times(AreaRules.LARGEST_QUANTITY).toDecimalString())
                .isEqualTo("1000000000");
    }

    @Test
    void refusesClocksThatCannotBe() {
        Instant now = Instant.parse("2026-06-18T05:00:00Z");
        assertThatThrownBy(() -> new EngineCommand.SetClock(now, now, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EngineCommand.SetClock(Instant.MAX, now, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EngineCommand.SetClock(now, Instant.MIN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static AreaRules rules(Duration repeatWindow) {
        return new AreaRules(
                new AreaId(1),
                QUARTER,
                QUARTER,
                DAY,
                TICK,
                LOT,
                Price.ZERO,
                MarketDesign.CONTINUOUS,
                OriginPremiums.NONE,
                repeatWindow);
    }

    private static AreaRules rules(
            Duration length, Duration lead, Duration horizon, Price tick, Energy lot, Price fees) {
        return new AreaRules(new AreaId(1), length, lead, horizon, tick, lot, fees);
    }
}
