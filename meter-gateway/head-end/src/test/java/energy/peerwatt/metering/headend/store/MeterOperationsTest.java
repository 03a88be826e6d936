package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.LocalDay;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.validation.ExchangeResult;
import energy.peerwatt.metering.headend.validation.ExchangeResult.Refusal;
import energy.peerwatt.metering.headend.validation.MeterExchange;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterOperationsTest {

    private static final Instant NOW = Instant.parse("2026-12-31T23:00:00Z");
    private static final RegisterId REGISTER = new RegisterId(TestGateway.POINT, Channel.IMPORT);
    private static final Actor ACTOR = new Actor("operator", NOW, "seen on site");
    private static final MeterExchange EXCHANGE =
            new MeterExchange(Instant.parse("2026-06-18T10:20:00Z"), 48_210_300, 7_000_000);

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");
    private final MeterOperations operations =
            new MeterOperations(database.pool, ValidationRules.DEFAULTS);

    @BeforeEach
    void registerGateway() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void anExchangeToldBeforeTheNewMeterIsRead() {
        readOldMeter();
        assertThat(exchange()).isInstanceOf(ExchangeResult.Exchanged.class);
        readNewMeter();

        assertExchanged();
    }

    @Test
    void anExchangeToldAfterwardsFreesTheReadingsOfTheNewMeter() {
        readOldMeter();
        readNewMeter();
        assertThat(values()).hasSize(1);

        assertThat(exchange()).isInstanceOf(ExchangeResult.Exchanged.class);
        database.advance();

        assertExchanged();
        assertThat(database.number("SELECT count(*) FROM metering.reading WHERE screening <> 0"))
                .isZero();
    }

    @Test
    void refusesAnExchangeThatHasNotHappenedYet() {
        readOldMeter();
        MeterExchange ahead = new MeterExchange(NOW.plusSeconds(1), 48_210_300, 7_000_000);

        assertThat(
                        operations
                                .exchange(REGISTER, ahead, ACTOR)
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .isEqualTo(new ExchangeResult.Refused(Refusal.FUTURE));
        assertThat(database.number("SELECT count(*) FROM metering.register_change")).isZero();
    }

    @Test
    void refusesAnExchangeTwiceAndOfAnUnknownRegister() {
        assertThat(exchange()).isEqualTo(new ExchangeResult.Refused(Refusal.UNKNOWN_REGISTER));
        assertThat(database.number("SELECT count(*) FROM metering.register")).isZero();
        readOldMeter();
        exchange();

        assertThat(exchange()).isEqualTo(new ExchangeResult.Refused(Refusal.NEWER_READINGS));
        assertThat(database.number("SELECT count(*) FROM metering.register_change")).isOne();
    }

    @Test
    void aLargerConnectionFreesWhatWasHeldBack() {
        gateway.read("2026-06-18T10:00:00Z", 0).read("2026-06-18T10:01:00Z", 8_000);
        gateway.read("2026-06-18T10:14:00Z", 112_000).read("2026-06-18T10:15:00Z", 120_000);
        send();
        assertThat(values()).isEmpty();

        operations.capacity(REGISTER, 500_000, ACTOR).await().atMost(MeteringDatabase.PATIENCE);
        database.advance();

        assertThat(values())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.energy().wattHours()).isEqualTo(120_000);
                    assertThat(value.quality()).isEqualTo(Quality.ACTUAL);
                    assertThat(value.reasons()).isEmpty();
                });
    }

    @Test
    void releasedHighReadingsWereEnergy() {
        gateway.read("2026-06-18T10:00:00Z", 0).read("2026-06-18T10:01:00Z", 80_000);
        gateway.read("2026-06-18T10:14:00Z", 81_000).read("2026-06-18T10:15:00Z", 81_100);
        send();
        HeldBack held =
                operations.heldBack(10).await().atMost(MeteringDatabase.PATIENCE).getFirst();
        assertThat(held.register()).isEqualTo(REGISTER);
        assertThat(held.verdict()).isEqualTo(Screening.LIMIT);
        assertThat(held.readings()).isEqualTo(3);
        assertThat(held.usable().registerWh()).isZero();

        assertThat(release()).isEqualTo(ReleaseResult.DONE);
        assertThat(release()).isEqualTo(ReleaseResult.NOTHING_HELD_BACK);
        gateway.read("2026-06-18T10:30:00Z", 81_200);
        send();

        assertThat(values())
                .extracting(value -> value.energy().wattHours())
                .containsExactly(81_100L, 100L);
        assertThat(values().getFirst().reasons()).containsExactly(ValueReason.SPIKE);
        assertThat(logged()).containsExactly("NOTHING_HELD_BACK", "DONE");
    }

    @Test
    void releasedLowReadingsCountFromAReset() {
        gateway.read("2026-06-18T10:00:00Z", 50_000).read("2026-06-18T10:14:00Z", 50_100);
        gateway.read("2026-06-18T10:14:30Z", 900).read("2026-06-18T10:15:00Z", 910);
        send();
        assertThat(values()).isEmpty();

        assertThat(release()).isEqualTo(ReleaseResult.DONE);
        database.advance();

        IntervalValue value = values().getFirst();
        assertThat(value.energy().wattHours()).isEqualTo(1_010);
        assertThat(value.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(value.reasons()).contains(ValueReason.RESET);
    }

    @Test
    void lowReadingsThatNoResetExplainsNeedAnExchange() {
        gateway.read("2026-06-18T10:00:00Z", 50_000).read("2026-06-18T10:14:00Z", 50_100);
        gateway.read("2026-06-18T10:14:30Z", 20_000).read("2026-06-18T10:15:00Z", 20_010);
        send();

        assertThat(release()).isEqualTo(ReleaseResult.NOT_A_RESET);
        database.advance();
        assertThat(values()).isEmpty();
        assertThat(operations.heldBack(10).await().atMost(MeteringDatabase.PATIENCE)).hasSize(1);
    }

    @Test
    void whoToldWhatIsKept() {
        exchange();
        readOldMeter();
        exchange();
        operations.capacity(REGISTER, 70_000, ACTOR).await().atMost(MeteringDatabase.PATIENCE);

        assertThat(logged()).containsExactly("DONE", "DONE", "UNKNOWN_REGISTER");
        OperationRecord newest = records().getFirst();
        assertThat(newest.actor()).isEqualTo(ACTOR);
        assertThat(newest.operation()).isEqualTo("CAPACITY");
        assertThat(newest.detail()).isEqualTo("70000 W");
    }

    @Test
    void aSubstituteIsANewVersionAndTheOldOneStays() {
        readOldMeter();
        IntervalValue first = values().getFirst();

        assertThat(substitute(first, 90)).isTrue();
        assertThat(substitute(first, 80)).isFalse();
        IntervalValue second = values().getFirst();
        assertThat(substitute(second, 0)).isTrue();

        assertThat(second.version()).isEqualTo(2);
        assertThat(second.quality()).isEqualTo(Quality.SUBSTITUTED);
        assertThat(second.reasons()).containsExactly(ValueReason.OPERATOR);
        assertThat(database.rows("SELECT energy_wh FROM metering.interval_value ORDER BY version"))
                .extracting(row -> row.getLong(0))
                .containsExactly(100L, 90L, 0L);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 92", "2026-10-25, 100", "2026-06-18, 96"})
    void aLocalDayHasAsManyValuesAsQuarterHours(LocalDate date, int quarterHours) {
        LocalDay day = new LocalDay(date, ZoneId.of("Europe/Vienna"));
        gateway.read(TestGateway.POINT, Channel.IMPORT, day.start(), 0);
        gateway.read(TestGateway.POINT, Channel.IMPORT, day.end(), 10L * quarterHours);
        send();

        assertThat(values())
                .hasSize(quarterHours)
                .allMatch(value -> value.energy().wattHours() == 10);
    }

    private ReleaseResult release() {
        return operations.release(REGISTER, ACTOR).await().atMost(MeteringDatabase.PATIENCE);
    }

    private List<String> logged() {
        return records().stream().map(OperationRecord::outcome).toList();
    }

    private List<OperationRecord> records() {
        return operations
                .operations(TestGateway.POINT, 10)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private boolean substitute(IntervalValue replaced, long wattHours) {
        return operations
                .substitute(replaced, Energy.ofWattHours(wattHours), ACTOR)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private void readOldMeter() {
        gateway.read("2026-06-18T10:00:00Z", 48_208_000).read("2026-06-18T10:15:00Z", 48_208_100);
        send();
    }

    private void readNewMeter() {
        gateway.read("2026-06-18T10:25:00Z", 7_000_700).read("2026-06-18T10:30:00Z", 7_001_700);
        gateway.read("2026-06-18T10:45:00Z", 7_001_800);
        send();
    }

    private void assertExchanged() {
        assertThat(values())
                .extracting(value -> value.energy().wattHours())
                .containsExactly(100L, 2_200L + 1_700, 100L);
        assertThat(values().get(1).reasons()).containsExactly(ValueReason.EXCHANGE);
        assertThat(values()).allMatch(value -> value.quality() == Quality.ACTUAL);
    }

    private ExchangeResult exchange() {
        return operations
                .exchange(REGISTER, EXCHANGE, ACTOR)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private void send() {
        assertThat(headEnd.accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IntakeResult.Accepted.class);
        database.advance();
    }

    private List<IntervalValue> values() {
        return database.values()
                .values(TestGateway.POINT, Instant.EPOCH, NOW)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }
}
