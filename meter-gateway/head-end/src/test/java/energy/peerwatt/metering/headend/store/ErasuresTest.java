package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Erasure;
import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.IntakeResult.Duplicate;
import energy.peerwatt.metering.headend.ReadingId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasuresTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00Z");
    private static final Duration EVIDENCE = Duration.ofDays(30);
    private static final MeteringPointId POINT = TestGateway.POINT;
    private static final MeteringPointId OTHER = new MeteringPointId("AT-TEST-2");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final Erasures erasures = new Erasures(database.pool);
    private final ReadingProofs proofs = new ReadingProofs(database.pool);
    private final TestGateway gateway = new TestGateway("gw-1");
    private byte[] first = {};

    @BeforeEach
    void readTwoPoints() {
        await(headEnd.register(gateway.identity, NOW));
        for (int quarter = 0; quarter < 8; quarter++) {
            // Over midnight, so that there are two days.
            Instant at = Instant.parse("2026-06-16T23:00:00Z").plusSeconds(900L * quarter);
            gateway.read(POINT, Channel.IMPORT, at, 100 + 10 * quarter);
            gateway.read(OTHER, Channel.IMPORT, at, 500 + 20 * quarter);
        }
        first = gateway.block();
        accept(first);
        database.advance();
    }

    @Test
    void takesThePointsReadingsOutOfTableAndBlocksAndLeavesTheOthers() {
        Erasure begun = request("2026-06-17T12:00:00Z");

        finish(NOW);

        assertThat(readings(POINT)).isZero();
        assertThat(readings(OTHER)).isEqualTo(8);
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 1)))).isEmpty();
        assertThat(await(proofs.proof(OTHER, new ReadingId("gw-1", 1, 2)))).isPresent();
        assertThat(
                        database.number(
                                "SELECT position('AT-TEST-1'::bytea IN body) FROM metering.block"))
                .isZero();
        assertThat(
                        database.number(
                                "SELECT position('AT-TEST-2'::bytea IN body) FROM metering.block"))
                .isPositive();
        assertThat(await(erasures.of(POINT)))
                .singleElement()
                .satisfies(done -> {
                    assertThat(done.id()).isEqualTo(begun.id());
                    assertThat(done.requestedBy()).isEqualTo(operator());
                    assertThat(done.readings()).isEqualTo(8);
                    assertThat(done.readingsDoneAt()).contains(NOW);
                    assertThat(done.doneAt()).isEmpty();
                });
    }

    @Test
    void keepsIntervalValuesForAsLongAsTheyAreEvidence() {
        request("2026-06-17T12:00:00Z");
        finish(NOW);
        assertThat(values(POINT)).isEqualTo(7);

        finish(NOW.plus(EVIDENCE));

        assertThat(values(POINT)).isZero();
        assertThat(values(OTHER)).isEqualTo(7);
        assertThat(await(erasures.of(POINT)).getFirst())
                .satisfies(done -> {
                    assertThat(done.intervalValues()).isEqualTo(7);
                    assertThat(done.doneAt()).contains(NOW.plus(EVIDENCE));
                });
    }

    @Test
    void acknowledgesWhatIsSentAgainAndStoresNoneOfIt() {
        request("2026-06-17T12:00:00Z");
        finish(NOW);

        assertThat(await(headEnd.accept(first, NOW))).isInstanceOf(Duplicate.class);
        gateway.read(POINT, Channel.IMPORT, Instant.parse("2026-06-17T11:00:00Z"), 200);
        gateway.read(OTHER, Channel.IMPORT, Instant.parse("2026-06-17T11:00:00Z"), 700);
        accept(gateway.block());

        assertThat(readings(POINT)).isZero();
        assertThat(readings(OTHER)).isEqualTo(9);
        assertThat(
                        database.number(
                                "SELECT count(*) FROM metering.block"
                                        + " WHERE position('AT-TEST-1'::bytea IN body) > 0"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM metering.refused_block")).isZero();
    }

    @Test
    void aNewMemberAtThePointStartsAnew() {
        request("2026-06-17T12:00:00Z");
        finish(NOW);

        gateway.read("2026-06-18T10:00:00Z", 5).read("2026-06-18T10:15:00Z", 9);
        accept(gateway.block());
        database.estimate(NOW);
        database.advance();

        assertThat(
                        database.rows(
                                "SELECT energy_wh FROM metering.interval_value WHERE metering_point"
                                        + " = 'AT-TEST-1' AND interval_start = '2026-06-18T10:00Z'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getLong(0)).isEqualTo(4));
        assertThat(readings(POINT)).isEqualTo(2);
    }

    @Test
    void noIntervalStaysWithoutValueBeforeTheRegisterStartsAnew() {
        request("2026-06-17T00:50:00Z");
        finish(NOW);
        database.estimate(Instant.parse("2026-06-17T02:00:00Z"));
        assertThat(values(POINT)).isEqualTo(12);
        assertThat(await(database.values().silent(10)))
                .as("an operator sees what is estimated without any reading left")
                .contains(
                        new IntervalValueStore.Silent(
                                new RegisterId(POINT, Channel.IMPORT),
                                Optional.empty(),
                                Instant.parse("2026-06-17T02:00:00Z")));

        gateway.read("2026-06-17T03:05:00Z", 5).read("2026-06-17T03:15:00Z", 15);
        gateway.read("2026-06-17T03:30:00Z", 30);
        accept(gateway.block());
        database.advance();
        assertThat(values(POINT)).as("the time before is estimated first").isEqualTo(12);
        database.estimate(NOW);
        database.advance();

        assertThat(values(POINT)).as("from 23:00 to 3:30").isEqualTo(18);
        assertThat(
                        database.rows(
                                "SELECT energy_wh, quality FROM metering.interval_value"
                                        + " WHERE metering_point = 'AT-TEST-1' AND interval_start"
                                        + " IN ('2026-06-17T00:45Z', '2026-06-17T03:15Z')"
                                        + " ORDER BY interval_start"))
                .extracting(row -> row.getLong(0) + row.getString(1))
                .containsExactly("10ESTIMATED", "15ACTUAL");
    }

    @Test
    void theRegisterGoesOnWhenOnlyItsPastIsErased() {
        request("2026-06-17T00:30:00Z");
        finish(NOW);
        gateway.read("2026-06-17T01:00:00Z", 200);
        accept(gateway.block());
        database.advance();

        assertThat(readings(POINT)).isEqualTo(3);
        assertThat(
                        database.number(
                                "SELECT energy_wh FROM metering.interval_value WHERE metering_point"
                                        + " = 'AT-TEST-1' AND interval_start = '2026-06-17T00:45Z'"))
                .isEqualTo(30);
    }

    @Test
    void whatCameLaterInTheSameBlockStaysProvable() {
        request("2026-06-17T00:30:00Z");
        finish(NOW);

        // Sequences 11 and 13 are of 0:15 and 0:30.
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 11)))).isEmpty();
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 13)))).isPresent();
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 15)))).isPresent();
        assertThat(await(proofs.proof(OTHER, new ReadingId("gw-1", 1, 2)))).isPresent();

        gateway.read("2026-06-17T00:20:00Z", 900).read("2026-06-17T02:00:00Z", 901);
        accept(gateway.block());
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 17)))).isEmpty();
        assertThat(await(proofs.proof(POINT, new ReadingId("gw-1", 1, 18)))).isPresent();
    }

    @Test
    void whatGatewaysSaidOfThePointGoesAtOnceAndOrdersWithTheEvidence() {
        database.execute(
                """
                INSERT INTO metering.device_state SELECT 'AT-TEST-1', 'METER', 'GOOD', now(), number,
                    '2026-06-17T10:00:00Z' FROM metering.gateway_position;
                INSERT INTO metering.foreign_point SELECT number, 'AT-TEST-1', 1,
                    '2026-06-17T10:00:00Z', '2026-06-17T10:00:00Z' FROM metering.gateway_position;
                INSERT INTO metering.point_assignment SELECT 'AT-TEST-1', t::timestamptz, number
                    FROM metering.gateway_position,
                    unnest(ARRAY['2026-01-01Z', '2026-03-01Z', '2026-12-01Z']) AS t;
                INSERT INTO metering.setpoint_command (metering_point, device, sequence, gateway_id,
                    plan, issued_by, expires_at, state)
                    VALUES ('AT-TEST-1', 'BATTERY', 1, 'gw-1', '', 'x', '2026-06-17T11:00:00Z', 'ENDED');
                INSERT INTO metering.control_consent VALUES ('AT-TEST-1', false, '2026-06-17T11:00:00Z');
                INSERT INTO metering.finding VALUES ('2026-06-17T00:00:00Z', 'AT-TEST-1', 'IMPORT',
                    'FROZEN', 'SUSPECT', 'x', '2026-06-18T00:00:00Z')
                """);

        request("2026-06-17T12:00:00Z");
        finish(NOW);
        assertThat(rows("device_state")).isZero();
        assertThat(rows("foreign_point")).isZero();
        assertThat(rows("point_assignment")).as("the one that holds and the next").isEqualTo(2);
        assertThat(rows("setpoint_command")).isEqualTo(1);
        assertThat(rows("control_consent")).isEqualTo(1);
        assertThat(rows("finding")).isEqualTo(1);

        finish(NOW.plus(EVIDENCE));
        assertThat(rows("setpoint_command")).isZero();
        assertThat(rows("control_consent")).isZero();
        assertThat(rows("finding")).isZero();
    }

    private long rows(String table) {
        return database.number("SELECT count(*) FROM metering." + table);
    }

    @Test
    void refusesWhatCannotBeDone() {
        assertThat(ask(new MeteringPointId("AT-NOBODY"), "2026-06-17T00:00:00Z"))
                .isEqualTo(new Erasure.Refused(Erasure.Refusal.UNKNOWN_POINT));
        assertThat(ask(POINT, "2026-06-18T12:00:01Z"))
                .isEqualTo(new Erasure.Refused(Erasure.Refusal.FUTURE));
        gateway.read("2026-06-17T01:00:00Z", 200);
        accept(gateway.block());
        assertThat(ask(POINT, "2026-06-17T00:50:00Z"))
                .isEqualTo(new Erasure.Refused(Erasure.Refusal.STILL_NEEDED));

        assertThat(await(erasures.advance(NOW, EVIDENCE))).isFalse();
        assertThat(await(erasures.of(POINT))).isEmpty();
        assertThat(readings(POINT)).isEqualTo(9);
    }

    private Erasure request(String before) {
        return ((Erasure.Begun) ask(POINT, before)).erasure();
    }

    private Erasure.Result ask(MeteringPointId point, String before) {
        return await(erasures.request(point, Instant.parse(before), operator()));
    }

    private static Actor operator() {
        return new Actor("operator", NOW, "on the member's demand");
    }

    private void finish(Instant now) {
        while (await(erasures.advance(now, EVIDENCE))) {}
    }

    private void accept(byte[] block) {
        assertThat(await(headEnd.accept(block, NOW))).isInstanceOf(Accepted.class);
    }

    private long readings(MeteringPointId point) {
        return database.number(
                "SELECT count(*) FROM metering.reading r JOIN metering.register g"
                        + " ON g.id = r.register_id WHERE g.metering_point = '%s'"
                                .formatted(point.value()));
    }

    private long values(MeteringPointId point) {
        return database.number(
                "SELECT count(*) FROM metering.interval_value WHERE metering_point = '%s'"
                        .formatted(point.value()));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
