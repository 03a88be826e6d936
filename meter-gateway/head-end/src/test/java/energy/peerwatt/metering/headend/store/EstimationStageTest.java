package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EstimationStageTest {

    private static final Instant NOW = Instant.parse("2026-07-31T00:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration QUARTER = DeliveryInterval.QUARTER_HOUR;

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");
    private long register;

    @BeforeEach
    void registerGateway() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void aMeterThatDiesIsEstimatedAfterTheDeadlineAndMeasuredOnceItIsReadAgain() {
        Instant dies = readDays(11);
        database.estimate(dies.plus(QUARTER.multipliedBy(20)));

        List<IntervalValue> estimated = values(dies, 24);
        assertThat(estimated).hasSize(20);
        assertThat(estimated)
                .allSatisfy(value -> {
                    assertThat(value.quality()).isEqualTo(Quality.ESTIMATED);
                    assertThat(value.reasons())
                            .containsExactlyInAnyOrder(ValueReason.MISSING, ValueReason.LIKE_DAYS);
                    assertThat(value.version()).isEqualTo(1);
                });
        assertThat(wattHours(estimated)).startsWith(0, 1, 2, 3).endsWith(19);

        // 40 quarter-hours of the shape have weight 0 + 1 + … + 39 = 780.
        register += 7_800;
        gateway.read(
                TestGateway.POINT, Channel.IMPORT, dies.plus(QUARTER.multipliedBy(40)), register);
        send();

        List<IntervalValue> measured = values(dies, 40);
        assertThat(wattHours(measured)).startsWith(0, 10, 20, 30).endsWith(390);
        assertThat(measured.stream().mapToLong(v -> v.energy().wattHours()).sum()).isEqualTo(7_800);
        assertThat(measured).allMatch(v -> v.quality() == Quality.ESTIMATED);
        assertThat(measured.getFirst().reasons())
                .containsExactlyInAnyOrder(ValueReason.GAP, ValueReason.LIKE_DAYS);
        assertThat(measured).extracting(IntervalValue::version).startsWith(2, 2).endsWith(1);
        assertThat(
                        database.number(
                                "SELECT count(*) FROM metering.value_revision"
                                        + " WHERE cause = 'MEASURED' AND version = 2"))
                .isEqualTo(20);
        registersAreConserved();
    }

    @Test
    void withoutLikeDaysTheLastDaysThenTheLastValueTell() {
        Instant dies = readDays(2);
        database.estimate(dies.plus(QUARTER.multipliedBy(3)));
        assertThat(wattHours(values(dies, 3))).containsExactly(0, 1, 2);
        assertThat(values(dies, 1).getFirst().reasons()).containsExactly(ValueReason.MISSING);

        MeteringPointId young = new MeteringPointId("AT-TEST-9");
        gateway.read(young, Channel.IMPORT, MONDAY, 0);
        gateway.read(young, Channel.IMPORT, MONDAY.plus(QUARTER), 77);
        send();
        database.estimate(MONDAY.plus(QUARTER.multipliedBy(3)));
        assertThat(wattHours(values(young, MONDAY, 4))).containsExactly(77, 77, 77);
    }

    @Test
    void nothingIsEstimatedBeforeTheFirstIntervalOrTheDeadline() {
        gateway.read(TestGateway.POINT, Channel.IMPORT, MONDAY, 5);
        send();
        database.estimate(NOW);
        assertThat(values(MONDAY, 4)).isEmpty();

        gateway.read(TestGateway.POINT, Channel.IMPORT, MONDAY.plus(QUARTER), 9);
        send();
        database.estimate(MONDAY.plus(QUARTER.multipliedBy(2)).minusMillis(1));
        assertThat(values(MONDAY, 4)).hasSize(1);
        database.estimate(MONDAY.plus(QUARTER.multipliedBy(2)));
        database.estimate(MONDAY.plus(QUARTER.multipliedBy(2)));
        assertThat(values(MONDAY, 4)).hasSize(2);
    }

    @Test
    void aRevisionBesideAGapThatWouldBeSpreadOtherwiseByNowConservesEnergy() {
        Instant day = readDays(11);
        gateway.read(TestGateway.POINT, Channel.IMPORT, day.plusSeconds(4_020), register + 60);
        gateway.read(TestGateway.POINT, Channel.IMPORT, day.plusSeconds(21_600), register + 27_060);
        send();
        database.operations()
                .substitute(
                        values(day.minus(DAY).plus(QUARTER.multipliedBy(22)), 1).getFirst(),
                        Energy.ofWattHours(5_000),
                        new Actor("operator", NOW, "test"))
                .await()
                .atMost(MeteringDatabase.PATIENCE);

        gateway.read(TestGateway.POINT, Channel.IMPORT, day.plusSeconds(1_800), register + 1);
        send();

        List<IntervalValue> values = values(day, 24);
        assertThat(values.get(1).version()).isEqualTo(2);
        assertThat(values.stream().mapToLong(v -> v.energy().wattHours()).sum()).isEqualTo(27_060);
        registersAreConserved();
    }

    @Test
    void anOperatorsSubstituteOutlivesTheMeasurement() {
        Instant dies = readDays(4);
        database.estimate(dies.plus(QUARTER));
        database.operations()
                .substitute(
                        values(dies, 1).getFirst(),
                        Energy.ofWattHours(123),
                        new Actor("operator", NOW, "test"))
                .await()
                .atMost(MeteringDatabase.PATIENCE);

        gateway.read(TestGateway.POINT, Channel.IMPORT, dies.plus(QUARTER), register + 50);
        send();

        assertThat(values(dies, 1).getFirst().energy().wattHours()).isEqualTo(123);
    }

    @Test
    void thePanelsOfNeighboursTellHowALongGapIsSpread() {
        site(TestGateway.POINT);
        for (int neighbour = 1; neighbour <= 3; neighbour++) {
            MeteringPointId point = new MeteringPointId("AT-SUN-" + neighbour);
            site(point);
            long counted = 0;
            for (int quarter = 0; quarter <= 16; quarter++) {
                gateway.read(
                        point,
                        Channel.GENERATION,
                        MONDAY.plus(QUARTER.multipliedBy(quarter)),
                        counted);
                counted += quarter < 8 ? 0 : 100L * neighbour;
            }
        }
        gateway.read(TestGateway.POINT, Channel.GENERATION, MONDAY, 0);
        send();
        gateway.read(
                TestGateway.POINT, Channel.GENERATION, MONDAY.plus(QUARTER.multipliedBy(16)), 81);
        send();

        List<IntervalValue> spread = values(MONDAY, 16);
        assertThat(wattHours(spread))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 11, 10, 10, 10, 10, 10, 10, 10);
        assertThat(spread.getLast().reasons())
                .containsExactlyInAnyOrder(ValueReason.GAP, ValueReason.NEIGHBOURS);
    }

    /** Quarter-hour n of each day counts n Wh. */
    private Instant readDays(int days) {
        for (int quarter = 0; quarter <= 96 * days; quarter++) {
            gateway.read(
                    TestGateway.POINT,
                    Channel.IMPORT,
                    MONDAY.plus(QUARTER.multipliedBy(quarter)),
                    register);
            register += quarter % 96;
            if (quarter % 900 == 899) {
                send();
            }
        }
        send();
        return MONDAY.plus(DAY.multipliedBy(days));
    }

    private void registersAreConserved() {
        assertThat(
                        database.number(
                                """
                                SELECT count(*) FROM (
                                    SELECT register_wh - energy_wh AS start, lag(register_wh)
                                        OVER (ORDER BY interval_start) AS end_before
                                    FROM (SELECT DISTINCT ON (interval_start) *
                                        FROM metering.interval_value
                                        ORDER BY interval_start, version DESC) newest) pairs
                                WHERE start <> end_before
                                """))
                .isZero();
    }

    private void site(MeteringPointId point) {
        database.execute(
                "INSERT INTO metering.site VALUES ('%s', 'Europe/Vienna', 'roof', NULL, NULL, 5000)"
                        .formatted(point.value()));
    }

    private void send() {
        assertThat(headEnd.accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IntakeResult.Accepted.class);
        database.advance();
    }

    private static int[] wattHours(List<IntervalValue> values) {
        return values.stream()
                .mapToInt(value -> Math.toIntExact(value.energy().wattHours()))
                .toArray();
    }

    private List<IntervalValue> values(Instant from, int quarters) {
        return values(TestGateway.POINT, from, quarters);
    }

    private List<IntervalValue> values(MeteringPointId point, Instant from, int quarters) {
        return database.values()
                .values(point, from, from.plus(QUARTER.multipliedBy(quarters)))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }
}
