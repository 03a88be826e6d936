package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Erasure;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Erases what was measured at a metering point. Readings go at once, also out of the kept blocks,
 * where hashes stay in their places; interval values when they are no evidence for settlement any
 * more. What arrives again of the erased time is acknowledged and not stored.
 *
 * <p>May run in several processes at once; each step is one transaction and may be repeated.
 */
@ApplicationScoped
public class Erasures {

    private static final String COLUMNS =
            """
            id, metering_point, before, requested_by, requested_at, reason, readings,
            readings_done_at, interval_values, done_at, erased_to
            """;

    private static final String LOCK_REGISTERS =
            """
            SELECT id, last_at, search_from, due FROM metering.register
            WHERE metering_point = $1 ORDER BY id FOR UPDATE
            """;

    private static final String MARK =
            """
            UPDATE metering.register
            SET erased_before = greatest(coalesce(erased_before, $2), $2) WHERE metering_point = $1
            """;

    // The last reading is measured, too: a register of which nothing is left starts anew. Until
    // then it is estimated, as one that is silent.
    private static final String FORGET =
            """
            UPDATE metering.register SET last_at = NULL, last_wh = NULL, changed_at = NULL,
                measured_to = CASE WHEN boundary_wh IS NULL THEN measured_to
                    ELSE next_boundary - interval '15 minutes' END,
                estimated_to = CASE WHEN boundary_wh IS NULL THEN estimated_to
                    ELSE greatest(estimated_to, next_boundary - interval '15 minutes') END,
                next_boundary = NULL, search_from = NULL, boundary_wh = NULL,
                boundary_quality = NULL, boundary_uncertainty_wh = NULL, boundary_reasons = '',
                suspect_screening = NULL, suspect_from = NULL,
                suspect_from_wh = NULL, suspect_at = NULL, suspect_wh = NULL,
                suspect_readings = NULL
            WHERE metering_point = $1 AND last_at < $2
            """;

    // What its gateways said of the point, and assignments that were over. The one that holds says
    // only who may report the point from now on.
    private static final String FORGET_GATEWAYS =
            """
            WITH states AS (DELETE FROM metering.device_state
                WHERE metering_point = $1 AND reported_at < $2),
            strangers AS (DELETE FROM metering.foreign_point
                WHERE metering_point = $1 AND last_at < $2)
            DELETE FROM metering.point_assignment a WHERE a.metering_point = $1
            AND EXISTS (SELECT FROM metering.point_assignment b
                WHERE b.metering_point = $1 AND b.from_at > a.from_at AND b.from_at <= $2)
            """;

    private static final String INSERT =
            """
            INSERT INTO metering.erasure (metering_point, before, requested_by, requested_at,
                reason)
            VALUES ($1, $2, $3, $4, $5) RETURNING
            """
                    + COLUMNS;

    private static final String OF_POINT =
            "SELECT " + COLUMNS + " FROM metering.erasure WHERE metering_point = $1 ORDER BY id";

    private static final String NEXT =
            "SELECT "
                    + COLUMNS
                    + """
                     FROM metering.erasure
                    WHERE done_at IS NULL AND (readings_done_at IS NULL OR before <= $1)
                    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                    """;

    private static final String OLDEST_DAY =
            """
            SELECT to_date(min(right(c.relname, 8)), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC'
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'metering.reading'::regclass AND c.relname ~ '^reading_[0-9]{8}$'
            """;

    private static final String DELETE_VALUES =
            """
            WITH gone AS (DELETE FROM metering.interval_value WHERE metering_point = $1
                AND interval_start + interval_minutes * interval '1 minute' <= $2 RETURNING 1),
            revisions AS (DELETE FROM metering.value_revision WHERE metering_point = $1
                AND interval_start < $2),
            events AS (DELETE FROM metering.device_event WHERE metering_point = $1
                AND reported_at < $2),
            findings AS (DELETE FROM metering.finding WHERE metering_point = $1
                AND interval_start < $2),
            orders AS (DELETE FROM metering.setpoint_command WHERE metering_point = $1
                AND expires_at <= $2),
            consents AS (DELETE FROM metering.control_consent WHERE metering_point = $1
                AND NOT granted AND changed_at < $2),
            devices AS (DELETE FROM metering.register_device d USING metering.register g
                WHERE g.id = d.register_id AND g.metering_point = $1 AND d.from_at < $2)
            SELECT count(*) FROM gone
            """;

    private static final String SAVE =
            """
            UPDATE metering.erasure SET readings = readings + $2, erased_to = $3,
                readings_done_at = $4, interval_values = interval_values + $5, done_at = $6
            WHERE id = $1
            """;

    private final Pool pool;

    public Erasures(Pool pool) {
        this.pool = pool;
    }

    /** An erasure that is under way. */
    private record Open(Erasure erasure, Instant erasedTo) {}

    /** Registers as they are when an erasure is asked for. */
    private record Register(
            @Nullable OffsetDateTime lastAt, @Nullable OffsetDateTime searchFrom, boolean due) {

        boolean needs(OffsetDateTime before) {
            boolean forgotten = lastAt != null && lastAt.isBefore(before);
            return due || (searchFrom != null && searchFrom.isBefore(before) && !forgotten);
        }
    }

    /**
     * Puts an erasure on record and forgets at once what the registers show from then. The rest is
     * done by {@link #advance}.
     *
     * @param before not after {@code actor.at()}
     */
    public Uni<Erasure.Result> request(MeteringPointId point, Instant before, Actor actor) {
        if (before.isAfter(actor.at())) {
            return Uni.createFrom().item(new Erasure.Refused(Erasure.Refusal.FUTURE));
        }
        return DatabaseFailure.named(
                "request erasure",
                pool.withTransaction(connection -> request(connection, point, before, actor)));
    }

    private static Uni<Erasure.Result> request(
            SqlConnection connection, MeteringPointId point, Instant before, Actor actor) {
        OffsetDateTime time = Columns.time(before);
        return connection
                .preparedQuery(LOCK_REGISTERS)
                .execute(Tuple.of(point.value()))
                .map(rows ->
                        stream(rows)
                                .map(row ->
                                        new Register(
                                                row.getOffsetDateTime(1),
                                                row.getOffsetDateTime(2),
                                                row.getBoolean(3)))
                                .toList())
                .chain(registers -> {
                    if (registers.isEmpty()) {
                        return refused(Erasure.Refusal.UNKNOWN_POINT);
                    }
                    return registers.stream().anyMatch(register -> register.needs(time))
                            ? refused(Erasure.Refusal.STILL_NEEDED)
                            : begin(connection, point, time, actor);
                });
    }

    private static Uni<Erasure.Result> refused(Erasure.Refusal reason) {
        return Uni.createFrom().item(new Erasure.Refused(reason));
    }

    private static Uni<Erasure.Result> begin(
            SqlConnection connection, MeteringPointId point, OffsetDateTime before, Actor actor) {
        Tuple row =
                Tuple.of(
                        point.value(),
                        before,
                        actor.login(),
                        Columns.time(actor.at()),
                        actor.reason());
        Tuple marked = Tuple.of(point.value(), before);
        return connection
                .preparedQuery(MARK)
                .execute(marked)
                .chain(() -> connection.preparedQuery(FORGET).execute(marked))
                .chain(() -> connection.preparedQuery(FORGET_GATEWAYS).execute(marked))
                .chain(() -> connection.preparedQuery(INSERT).execute(row))
                .map(rows -> new Erasure.Begun(open(rows.iterator().next()).erasure()));
    }

    /** Erasures of a metering point, the oldest first. */
    public Uni<List<Erasure>> of(MeteringPointId point) {
        return DatabaseFailure.named(
                "erasures",
                pool.preparedQuery(OF_POINT)
                        .execute(Tuple.of(point.value()))
                        .map(rows -> stream(rows).map(row -> open(row).erasure()).toList()));
    }

    /**
     * Does one step of the oldest erasure that has one to do: the readings of a day, or the
     * interval values.
     *
     * @param now market time
     * @param evidence how long interval values must be kept after their end
     * @return false if there was nothing to do
     */
    public Uni<Boolean> advance(Instant now, Duration evidence) {
        return DatabaseFailure.named(
                "erase",
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(NEXT)
                                .execute(Tuple.of(Columns.time(now.minus(evidence))))
                                .chain(rows ->
                                        rows.size() == 0
                                                ? Uni.createFrom().item(false)
                                                : step(
                                                                connection,
                                                                open(rows.iterator().next()),
                                                                now)
                                                        .replaceWith(true))));
    }

    private static Uni<Void> step(SqlConnection connection, Open open, Instant now) {
        return open.erasure().readingsDoneAt().isPresent()
                ? eraseValues(connection, open, now)
                : eraseReadings(connection, open, now);
    }

    /** The next day; at the end once more all from the start, for readings that are in no day. */
    private static Uni<Void> eraseReadings(SqlConnection connection, Open open, Instant now) {
        Erasure erasure = open.erasure();
        Instant before = erasure.before();
        return connection
                .query(OLDEST_DAY)
                .execute()
                .chain(rows -> {
                    @Nullable OffsetDateTime oldest = rows.iterator().next().getOffsetDateTime(0);
                    Instant from = later(open.erasedTo(), oldest);
                    boolean isLast = !from.isBefore(before);
                    Instant to = isLast ? before : earlier(from.plus(1, ChronoUnit.DAYS), before);
                    return new ErasedSpan(
                                    connection,
                                    erasure.meteringPoint(),
                                    isLast ? Instant.EPOCH : from,
                                    to)
                            .erase()
                            .chain(count -> save(connection, open, count, to, isLast ? now : null));
                });
    }

    private static Instant later(Instant one, @Nullable OffsetDateTime other) {
        return other == null || one.isAfter(other.toInstant()) ? one : other.toInstant();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Uni<Void> save(
            SqlConnection connection, Open open, long readings, Instant to, @Nullable Instant at) {
        return save(connection, open.erasure().id(), readings, to, at, 0L, null);
    }

    private static Uni<Void> eraseValues(SqlConnection connection, Open open, Instant now) {
        Erasure erasure = open.erasure();
        return connection
                .preparedQuery(DELETE_VALUES)
                .execute(Tuple.of(erasure.meteringPoint().value(), Columns.time(erasure.before())))
                .chain(rows ->
                        save(
                                connection,
                                erasure.id(),
                                0L,
                                open.erasedTo(),
                                erasure.readingsDoneAt().orElseThrow(),
                                rows.iterator().next().getLong(0),
                                now));
    }

    private static Uni<Void> save(
            SqlConnection connection,
            long id,
            long readings,
            Instant erasedTo,
            @Nullable Instant readingsDoneAt,
            long values,
            @Nullable Instant doneAt) {
        Tuple row =
                Tuple.of(
                        id,
                        readings,
                        Columns.time(erasedTo),
                        readingsDoneAt == null ? null : Columns.time(readingsDoneAt),
                        values,
                        doneAt == null ? null : Columns.time(doneAt));
        return connection.preparedQuery(SAVE).execute(row).replaceWithVoid();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Open open(Row row) {
        Erasure erasure =
                new Erasure(
                        row.getLong(0),
                        new MeteringPointId(row.getString(1)),
                        instant(row, 2),
                        new Actor(row.getString(3), instant(row, 4), row.getString(5)),
                        row.getLong(6),
                        Optional.ofNullable(row.getOffsetDateTime(7))
                                .map(OffsetDateTime::toInstant),
                        row.getLong(8),
                        Optional.ofNullable(row.getOffsetDateTime(9))
                                .map(OffsetDateTime::toInstant));
        return new Open(erasure, instant(row, 10));
    }

    private static Instant instant(Row row, int column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
