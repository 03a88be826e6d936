package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterFault;
import energy.peerwatt.metering.headend.RegisterFault.Step;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registers whose rows cannot be worked with; never because of what a gateway sends. */
class RegisterFaultsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T23:00:00Z");
    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");
    private static final int POINTS = 7;
    private static final MeteringPointId BAD = point(4);

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final RegisterFaults faults = new RegisterFaults(database.pool);
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void readAll() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
        for (int i = 1; i <= POINTS; i++) {
            gateway.read(point(i), Channel.IMPORT, TEN, 1_000);
            gateway.read(point(i), Channel.IMPORT, TEN.plusSeconds(900), 1_000 + i);
        }
        accept();
    }

    @Test
    void oneRegisterWithDescendingEnergyHoldsUpNoOther() {
        descend();

        database.advance();

        assertThat(pointsWithValues()).hasSize(POINTS - 1).doesNotContain(BAD.value());
        assertThat(list())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.register()).isEqualTo(new RegisterId(BAD, Channel.IMPORT));
                    assertThat(fault.step()).isEqualTo(Step.INTERVALS);
                    assertThat(fault.times()).isEqualTo(1);
                    assertThat(fault.retryAt()).isAfter(fault.lastAt());
                    assertThat(fault.detail()).contains("negative");
                });
    }

    @Test
    void oneRegisterWhoseRowCannotBeReadHoldsUpNoOther() {
        database.advance();
        garble();
        readQuarterHour();

        database.advance();

        assertThat(database.number("SELECT count(*) FROM metering.interval_value"))
                .isEqualTo(2 * POINTS - 1);
        assertThat(list()).extracting(RegisterFault::step).containsExactly(Step.INTERVALS);
    }

    @Test
    void isTriedAgainAfterAPauseThatGrowsAndForgottenOnceItWorks() {
        descend();
        database.advance();
        assertThat(database.intervals().advance().await().atMost(MeteringDatabase.PATIENCE))
                .as("set aside")
                .isZero();

        pauseIsOver();
        database.advance();
        assertThat(list()).extracting(RegisterFault::times).containsExactly(2);
        assertThat(
                        database.number(
                                """
                                SELECT extract(epoch FROM retry_at - last_at)::bigint
                                FROM metering.register_fault
                                """))
                .isEqualTo(120);

        database.execute("DELETE FROM metering.register_change");
        pauseIsOver();
        database.advance();
        assertThat(list()).isEmpty();
        assertThat(pointsWithValues()).hasSize(POINTS);
    }

    @Test
    void itsValuesAreEstimatedMeanwhileAndMeasuredOnceItWorks() {
        database.advance();
        garble();
        readQuarterHour();
        database.advance();

        database.estimate(TEN.plusSeconds(1_800));
        assertThat(qualities(BAD)).containsExactly("1 ACTUAL", "1 ESTIMATED");

        database.execute("UPDATE metering.register SET boundary_quality = 'ACTUAL'");
        pauseIsOver();
        database.advance();
        assertThat(qualities(BAD)).containsExactly("1 ACTUAL", "1 ESTIMATED", "2 ACTUAL");
    }

    @Test
    void oneThatStartsAnewAndFailsIsEstimatedOn() {
        database.advance();
        database.execute(
                """
                UPDATE metering.register SET last_at = NULL, last_wh = NULL, next_boundary = NULL,
                    search_from = NULL, boundary_wh = NULL, boundary_quality = NULL,
                    boundary_uncertainty_wh = NULL, measured_to = '2026-06-18T10:15:00Z',
                    estimated_to = '2026-06-18T10:15:00Z'
                WHERE metering_point = '%s'
                """
                        .formatted(BAD.value()));
        gateway.read(BAD, Channel.IMPORT, TEN.plusSeconds(1_800), 5);
        gateway.read(BAD, Channel.IMPORT, TEN.plusSeconds(2_700), 9);
        accept();
        descend();

        database.estimate(TEN.plusSeconds(3_600));
        database.advance();
        assertThat(list()).extracting(RegisterFault::step).containsExactly(Step.INTERVALS);
        database.estimate(TEN.plusSeconds(3_600));

        assertThat(qualities(BAD))
                .containsExactly("1 ACTUAL", "1 ESTIMATED", "1 ESTIMATED", "1 ESTIMATED");
    }

    @Test
    void oneRegisterWhoseEstimateFailsHoldsUpNoOther() {
        database.advance();
        database.execute(
                "UPDATE metering.register SET capacity_watts = 9223372036854775807"
                        + " WHERE metering_point = '"
                        + BAD.value()
                        + "'");

        database.estimate(TEN.plusSeconds(1_800));

        assertThat(database.number("SELECT count(*) FROM metering.interval_value"))
                .isEqualTo(2 * POINTS - 1);
        assertThat(list()).extracting(RegisterFault::step).containsExactly(Step.ESTIMATION);
    }

    @Test
    void oneRegisterWhoseLateReadingFailsHoldsUpNoOther() {
        database.advance();
        for (int i = 1; i <= POINTS; i++) {
            gateway.read(point(i), Channel.IMPORT, TEN.plusSeconds(300), 1_000);
        }
        accept();
        garble();

        database.advance();

        assertThat(database.number("SELECT count(*) FROM metering.late_reading")).isEqualTo(1);
        assertThat(list()).extracting(RegisterFault::step).containsExactly(Step.REVISION);
    }

    @Test
    void anUnreachableDatabaseIsNoRegistersFault() {
        assertThatThrownBy(() ->
                        new IntervalStage(
                                        database.unreachable(),
                                        ValidationRules.DEFAULTS,
                                        EstimationRules.DEFAULTS)
                                .advance()
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .hasMessageContaining("advance intervals");
        assertThat(list()).isEmpty();
    }

    /** An energy so far that goes back, as a wrong change of the register would make it. */
    private void descend() {
        database.execute(
                """
                INSERT INTO metering.register_change
                SELECT id, '2026-06-18T10:10:00Z', -500, 'EXCHANGE', 0 FROM metering.register
                WHERE metering_point = '%s'
                """
                        .formatted(BAD.value()));
    }

    private void garble() {
        database.execute(
                "UPDATE metering.register SET boundary_quality = 'GARBLED' WHERE metering_point = '"
                        + BAD.value()
                        + "'");
    }

    private void readQuarterHour() {
        for (int i = 1; i <= POINTS; i++) {
            gateway.read(point(i), Channel.IMPORT, TEN.plusSeconds(1_800), 2_000);
        }
        accept();
    }

    private void pauseIsOver() {
        database.execute("UPDATE metering.register_fault SET retry_at = now()");
    }

    private List<RegisterFault> list() {
        return faults.list(10).await().atMost(MeteringDatabase.PATIENCE);
    }

    private List<String> pointsWithValues() {
        return database.rows("SELECT DISTINCT metering_point FROM metering.interval_value").stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> qualities(MeteringPointId point) {
        return database
                .rows(
                        "SELECT version || ' ' || quality FROM metering.interval_value"
                                + " WHERE metering_point = '"
                                + point.value()
                                + "' ORDER BY interval_start, version")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private void accept() {
        headEnd.accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    private static MeteringPointId point(int number) {
        return new MeteringPointId("AT-FAULT-" + number);
    }
}
