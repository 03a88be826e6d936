package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registers of one block, locked for one transaction, one thread. */
final class RegisterTracks {

    private static final String INSERT_MISSING =
            """
            INSERT INTO metering.register (metering_point, channel)
            SELECT * FROM unnest($1::varchar[], $2::varchar[]) ON CONFLICT DO NOTHING
            """;

    // Always in the order of ids, so that blocks of two gateways never wait for each other.
    private static final String LOCK =
            """
            SELECT g.id, g.metering_point, g.channel, g.last_at, g.last_wh
            FROM unnest($1::varchar[], $2::varchar[]) AS w(metering_point, channel)
            JOIN metering.register g USING (metering_point, channel)
            ORDER BY g.id FOR UPDATE OF g
            """;

    private static final String SAVE =
            """
            UPDATE metering.register g SET last_at = u.last_at, last_wh = u.last_wh,
                search_from = coalesce(g.search_from, u.first_at),
                next_boundary = coalesce(g.next_boundary, u.first_boundary)
            FROM unnest($1::integer[], $2::timestamptz[], $3::bigint[], $4::timestamptz[],
                $5::timestamptz[]) AS u(id, last_at, last_wh, first_at, first_boundary)
            WHERE g.id = u.id
            """;

    private final Map<RegisterId, Track> tracks;

    private RegisterTracks(Map<RegisterId, Track> tracks) {
        this.tracks = tracks;
    }

    /**
     * Locks the registers, creating those that are new.
     *
     * @param ids distinct, ascending
     */
    static Uni<RegisterTracks> lock(SqlConnection connection, List<RegisterId> ids) {
        return lockExisting(connection, ids)
                .chain(rows ->
                        rows.size() == ids.size()
                                ? Uni.createFrom().item(rows)
                                : connection
                                        .preparedQuery(INSERT_MISSING)
                                        .execute(names(ids))
                                        .chain(() -> lockExisting(connection, ids)))
                .map(RegisterTracks::of);
    }

    private static Uni<RowSet<Row>> lockExisting(SqlConnection connection, List<RegisterId> ids) {
        return connection.preparedQuery(LOCK).execute(names(ids));
    }

    private static Tuple names(List<RegisterId> ids) {
        return Tuple.of(
                Columns.names(ids, id -> id.meteringPoint().value()),
                Columns.names(ids, id -> id.channel().name()));
    }

    private static RegisterTracks of(RowSet<Row> rows) {
        Map<RegisterId, Track> tracks = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            RegisterId id =
                    new RegisterId(
                            new MeteringPointId(row.getString(1)),
                            Channel.valueOf(row.getString(2)));
            @Nullable OffsetDateTime lastAt = row.getOffsetDateTime(3);
            tracks.put(
                    id,
                    new Track(
                            row.getInteger(0),
                            lastAt == null
                                    ? null
                                    : new RegisterReading(lastAt.toInstant(), row.getLong(4))));
        }
        return new RegisterTracks(tracks);
    }

    Track track(RegisterId register) {
        return Objects.requireNonNull(tracks.get(register));
    }

    /** Writes what {@link Track#screen} found usable. */
    Uni<Void> save(SqlConnection connection) {
        List<Track> changed = tracks.values().stream().filter(t -> t.first != null).toList();
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(changed, Track::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(changed, t -> t.newest().at()))
                        .addArrayOfLong(Columns.longs(changed, t -> t.newest().registerWh()))
                        .addArrayOfOffsetDateTime(Columns.times(changed, t -> t.first().at()))
                        .addArrayOfOffsetDateTime(
                                Columns.times(changed, t -> boundaryFrom(t.first().at())));
        return connection.preparedQuery(SAVE).execute(values).replaceWithVoid();
    }

    /** The first quarter-hour boundary at or after {@code instant}. */
    private static Instant boundaryFrom(Instant instant) {
        DeliveryInterval interval =
                DeliveryInterval.containing(instant, DeliveryInterval.QUARTER_HOUR);
        return interval.start().equals(instant) ? instant : interval.end();
    }

    /** One register while a block is taken. */
    static final class Track {

        private final int id;
        private @Nullable RegisterReading newest;
        private @Nullable RegisterReading first;

        private Track(int id, @Nullable RegisterReading newest) {
            this.id = id;
            this.newest = newest;
        }

        int id() {
            return id;
        }

        /** Judges the register's next reading and remembers it if it is usable. */
        Screening screen(RegisterReading next, Instant receivedAt) {
            Screening screening = Screening.of(newest, next, receivedAt);
            if (screening == Screening.USABLE) {
                newest = next;
                first = first == null ? next : first;
            }
            return screening;
        }

        private RegisterReading newest() {
            return Objects.requireNonNull(newest);
        }

        /** First usable reading of this block. */
        private RegisterReading first() {
            return Objects.requireNonNull(first);
        }
    }
}
