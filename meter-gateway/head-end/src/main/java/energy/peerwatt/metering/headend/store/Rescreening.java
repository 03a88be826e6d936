package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A reading that is judged again.
 *
 * @param before its verdict so far
 * @param after its verdict now
 */
record Rescreening(
        OffsetDateTime at, int gateway, long epoch, long sequence, short before, short after) {

    // Held back: late, rollback or limit.
    private static final String HELD_BACK =
            """
            SELECT at, gateway, epoch, sequence, screening, register_wh, resolution_milli_wh
            FROM metering.reading WHERE register_id = $1
            AND screening = ANY ('{1,2,4}'::smallint[]) AND at > $2
            ORDER BY at, gateway, epoch, sequence
            """;

    private static final String SAVE =
            """
            UPDATE metering.reading r SET screening = u.after
            FROM unnest($2::timestamptz[], $3::integer[], $4::bigint[], $5::bigint[],
                $6::smallint[], $7::smallint[])
                AS u(at, gateway, epoch, sequence, before, after)
            WHERE r.register_id = $1 AND r.screening = u.before AND r.at = u.at
            AND r.gateway = u.gateway AND r.epoch = u.epoch AND r.sequence = u.sequence
            """;

    /**
     * Judges again what was held back of a locked register.
     *
     * @param after time from which on, exclusive; not before the newest usable reading
     */
    static Uni<Void> of(SqlConnection connection, RegisterTrack track, Instant after, Instant now) {
        return connection
                .preparedQuery(HELD_BACK)
                .execute(Tuple.of(track.id(), Columns.time(after)))
                .map(rows -> judge(rows, track, now))
                .chain(changed -> save(connection, track.id(), changed));
    }

    private static List<Rescreening> judge(RowSet<Row> rows, RegisterTrack track, Instant now) {
        List<Rescreening> changed = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime at = row.getOffsetDateTime(0);
            Screening screening =
                    track.screen(
                            new RegisterReading(at.toInstant(), row.getLong(5)),
                            Math.ceilDiv(row.getInteger(6), 1_000),
                            now);
            short before = row.getShort(4);
            short after = ScreeningCode.of(screening);
            if (after != before) {
                changed.add(
                        new Rescreening(
                                at,
                                row.getInteger(1),
                                row.getLong(2),
                                row.getLong(3),
                                before,
                                after));
            }
        }
        return changed;
    }

    private static Uni<Void> save(
            SqlConnection connection, int register, List<Rescreening> changed) {
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.tuple()
                        .addInteger(register)
                        .addArrayOfOffsetDateTime(
                                Columns.of(changed, Rescreening::at, OffsetDateTime[]::new))
                        .addArrayOfInteger(
                                Columns.of(changed, Rescreening::gateway, Integer[]::new))
                        .addArrayOfLong(Columns.longs(changed, Rescreening::epoch))
                        .addArrayOfLong(Columns.longs(changed, Rescreening::sequence))
                        .addArrayOfShort(Columns.of(changed, Rescreening::before, Short[]::new))
                        .addArrayOfShort(Columns.of(changed, Rescreening::after, Short[]::new));
        return connection.preparedQuery(SAVE).execute(values).replaceWithVoid();
    }
}
