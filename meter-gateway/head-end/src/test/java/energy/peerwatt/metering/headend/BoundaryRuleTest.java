package energy.peerwatt.metering.headend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoundaryRuleTest {

    private static final Instant BOUNDARY = Instant.parse("2026-06-18T10:15:00Z");

    @Test
    void equalRegistersAreExactHoweverLongTheBracket() {
        assertThat(value(reading(-86_400_000, 700), reading(86_400_000, 700)))
                .isEqualTo(new BoundaryValue(BOUNDARY, 700, Quality.ACTUAL, 0, Set.of()));
    }

    @Test
    void aReadingOnTheBoundaryIsExact() {
        RegisterReading exact = reading(0, 700);

        assertThat(value(exact, exact))
                .isEqualTo(new BoundaryValue(BOUNDARY, 700, Quality.ACTUAL, 0, Set.of()));
    }

    @Test
    void interpolatesAShortBracketAndSaysHowUncertainItIs() {
        assertThat(value(reading(-30_000, 700), reading(30_000, 710)))
                .isEqualTo(new BoundaryValue(BOUNDARY, 705, Quality.ACTUAL, 10, Set.of()));
    }

    @Test
    void aLongerBracketIsAnEstimate() {
        assertThat(value(reading(-30_000, 700), reading(30_001, 710)).quality())
                .isEqualTo(Quality.ESTIMATED);
    }

    @Test
    void roundsHalfUpOnce() {
        assertThat(value(reading(-1_000, 0), reading(1_000, 1)).registerWh()).isEqualTo(1);
        assertThat(value(reading(-1_000, 0), reading(1_001, 1)).registerWh()).isZero();
        assertThat(value(reading(-1_000, 0), reading(2_000, 2)).registerWh()).isEqualTo(1);
    }

    @Test
    void refusesReadingsThatDoNotEncloseTheBoundary() {
        assertThatThrownBy(() -> value(reading(1, 0), reading(2, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> value(reading(-2, 0), reading(-1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesADescendingRegister() {
        assertThatThrownBy(() -> value(reading(-1, 5), reading(1, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sharesAnyAmountExactly() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            long amount = random.nextLong() >>> 1 >>> random.nextInt(63);
            long whole = 1 + (random.nextLong() >>> 1 >>> (20 + random.nextInt(43)));
            long part = random.nextLong(whole + 1);

            long expected =
                    BigDecimal.valueOf(amount)
                            .multiply(BigDecimal.valueOf(part))
                            .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                            .longValueExact();
            assertThat(BoundaryRule.share(amount, part, whole))
                    .as("%d * %d / %d", amount, part, whole)
                    .isEqualTo(expected);
        }
    }

    @Test
    void clockWithinTheNearerReadingAddsNothing() {
        assertThat(doubted(30_000, OptionalInt.of(30_000), 1).uncertaintyWh()).isEqualTo(10);
    }

    @Test
    void clockThatMayBeBeyondTheNearerReadingAddsWhatTheConnectionCarries() {
        // 4,500 Wh in 15 minutes are 5 Wh in a second.
        assertThat(doubted(400, OptionalInt.of(800), 1).uncertaintyWh()).isEqualTo(10 + 2);
        assertThat(doubted(400, OptionalInt.of(801), 1).uncertaintyWh()).isEqualTo(10 + 3);
        assertThat(doubted(400, OptionalInt.of(801), 1).quality()).isEqualTo(Quality.ACTUAL);
    }

    @Test
    void registerOfLongStepsMayLagByOneLessOne() {
        assertThat(doubted(30_000, OptionalInt.of(0), 100).uncertaintyWh()).isEqualTo(10 + 99);
    }

    @Test
    void withoutTrustedClockTheBoundaryIsNoMeasurement() {
        BoundaryValue value = doubted(400, OptionalInt.empty(), 1);

        assertThat(value.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(value.reasons()).containsExactly(ValueReason.CLOCK);
        assertThat(value.registerWh()).isEqualTo(705);
    }

    private static BoundaryValue doubted(long distance, OptionalInt clockMillis, long stepWh) {
        RegisterReading before = reading(-distance, 700);
        RegisterReading after = reading(distance, 710);
        return new ReadingDoubt(clockMillis, stepWh)
                .addedTo(value(before, after), before, after, 4_500);
    }

    @Test
    void anIntervalIsTheDifferenceOfItsBoundariesWithTheWorseQuality() {
        RegisterId register = new RegisterId(new MeteringPointId("AT-1"), Channel.EXPORT);
        BoundaryValue start = new BoundaryValue(BOUNDARY, 700, Quality.ESTIMATED, 3, Set.of());
        BoundaryValue end =
                new BoundaryValue(BOUNDARY.plusSeconds(900), 950, Quality.ACTUAL, 4, Set.of());

        assertThat(IntervalValue.between(register, start, end, List.of()))
                .isEqualTo(
                        new IntervalValue(
                                register.meteringPoint(),
                                Channel.EXPORT,
                                DeliveryInterval.quarterHourAt(BOUNDARY),
                                Energy.ofWattHours(250),
                                Quality.ESTIMATED,
                                7,
                                Set.of(),
                                1));
    }

    private static BoundaryValue value(RegisterReading before, RegisterReading after) {
        return BoundaryRule.at(BOUNDARY, before, after, List.of());
    }

    private static RegisterReading reading(long millisFromBoundary, long registerWh) {
        return new RegisterReading(BOUNDARY.plusMillis(millisFromBoundary), registerWh);
    }
}
