package energy.peerwatt.metering.headend.validation;

import static energy.peerwatt.metering.headend.Screening.CONTRADICTION;
import static energy.peerwatt.metering.headend.Screening.DUPLICATE;
import static energy.peerwatt.metering.headend.Screening.FUTURE;
import static energy.peerwatt.metering.headend.Screening.LATE;
import static energy.peerwatt.metering.headend.Screening.LIMIT;
import static energy.peerwatt.metering.headend.Screening.ROLLBACK;
import static energy.peerwatt.metering.headend.Screening.USABLE;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.validation.ExchangeResult.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterScreeningTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");

    // 69 kW + 5 % are 1,207.5 Wh a minute; the register may be a minute old, its step is 1 Wh.
    private static final long MOST_IN_A_MINUTE = 2_416;

    private final RegisterScreening screening =
            new RegisterScreening(
                    ValidationRules.DEFAULTS, ValidationRules.DEFAULTS.capacityWatts());
    private final List<RegisterChange> changes = new ArrayList<>();
    private @Nullable RegisterState state;

    @Test
    void usesTheFirstReadingAndEveryLaterOneThatCountsOn() {
        assertThat(judge(0, 100)).isEqualTo(USABLE);
        assertThat(judge(1, 100)).isEqualTo(USABLE);
        assertThat(judge(2, 101)).isEqualTo(USABLE);
    }

    @Test
    void aReadingThatIsNotNewerIsLate() {
        judge(10, 100);

        assertThat(judge(9, 90)).isEqualTo(LATE);
    }

    @Test
    void theSameTimeAgainIsADuplicateOrAContradiction() {
        judge(0, 100);

        assertThat(judge(0, 100)).isEqualTo(DUPLICATE);
        assertThat(judge(0, 101)).isEqualTo(CONTRADICTION);
        assertThat(state().newest().registerWh()).isEqualTo(100);
    }

    @Test
    void aReadingFromTheFutureIsUnusable() {
        assertThat(judgeAt(NOON.plusMillis(60_001), 100, NOON)).isEqualTo(FUTURE);
        assertThat(state).isNull();
        assertThat(judgeAt(NOON.plusMillis(60_000), 100, NOON)).isEqualTo(USABLE);
    }

    @Test
    void noMoreThanTheConnectionCarriesIsBelieved() {
        judge(0, 1_000);
        assertThat(judge(1, 1_001 + MOST_IN_A_MINUTE)).isEqualTo(LIMIT);
        state = null;
        judge(0, 1_000);
        assertThat(judge(1, 1_000 + MOST_IN_A_MINUTE)).isEqualTo(USABLE);
    }

    @Test
    void oneAbsurdReadingHoldsNothingUp() {
        judge(0, 15_500_000);

        assertThat(judge(1, 0xFFFF_FFFFL)).isEqualTo(LIMIT);
        assertThat(judge(2, 15_500_020)).isEqualTo(USABLE);
        assertThat(judge(3, 15_500_030)).isEqualTo(USABLE);
        assertThat(changes).isEmpty();
    }

    @Test
    void aLastingJumpNeverBecomesEnergyByWaiting() {
        judge(0, 1_000);
        for (int hour = 1; hour <= 200; hour++) {
            assertThat(judge(60 * hour, 5_000_000 + 100L * hour)).isEqualTo(LIMIT);
        }
        assertThat(state().newest().registerWh()).isEqualTo(1_000);
    }

    @Test
    void aRegisterThatIsRefreshedOnceAnHourMayJump() {
        for (int minute = 0; minute < 60; minute++) {
            judge(minute, 1_000);
        }

        assertThat(judge(60, 61_000)).isEqualTo(USABLE);
    }

    @Test
    void aZeroDipIsQuarantinedAndOver() {
        judge(0, 35_600);

        assertThat(judge(1, 0)).isEqualTo(ROLLBACK);
        assertThat(judge(2, 35_600)).isEqualTo(USABLE);
        assertThat(state().offsetWh()).isZero();
        assertThat(state().suspicion()).isNull();
    }

    @Test
    void zerosForHoursProveNoReset() {
        judge(0, 35_600);
        for (int minute = 1; minute < 600; minute++) {
            assertThat(judge(minute, 0)).isEqualTo(ROLLBACK);
        }

        assertThat(judge(600, 35_700)).isEqualTo(USABLE);
    }

    @Test
    void countingUpFromLowProvesAReset() {
        judge(0, 35_600);
        assertThat(judge(1, 5)).isEqualTo(ROLLBACK);
        for (int minute = 2; minute < 16; minute++) {
            assertThat(judge(minute, 5 + minute)).isEqualTo(ROLLBACK);
        }

        assertThat(judge(16, 21)).isEqualTo(USABLE);
        assertThat(changes)
                .containsExactly(
                        new RegisterChange(
                                NOON.plusSeconds(60), 35_600, ValueReason.RESET, MOST_IN_A_MINUTE));
        assertThat(judge(17, 30)).isEqualTo(USABLE);
        assertThat(state().offsetWh()).isEqualTo(35_600);
    }

    @Test
    void aFallToAHighRegisterIsNoReset() {
        judge(0, 35_600);
        for (int minute = 1; minute < 100; minute++) {
            assertThat(judge(minute, 356 + minute)).isEqualTo(ROLLBACK);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void rollsOverAtTheEndOfTheRegister() {
        judge(0, 99_999_950);

        assertThat(judge(1, 30)).isEqualTo(USABLE);
        assertThat(changes)
                .containsExactly(
                        new RegisterChange(
                                NOON.plusSeconds(60), 100_000_000, ValueReason.ROLLOVER, 0));
        assertThat(judge(2, 40)).isEqualTo(USABLE);
    }

    @Test
    void doesNotRollOverWhereTheConnectionCannotCarryIt() {
        judge(0, 99_990_000);
        assertThat(judge(1, 30)).isEqualTo(ROLLBACK);
        state = null;
        judge(0, 50_000_000);
        assertThat(judge(1, 30)).isEqualTo(ROLLBACK);
    }

    @Test
    void anExchangeCountsTheOldMeterToItsEndAndTheNewOneFromItsStart() {
        judge(0, 48_208_100);

        assertThat(exchange(3, 48_210_300, 500)).isInstanceOf(ExchangeResult.Exchanged.class);
        assertThat(judge(6, 2_200)).isEqualTo(USABLE);
        assertThat(state().newest().registerWh() + state().offsetWh() - 48_208_100)
                .isEqualTo(2_200 + 1_700);
        assertThat(changes.getFirst().reason()).isEqualTo(ValueReason.EXCHANGE);
    }

    @Test
    void refusesAnExchangeThatContradictsTheReadings() {
        judge(0, 48_208_100);

        assertThat(exchange(0, 48_208_100, 0))
                .isEqualTo(new ExchangeResult.Refused(Refusal.NEWER_READINGS));
        assertThat(exchange(1, 48_208_099, 0))
                .isEqualTo(new ExchangeResult.Refused(Refusal.FINAL_BELOW_LAST));
        assertThat(exchange(1, 49_000_000, 0))
                .isEqualTo(new ExchangeResult.Refused(Refusal.FINAL_ABOVE_LIMIT));
        assertThat(state().offsetWh()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noGlitchIsBelievedAndNoTrueReadingIsLost(long seed) {
        Random random = new Random(seed);
        long register = 1_000_000 + random.nextLong(1L << 25);
        judge(0, register);
        for (int minute = 1; minute < 20_000; minute++) {
            if (random.nextInt(4) == 0) {
                boolean low = random.nextBoolean();
                long glitch =
                        low
                                ? random.nextLong(register)
                                : register + 100_000 + random.nextInt(1 << 30);
                assertThat(judge(minute, glitch)).isEqualTo(low ? ROLLBACK : LIMIT);
                continue;
            }
            register += random.nextInt(1_000);
            assertThat(judge(minute, register)).as("minute %d", minute).isEqualTo(USABLE);
        }
        assertThat(changes).isEmpty();
    }

    private ExchangeResult exchange(int minute, long finalWh, long initialWh) {
        ExchangeResult result =
                screening.exchange(
                        state(),
                        new MeterExchange(NOON.plusSeconds(60L * minute), finalWh, initialWh),
                        1);
        if (result
                instanceof ExchangeResult.Exchanged(RegisterState after, RegisterChange change)) {
            state = after;
            changes.add(change);
        }
        return result;
    }

    private RegisterState state() {
        return Objects.requireNonNull(state);
    }

    private Screening judge(int minute, long registerWh) {
        Instant at = NOON.plusSeconds(60L * minute);
        return judgeAt(at, registerWh, at);
    }

    private Screening judgeAt(Instant at, long registerWh, Instant receivedAt) {
        RegisterScreening.Verdict verdict =
                screening.judge(state, new RegisterReading(at, registerWh), 1, receivedAt);
        state = verdict.state();
        verdict.change().ifPresent(changes::add);
        return verdict.screening();
    }
}
