package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.IntakeResult.Duplicate;
import energy.peerwatt.metering.headend.store.ReadingPartitions.Overview;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingPartitionsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00Z");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final ReadingPartitions partitions = new ReadingPartitions(database.pool);
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void registerGateway() {
        await(headEnd.register(gateway.identity, NOW));
    }

    @Test
    void createsADayOnceHoweverManyAskAtTheSameTime() {
        for (int day = 1; day <= 20; day++) {
            String sql = "SELECT metering.ensure_reading_partition('2031-05-%02d')".formatted(day);

            await(
                    Uni.join()
                            .all(
                                    Stream.generate(() -> database.pool.query(sql).execute())
                                            .limit(6)
                                            .toList())
                            .andCollectFailures());
        }

        assertThat(days("reading_203105__")).isEqualTo(20);
    }

    @Test
    void daysAreThereBeforeAnythingArrives() {
        await(partitions.createAhead(Instant.parse("2033-01-31T23:59:59Z")));

        assertThat(days("reading_203301__")).isEqualTo(2);
        assertThat(days("reading_203302__")).isEqualTo(3);
        assertThat(days("block_203302__")).isEqualTo(3);
    }

    @Test
    void daysGetTheIndexOfReadingsWithPowerAndTheMigrationScansNone() {
        await(partitions.createAhead(Instant.parse("2034-03-10T12:00:00Z")));

        assertThat(withPowerIndex("reading_203403__")).isEqualTo(days("reading_203403__"));
        assertThat(withPowerIndex("reading_default")).as("was there before").isZero();
    }

    private long withPowerIndex(String name) {
        return database.number(
                "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                        + " WHERE i.indisvalid AND pg_get_indexdef(i.indexrelid) LIKE"
                        + " '%(register_id, at) WHERE (power_w IS NOT NULL)'"
                        + " AND c.relname LIKE '"
                        + name
                        + "'");
    }

    @Test
    void aBacklogGetsItsDaysAndAnAbsurdClockNone() {
        accept("2026-06-11T10:00:00Z", 5, "2026-06-12T10:00:00Z", 6);
        accept("1999-01-01T00:00:00Z", 7, "2030-01-01T00:00:00Z", 7);

        assertThat(database.number("SELECT count(*) FROM metering.reading_20260611")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.reading_20260612")).isEqualTo(1);
        assertThat(await(partitions.overview()))
                .extracting(Overview::strays, o -> o.firstStray().get(), o -> o.lastStray().get())
                .containsExactly(
                        2L,
                        Instant.parse("1999-01-01T00:00:00Z"),
                        Instant.parse("2030-01-01T00:00:00Z"));
    }

    @Test
    void dropsDaysWhoseTimeIsOver() {
        accept("2026-06-11T10:00:00Z", 5, "2026-06-12T10:00:00Z", 6);
        accept("1999-01-01T00:00:00Z", 6, "2026-06-18T10:00:00Z", 7);
        database.advance();

        drop("2026-06-12T15:00:00Z");

        assertThat(days("reading_20260611")).isZero();
        assertThat(days("reading_20260612")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM metering.interval_value")).isPositive();
    }

    @Test
    void keepsWhatTheNextIntervalValuesNeed() {
        accept("2026-06-11T10:00:00Z", 5, "2026-06-12T10:00:00Z", 6);

        drop("2026-06-15T00:00:00Z");

        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(2);
        database.advance();
        drop("2026-06-15T00:00:00Z");
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isZero();
    }

    @Test
    void aReadingThatComesWhileDaysAreDroppedFindsTheOneBeforeIt() {
        accept("2026-06-11T10:00:00Z", 5, "2026-06-11T10:20:00Z", 6);
        database.advance();

        // What a block does that is being taken: the register is due from its commit on.
        await(
                database.pool
                        .withTransaction(connection ->
                                connection
                                        .query(
                                                "UPDATE metering.register"
                                                        + " SET last_at = '2026-06-18T10:00:00Z', last_wh = 9")
                                        .execute()
                                        .chain(() -> dropAside())
                                        .chain(dropping -> waiting().replaceWith(dropping)))
                        .chain(dropping -> Uni.createFrom().completionStage(dropping)));

        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(2);
    }

    private Uni<CompletableFuture<Integer>> dropAside() {
        return Uni.createFrom()
                .item(() ->
                        partitions
                                .drop(Instant.parse("2026-06-15T00:00:00Z"))
                                .subscribeAsCompletionStage());
    }

    /** Until the drop waits for a lock; asked over a connection of its own. */
    private Uni<Long> waiting() {
        return Uni.createFrom()
                .deferred(() ->
                        database.pool
                                .query(
                                        "SELECT count(*) FROM pg_stat_activity"
                                                + " WHERE wait_event_type = 'Lock'")
                                .execute()
                                .map(rows -> rows.iterator().next().getLong(0)))
                .repeat()
                .until(count -> count > 0)
                .collect()
                .last();
    }

    @Test
    void aRegisterThatWasSilentForAllThatTimeStartsAnew() {
        accept("2026-06-11T10:00:00Z", 5, "2026-06-11T10:20:00Z", 6);
        database.advance();
        drop("2026-06-15T00:00:00Z");
        long values = database.number("SELECT count(*) FROM metering.interval_value");

        accept("2026-06-18T10:00:00Z", 500, "2026-06-18T10:20:00Z", 520);
        while (database.number("SELECT count(*) FROM metering.register WHERE due") > 0) {
            database.estimate(NOW);
            database.advance();
        }

        assertThat(values).isEqualTo(1);
        assertThat(
                        database.rows(
                                "SELECT interval_start, energy_wh FROM metering.interval_value"
                                        + " ORDER BY interval_start DESC"))
                .as("none is missing between, or it would hold up the settlement")
                .hasSize(7 * 96 + 1)
                .first()
                .satisfies(row -> {
                    assertThat(row.getOffsetDateTime(0).toInstant())
                            .isEqualTo("2026-06-18T10:00:00Z");
                    assertThat(row.getLong(1)).isEqualTo(15);
                });
    }

    @Test
    void aResendOfDroppedReadingsIsAcknowledged() {
        byte[] block =
                gateway.read("2026-06-11T10:00:00Z", 5).read("2026-06-11T10:01:00Z", 6).block();
        assertThat(await(headEnd.accept(block, NOW))).isEqualTo(new Accepted("gw-1", 1, 2));
        database.advance();
        drop("2026-06-15T00:00:00Z");

        assertThat(await(headEnd.accept(block, NOW))).isEqualTo(new Duplicate("gw-1", 1, 2));

        assertThat(database.number("SELECT count(*) FROM metering.reading")).isZero();
    }

    private void accept(String first, long firstWh, String second, long secondWh) {
        byte[] block = gateway.read(first, firstWh).read(second, secondWh).block();
        assertThat(await(headEnd.accept(block, NOW))).isInstanceOf(Accepted.class);
    }

    private void drop(String before) {
        while (await(partitions.drop(Instant.parse(before))) > 0) {}
    }

    private long days(String pattern) {
        return database.number(
                "SELECT count(*) FROM pg_class WHERE relname LIKE '" + pattern + "'");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
