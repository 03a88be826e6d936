package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntervalStageTest {

    private static final Instant NOW = Instant.parse("2026-06-18T23:00:00Z");
    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");
    private static final MeteringPointId OTHER = new MeteringPointId("AT-TEST-2");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final IntervalValueStore store = database.values();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void registerGateway() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void measuresExactlyFromReadingsEitherSideOfTheBoundaries() {
        gateway.read("2026-06-18T09:59:59Z", 1_000).read("2026-06-18T10:00:01Z", 1_000);
        gateway.read("2026-06-18T10:07:00Z", 1_100);
        gateway.read("2026-06-18T10:14:59Z", 1_250).read("2026-06-18T10:15:01Z", 1_250);
        send();

        assertThat(values()).containsExactly(value(TEN, 250, Quality.ACTUAL, 0));
    }

    @Test
    void waitsForAReadingAtOrAfterTheBoundary() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:14:59.999Z", 1_250);
        send();
        assertThat(values()).isEmpty();

        gateway.read("2026-06-18T10:15:00Z", 1_250);
        send();

        assertThat(values()).containsExactly(value(TEN, 250, Quality.ACTUAL, 0));
    }

    @Test
    void estimatesAcrossALongGapWithoutLosingAWattHour() {
        gateway.read("2026-06-18T10:00:00Z", 1_000);
        gateway.read("2026-06-18T10:10:00Z", 1_010).read("2026-06-18T10:40:00Z", 1_041);
        gateway.read("2026-06-18T10:45:00Z", 1_041);
        send();

        // 31 Wh in 30 minutes: 5 minutes in, 5.17 Wh; 20 minutes in, 20.67 Wh.
        assertThat(values())
                .containsExactly(
                        value(TEN, 15, Quality.ESTIMATED, 31, ValueReason.GAP),
                        value(TEN.plusSeconds(900), 16, Quality.ESTIMATED, 62, ValueReason.GAP),
                        value(TEN.plusSeconds(1_800), 10, Quality.ESTIMATED, 31, ValueReason.GAP));
    }

    @Test
    void aDecreaseIsQuarantinedAndNeverEnergy() {
        gateway.read("2026-06-18T10:00:00Z", 1_000);
        gateway.read("2026-06-18T10:05:00Z", 0).read("2026-06-18T10:15:00Z", 3);
        gateway.read("2026-06-18T10:15:30Z", 1_200);
        send();

        assertThat(values())
                .containsExactly(value(TEN, 194, Quality.ESTIMATED, 200, ValueReason.GAP));
        assertThat(database.number("SELECT count(*) FROM metering.reading WHERE screening = 2"))
                .isEqualTo(2);
    }

    @Test
    void aGapOfSeveralDaysIsWorkedOffInBoundedSteps() {
        gateway.read("2026-06-12T10:00:00Z", 0).read("2026-06-18T10:00:00Z", 600_000);
        accept();
        IntervalStage stage = database.intervals();

        assertThat(stage.advance().await().atMost(MeteringDatabase.PATIENCE)).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.interval_value"))
                .isEqualTo(IntervalStage.MAX_BOUNDARIES - 1);
        database.advance();

        assertThat(database.number("SELECT count(*) FROM metering.interval_value"))
                .isEqualTo(6 * 96);
        assertThat(database.number("SELECT sum(energy_wh)::bigint FROM metering.interval_value"))
                .isEqualTo(600_000);
        assertThat(stage.advance().await().atMost(MeteringDatabase.PATIENCE)).isZero();
    }

    @Test
    void aReadingFromTheFutureDoesNotBlockTheRegister() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2031-01-01T00:00:00Z", 9_999);
        gateway.read("2026-06-18T10:15:00Z", 1_100);
        send();

        assertThat(values()).containsExactly(value(TEN, 100, Quality.ACTUAL, 0));
    }

    @Test
    void oneAbsurdlyHighReadingHoldsNothingUp() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:05:00Z", 4_294_967_295L);
        send();
        gateway.read("2026-06-18T10:14:30Z", 1_200).read("2026-06-18T10:15:00Z", 1_210);
        send();

        assertThat(values()).containsExactly(value(TEN, 210, Quality.ACTUAL, 0));
        assertThat(database.number("SELECT register_wh FROM metering.reading WHERE screening = 4"))
                .isEqualTo(4_294_967_295L);
    }

    @Test
    void aResetRegisterGoesOnOnceItHasProvedItself() {
        gateway.read("2026-06-18T10:00:00Z", 15_500_000);
        gateway.read("2026-06-18T10:10:00Z", 15_500_100).read("2026-06-18T10:11:00Z", 2);
        send();
        gateway.read("2026-06-18T10:15:00Z", 50);
        send();
        assertThat(values()).isEmpty();

        gateway.read("2026-06-18T10:26:00Z", 160).read("2026-06-18T10:30:00Z", 200);
        send();

        // What flowed between 10:10 and 10:11 is 2 Wh as far as is known, at most 2,416 Wh.
        assertThat(values())
                .containsExactly(
                        value(TEN, 150, Quality.ESTIMATED, 2_416, ValueReason.RESET),
                        value(TEN.plusSeconds(900), 150, Quality.ACTUAL, 0));
    }

    @Test
    void aRolloverIsEnergyLikeAnyOther() {
        gateway.read("2026-06-18T10:00:00Z", 99_999_900).read("2026-06-18T10:14:40Z", 99_999_990);
        gateway.read("2026-06-18T10:15:00Z", 10).read("2026-06-18T10:30:00Z", 100);
        send();

        assertThat(values())
                .containsExactly(
                        value(TEN, 110, Quality.ACTUAL, 0, ValueReason.ROLLOVER),
                        value(TEN.plusSeconds(900), 90, Quality.ACTUAL, 0));
    }

    @Test
    void marksMoreThanAConnectionCarriesInAnInterval() {
        gateway.read("2026-06-18T10:00:00Z", 0);
        for (int second = 0; second < 20; second++) {
            gateway.read("2026-06-18T10:01:%02dZ".formatted(second), 1_000L + second * 1_000L);
        }
        gateway.read("2026-06-18T10:15:00Z", 20_000);
        send();

        assertThat(values())
                .containsExactly(value(TEN, 20_000, Quality.ACTUAL, 0, ValueReason.SPIKE));
    }

    @Test
    void listsIntervalsOnceEveryRegisterHasAValue() {
        RegisterId one = new RegisterId(TestGateway.POINT, Channel.IMPORT);
        RegisterId two = new RegisterId(OTHER, Channel.EXPORT);
        for (int quarter = 0; quarter <= 3; quarter++) {
            gateway.read(TestGateway.POINT, Channel.IMPORT, TEN.plusSeconds(900L * quarter), 0);
        }
        gateway.read(OTHER, Channel.EXPORT, TEN, 0);
        gateway.read(OTHER, Channel.EXPORT, TEN.plusSeconds(1_800), 0);
        send();
        DeliveryInterval first = DeliveryInterval.quarterHourAt(TEN);

        assertThat(complete(Set.of(one, two), Instant.EPOCH, 10))
                .containsExactly(first, first.next());
        assertThat(complete(Set.of(one), Instant.EPOCH, 2)).containsExactly(first, first.next());
        assertThat(complete(Set.of(one, two), TEN, 10)).containsExactly(first.next());
        assertThat(complete(Set.of(one, two), TEN.plusSeconds(900), 10)).isEmpty();
        assertThat(
                        store.values(Set.of(TestGateway.POINT, OTHER), first)
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .extracting(IntervalValue::register)
                .containsExactly(one, two);
    }

    @Test
    void readsTheNewestVersion() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:15:00Z", 1_100);
        send();
        database.execute(
                "INSERT INTO metering.interval_value SELECT interval_start, metering_point,"
                        + " channel, 2, interval_minutes, 90, 'SUBSTITUTED', 0"
                        + " FROM metering.interval_value");

        assertThat(values())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.version()).isEqualTo(2);
                    assertThat(value.quality()).isEqualTo(Quality.SUBSTITUTED);
                    assertThat(value.energy()).isEqualTo(Energy.ofWattHours(90));
                });
        assertThat(
                        complete(
                                Set.of(new RegisterId(TestGateway.POINT, Channel.IMPORT)),
                                Instant.EPOCH,
                                10))
                .hasSize(1);
    }

    private void send() {
        accept();
        database.advance();
    }

    private void accept() {
        assertThat(headEnd.accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IntakeResult.Accepted.class);
    }

    private List<IntervalValue> values() {
        return store.values(TestGateway.POINT, Instant.EPOCH, NOW)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    private List<DeliveryInterval> complete(Set<RegisterId> registers, Instant after, int limit) {
        return store.complete(registers, after, limit).await().atMost(MeteringDatabase.PATIENCE);
    }

    private static IntervalValue value(
            Instant start,
            long wattHours,
            Quality quality,
            long uncertaintyWh,
            ValueReason... reasons) {
        return new IntervalValue(
                TestGateway.POINT,
                Channel.IMPORT,
                DeliveryInterval.quarterHourAt(start),
                Energy.ofWattHours(wattHours),
                quality,
                uncertaintyWh,
                Set.of(reasons),
                1);
    }
}
