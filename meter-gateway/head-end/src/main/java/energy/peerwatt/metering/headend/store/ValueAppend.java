package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.VersionCause;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds interval values within the caller's transaction; never changes one. */
record ValueAppend(SqlConnection connection) {

    private static final String FIRST =
            """
            INSERT INTO metering.interval_value (interval_start, metering_point, channel, version,
                interval_minutes, energy_wh, quality, uncertainty_wh, reasons, register_wh)
            SELECT u.interval_start, u.metering_point, u.channel, 1, u.interval_minutes,
                u.energy_wh, u.quality, u.uncertainty_wh, u.reasons, u.register_wh
            FROM unnest($1::timestamptz[], $2::varchar[], $3::varchar[], $4::smallint[],
                $5::bigint[], $6::varchar[], $7::bigint[], $8::varchar[], $9::bigint[])
                AS u(interval_start, metering_point, channel, interval_minutes, energy_wh, quality,
                    uncertainty_wh, reasons, register_wh)
            ON CONFLICT DO NOTHING
            """;

    // What an operator substituted stays until an operator says otherwise.
    private static final String NEXT =
            """
            WITH changed AS (
                SELECT u.*, coalesce(newest.version, 0) + 1 AS next
                FROM unnest($1::timestamptz[], $2::varchar[], $3::varchar[], $4::smallint[],
                    $5::bigint[], $6::varchar[], $7::bigint[], $8::varchar[], $9::bigint[])
                    AS u(interval_start, metering_point, channel, interval_minutes, energy_wh,
                        quality, uncertainty_wh, reasons, register_wh)
                LEFT JOIN LATERAL (SELECT * FROM metering.interval_value v
                    WHERE v.interval_start = u.interval_start
                    AND v.metering_point = u.metering_point AND v.channel = u.channel
                    ORDER BY v.version DESC LIMIT 1) newest ON true
                WHERE newest.quality IS DISTINCT FROM 'SUBSTITUTED'
                AND (newest.energy_wh, newest.quality, newest.uncertainty_wh, newest.reasons,
                        newest.register_wh)
                    IS DISTINCT FROM
                    (u.energy_wh, u.quality, u.uncertainty_wh, u.reasons, u.register_wh)
            ), added AS (
                INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                    version, interval_minutes, energy_wh, quality, uncertainty_wh, reasons,
                    register_wh)
                SELECT interval_start, metering_point, channel, next, interval_minutes, energy_wh,
                    quality, uncertainty_wh, reasons, register_wh
                FROM changed
                RETURNING interval_start, metering_point, channel, version
            )
            INSERT INTO metering.value_revision (interval_start, metering_point, channel, version,
                cause)
            SELECT interval_start, metering_point, channel, version, $10 FROM added
            WHERE version > 1
            ORDER BY interval_start, metering_point, channel
            """;

    // So that revisions become visible in the order of their ids.
    private static final String ONE_WRITER =
            "SELECT pg_advisory_xact_lock(hashtext('metering.value_revision'))";

    /** Adds first versions, and next versions of values that are there and differ. */
    Uni<Void> append(List<ComputedValue> values, VersionCause cause) {
        List<ComputedValue> first = values.stream().filter(value -> !value.again()).toList();
        List<ComputedValue> next = values.stream().filter(ComputedValue::again).toList();
        return first(first).chain(() -> next(next, cause));
    }

    private Uni<Void> first(List<ComputedValue> values) {
        return values.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(FIRST).execute(columns(values)).replaceWithVoid();
    }

    private Uni<Void> next(List<ComputedValue> values, VersionCause cause) {
        return values.isEmpty()
                ? Uni.createFrom().voidItem()
                : lockRevisions(connection)
                        .chain(() ->
                                connection
                                        .preparedQuery(NEXT)
                                        .execute(columns(values).addString(cause.name())))
                        .replaceWithVoid();
    }

    /** To be held by whoever writes revisions, until commit. */
    static Uni<Void> lockRevisions(SqlConnection connection) {
        return connection.query(ONE_WRITER).execute().replaceWithVoid();
    }

    private static Tuple columns(List<ComputedValue> computed) {
        List<IntervalValue> values = computed.stream().map(ComputedValue::value).toList();
        return Tuple.tuple()
                .addArrayOfOffsetDateTime(Columns.times(values, v -> v.interval().start()))
                .addArrayOfString(Columns.names(values, v -> v.meteringPoint().value()))
                .addArrayOfString(Columns.names(values, v -> v.channel().name()))
                .addArrayOfShort(Columns.of(values, ValueAppend::minutes, Short[]::new))
                .addArrayOfLong(Columns.longs(values, v -> v.energy().wattHours()))
                .addArrayOfString(Columns.names(values, v -> v.quality().name()))
                .addArrayOfLong(Columns.longs(values, IntervalValue::uncertaintyWh))
                .addArrayOfString(Columns.names(values, v -> Reasons.format(v.reasons())))
                .addArrayOfLong(registers(computed));
    }

    private static @Nullable Long[] registers(List<ComputedValue> computed) {
        @Nullable Long[] column = new @Nullable Long[computed.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = computed.get(i).registerWh();
        }
        return column;
    }

    private static short minutes(IntervalValue value) {
        return (short) value.interval().length().toMinutes();
    }
}
