package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Turns stored readings into interval values.
 *
 * <p>A boundary gets its value once a usable reading at or after it exists, and keeps it: a later
 * reading never changes it. May run in several processes at once; a register is advanced by one of
 * them at a time.
 */
@ApplicationScoped
public class IntervalStage {

    /** Most registers advanced in one call. */
    public static final int MAX_REGISTERS = 1_000;

    /** Most boundaries of one register computed in one call: a day. */
    public static final int MAX_BOUNDARIES = 96;

    // Registers that are being written to are left for the next call, so nothing waits here.
    private static final String DUE =
            """
            SELECT id, metering_point, channel, last_at, next_boundary, search_from, boundary_wh,
                boundary_quality, boundary_uncertainty_wh, boundary_reasons, capacity_watts
            FROM metering.register WHERE due ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
            """;

    // Both searches are bounded on both sides: the planner visits those days' partitions only.
    private static final String BRACKETS =
            """
            SELECT d.id, b.at, lo.at, lo.register_wh + coalesce(lo_change.offset_wh, 0),
                hi.at, hi.register_wh + coalesce(hi_change.offset_wh, 0)
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
                AS d(id, next_boundary, search_from, last_at)
            CROSS JOIN LATERAL generate_series(d.next_boundary,
                least(d.last_at, d.next_boundary + ($5 - 1) * interval '15 minutes'),
                interval '15 minutes') AS b(at)
            CROSS JOIN LATERAL (SELECT r.at, r.register_wh FROM metering.reading r
                WHERE r.register_id = d.id AND r.screening = 0
                AND r.at BETWEEN d.search_from AND b.at ORDER BY r.at DESC LIMIT 1) lo
            CROSS JOIN LATERAL (SELECT r.at, r.register_wh FROM metering.reading r
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

    private static final String APPEND =
            """
            INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                interval_minutes, energy_wh, quality, uncertainty_wh, version, reasons)
            SELECT * FROM unnest($1::timestamptz[], $2::varchar[], $3::varchar[], $4::smallint[],
                $5::bigint[], $6::varchar[], $7::bigint[], $8::integer[], $9::varchar[])
            ON CONFLICT DO NOTHING
            """;

    private static final String SAVE =
            """
            UPDATE metering.register g SET next_boundary = u.next_boundary,
                search_from = u.search_from, boundary_wh = u.wh, boundary_quality = u.quality,
                boundary_uncertainty_wh = u.uncertainty_wh, boundary_reasons = u.reasons
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::bigint[],
                $5::varchar[], $6::bigint[], $7::varchar[])
                AS u(id, next_boundary, search_from, wh, quality, uncertainty_wh, reasons)
            WHERE g.id = u.id
            """;

    private final Pool pool;
    private final ValidationRules rules;

    public IntervalStage(Pool pool, ValidationRules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    /**
     * Computes the boundaries that have become due, appends the interval values between them
     * (version 1) and moves the registers' cursors, all in one transaction. Bounded by {@link
     * #MAX_REGISTERS} and {@link #MAX_BOUNDARIES}; costs one index look-up if nothing is due.
     *
     * @return number of registers advanced; more may be due unless it is 0
     */
    public Uni<Integer> advance() {
        return DatabaseFailure.named(
                "advance intervals",
                pool.withTransaction(connection ->
                        lockDue(connection)
                                .chain(due ->
                                        due.isEmpty()
                                                ? Uni.createFrom().item(0)
                                                : advance(connection, due))));
    }

    private Uni<List<DueRegister>> lockDue(SqlConnection connection) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(MAX_REGISTERS))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> DueRegister.of(row, rules))
                                .toList());
    }

    private static Uni<Integer> advance(SqlConnection connection, List<DueRegister> due) {
        Tuple search =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(due, DueRegister::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::nextBoundary))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::searchFrom))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::lastAt))
                        .addInteger(MAX_BOUNDARIES);
        return addChanges(connection, due)
                .chain(() -> connection.preparedQuery(BRACKETS).execute(search))
                .map(brackets -> intervals(due, brackets))
                .chain(values -> append(connection, values))
                .chain(() -> save(connection, due))
                .replaceWith(due.size());
    }

    private static Uni<Void> addChanges(SqlConnection connection, List<DueRegister> due) {
        Tuple search =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(due, DueRegister::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::changesFrom))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::lastAt));
        Map<Integer, DueRegister> byId = byId(due);
        return connection
                .preparedQuery(CHANGES)
                .execute(search)
                .invoke(rows ->
                        rows.forEach(row ->
                                Objects.requireNonNull(byId.get(row.getInteger(0)))
                                        .add(change(row))))
                .replaceWithVoid();
    }

    private static Map<Integer, DueRegister> byId(List<DueRegister> due) {
        return due.stream().collect(Collectors.toMap(DueRegister::id, Function.identity()));
    }

    private static RegisterChange change(Row row) {
        return new RegisterChange(
                instant(row, 1),
                row.getLong(2),
                ValueReason.valueOf(row.getString(3)),
                row.getLong(4));
    }

    private static List<IntervalValue> intervals(List<DueRegister> due, RowSet<Row> brackets) {
        Map<Integer, DueRegister> byId = byId(due);
        List<IntervalValue> values = new ArrayList<>(brackets.size());
        for (Row row : brackets) {
            Objects.requireNonNull(byId.get(row.getInteger(0)))
                    .advance(instant(row, 1), reading(row, 2), reading(row, 4))
                    .ifPresent(values::add);
        }
        return values;
    }

    private static RegisterReading reading(Row row, int column) {
        return new RegisterReading(instant(row, column), row.getLong(column + 1));
    }

    private static Instant instant(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static Uni<Void> append(SqlConnection connection, List<IntervalValue> values) {
        if (values.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfOffsetDateTime(Columns.times(values, v -> v.interval().start()))
                        .addArrayOfString(Columns.names(values, v -> v.meteringPoint().value()))
                        .addArrayOfString(Columns.names(values, v -> v.channel().name()))
                        .addArrayOfShort(Columns.of(values, IntervalStage::minutes, Short[]::new))
                        .addArrayOfLong(Columns.longs(values, v -> v.energy().wattHours()))
                        .addArrayOfString(Columns.names(values, v -> v.quality().name()))
                        .addArrayOfLong(Columns.longs(values, IntervalValue::uncertaintyWh))
                        .addArrayOfInteger(
                                Columns.of(values, IntervalValue::version, Integer[]::new))
                        .addArrayOfString(Columns.names(values, v -> Reasons.format(v.reasons())));
        return connection.preparedQuery(APPEND).execute(columns).replaceWithVoid();
    }

    private static short minutes(IntervalValue value) {
        return (short) value.interval().length().toMinutes();
    }

    private static Uni<Void> save(SqlConnection connection, List<DueRegister> due) {
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(due, DueRegister::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::nextBoundary))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::searchFrom))
                        .addArrayOfLong(Columns.longs(due, d -> d.boundary().registerWh()))
                        .addArrayOfString(Columns.names(due, d -> d.boundary().quality().name()))
                        .addArrayOfLong(Columns.longs(due, d -> d.boundary().uncertaintyWh()))
                        .addArrayOfString(
                                Columns.names(due, d -> Reasons.format(d.boundary().reasons())));
        return connection.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }
}
