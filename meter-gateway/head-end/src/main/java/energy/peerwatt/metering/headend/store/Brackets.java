package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.ReadingDoubt;
import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.ValueReason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the usable readings around boundaries, for many registers in one query. */
record Brackets(SqlConnection connection) {

    // Both searches are bounded on both sides: the planner visits those days' partitions only.
    private static final String BRACKETS =
            """
            SELECT d.id, b.at, lo.at, lo.register_wh + coalesce(lo_change.offset_wh, 0),
                hi.at, hi.register_wh + coalesce(hi_change.offset_wh, 0),
                CASE WHEN lo.clock_millis IS NOT NULL AND hi.clock_millis IS NOT NULL
                    THEN greatest(lo.clock_millis, hi.clock_millis) END,
                greatest(lo.resolution_milli_wh, hi.resolution_milli_wh)
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
                AS d(id, next_boundary, search_from, last_at)
            CROSS JOIN LATERAL generate_series(d.next_boundary,
                least(d.last_at, d.next_boundary + ($5 - 1) * interval '15 minutes'),
                interval '15 minutes') AS b(at)
            CROSS JOIN LATERAL (SELECT r.at, r.register_wh,
                r.clock_millis, r.resolution_milli_wh FROM metering.reading r
                WHERE r.register_id = d.id AND r.screening = 0
                AND r.at BETWEEN d.search_from AND b.at ORDER BY r.at DESC LIMIT 1) lo
            CROSS JOIN LATERAL (SELECT r.at, r.register_wh,
                r.clock_millis, r.resolution_milli_wh FROM metering.reading r
                WHERE r.register_id = d.id AND r.screening = 0
                AND r.at BETWEEN b.at AND d.last_at ORDER BY r.at LIMIT 1) hi
            LEFT JOIN LATERAL (SELECT c.offset_wh FROM metering.register_change c
                WHERE c.register_id = d.id AND c.from_at <= lo.at
                ORDER BY c.from_at DESC LIMIT 1) lo_change ON true
            LEFT JOIN LATERAL (SELECT c.offset_wh FROM metering.register_change c
                WHERE c.register_id = d.id AND c.from_at <= hi.at
                ORDER BY c.from_at DESC LIMIT 1) hi_change ON true
            ORDER BY d.id, b.at
            """;

    private static final String CHANGES =
            """
            SELECT c.register_id, c.from_at, c.offset_wh, c.reason, c.uncertainty_wh
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[])
                AS d(id, changes_from, last_at)
            JOIN metering.register_change c ON c.register_id = d.id
                AND c.from_at > d.changes_from AND c.from_at <= d.last_at
            """;

    /**
     * A boundary and the readings around it, as energy so far.
     *
     * @param before at or before the boundary
     * @param after at or after it
     */
    record Bracket(
            DueRegister register,
            Instant boundary,
            RegisterReading before,
            RegisterReading after,
            ReadingDoubt doubt) {}

    /**
     * The brackets of the registers' next boundaries, by register and time, and adds to the
     * registers the changes that lie there.
     *
     * @param boundaries most per register
     */
    Uni<List<Bracket>> of(List<DueRegister> due, int boundaries) {
        Map<Integer, DueRegister> byId =
                due.stream().collect(Collectors.toMap(DueRegister::id, Function.identity()));
        return addChanges(due, byId)
                .chain(() ->
                        connection
                                .preparedQuery(BRACKETS)
                                .execute(
                                        Tuple.tuple()
                                                .addArrayOfInteger(ids(due))
                                                .addArrayOfOffsetDateTime(
                                                        Columns.times(
                                                                due, DueRegister::nextBoundary))
                                                .addArrayOfOffsetDateTime(
                                                        Columns.times(due, DueRegister::searchFrom))
                                                .addArrayOfOffsetDateTime(
                                                        Columns.times(due, DueRegister::lastAt))
                                                .addInteger(boundaries)))
                .map(rows -> brackets(rows, byId));
    }

    private static List<Bracket> brackets(RowSet<Row> rows, Map<Integer, DueRegister> byId) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row ->
                        new Bracket(
                                Objects.requireNonNull(byId.get(row.getInteger(0))),
                                instant(row, 1),
                                reading(row, 2),
                                reading(row, 4),
                                doubt(row)))
                .toList();
    }

    private Uni<Void> addChanges(List<DueRegister> due, Map<Integer, DueRegister> byId) {
        Tuple search =
                Tuple.tuple()
                        .addArrayOfInteger(ids(due))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::changesFrom))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::lastAt));
        return connection
                .preparedQuery(CHANGES)
                .execute(search)
                .invoke(rows ->
                        rows.forEach(row ->
                                Objects.requireNonNull(byId.get(row.getInteger(0)))
                                        .add(change(row))))
                .replaceWithVoid();
    }

    private static Integer[] ids(List<DueRegister> due) {
        return Columns.of(due, DueRegister::id, Integer[]::new);
    }

    private static RegisterChange change(Row row) {
        return new RegisterChange(
                instant(row, 1),
                row.getLong(2),
                ValueReason.valueOf(row.getString(3)),
                row.getLong(4));
    }

    private static RegisterReading reading(Row row, int column) {
        return new RegisterReading(instant(row, column), row.getLong(column + 1));
    }

    private static ReadingDoubt doubt(Row row) {
        @Nullable Integer clock = row.getInteger(6);
        return new ReadingDoubt(
                clock == null ? OptionalInt.empty() : OptionalInt.of(clock),
                Math.ceilDiv(row.getInteger(7), 1_000));
    }

    private static Instant instant(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
