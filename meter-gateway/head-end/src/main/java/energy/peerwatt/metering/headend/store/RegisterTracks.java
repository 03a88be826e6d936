package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.ReadingChainState;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.validation.RegisterState.Suspicion;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The registers of one block, locked for one transaction, one thread. */
final class RegisterTracks {

    private static final String INSERT_MISSING =
            """
            INSERT INTO metering.register (metering_point, channel)
            SELECT w.metering_point, w.channel FROM unnest($1::varchar[], $2::varchar[])
                WITH ORDINALITY AS w(metering_point, channel, place) ORDER BY place
            ON CONFLICT DO NOTHING
            """;

    // Always in the order of ids, so that blocks of two gateways never wait for each other.
    private static final String LOCK =
            """
            SELECT g.id, g.metering_point, g.channel, g.last_at, g.last_wh,
                coalesce(g.changed_at, g.last_at) AS changed_at, g.offset_wh, g.capacity_watts,
                g.suspect_screening, g.suspect_from, g.suspect_from_wh, g.suspect_at,
                g.suspect_wh, g.suspect_readings, g.chain_gateway, g.chain_epoch, g.chain_head,
                g.erased_before
            FROM unnest($1::varchar[], $2::varchar[]) AS w(metering_point, channel)
            JOIN metering.register g USING (metering_point, channel)
            ORDER BY g.id FOR UPDATE OF g
            """;

    private static final String SAVE =
            """
            UPDATE metering.register g SET last_at = u.last_at, last_wh = u.last_wh,
                changed_at = u.changed_at, offset_wh = u.offset_wh,
                suspect_screening = u.suspect_screening, suspect_from = u.suspect_from,
                suspect_from_wh = u.suspect_from_wh, suspect_at = u.suspect_at,
                suspect_wh = u.suspect_wh, suspect_readings = u.suspect_readings,
                chain_gateway = u.chain_gateway, chain_epoch = u.chain_epoch,
                chain_head = u.chain_head,
                search_from = coalesce(g.search_from, u.first_at),
                next_boundary = coalesce(g.next_boundary, u.first_boundary)
            FROM unnest($1::integer[], $2::timestamptz[], $3::bigint[], $4::timestamptz[],
                $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::smallint[],
                $9::timestamptz[], $10::bigint[], $11::timestamptz[], $12::bigint[],
                $13::integer[], $14::integer[], $15::bigint[], $16::bytea[])
                AS u(id, last_at, last_wh, first_at, first_boundary, changed_at, offset_wh,
                    suspect_screening, suspect_from, suspect_from_wh, suspect_at, suspect_wh,
                    suspect_readings, chain_gateway, chain_epoch, chain_head)
            WHERE g.id = u.id
            """;

    private static final String ADD_CHANGES =
            """
            INSERT INTO metering.register_change (register_id, from_at, offset_wh, reason,
                uncertainty_wh)
            SELECT * FROM unnest($1::integer[], $2::timestamptz[], $3::bigint[], $4::varchar[],
                $5::bigint[])
            """;

    private static final String RELEASE =
            """
            UPDATE metering.reading r SET screening = 0
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::smallint[])
                AS u(register_id, from_at, to_at, screening)
            WHERE r.register_id = u.register_id AND r.screening = u.screening
            AND r.at BETWEEN u.from_at AND u.to_at
            """;

    private final Map<RegisterId, RegisterTrack> tracks;

    private RegisterTracks(Map<RegisterId, RegisterTrack> tracks) {
        this.tracks = tracks;
    }

    /**
     * Locks the registers, creating those that are new. New ones are created first, all in one
     * order: who waits for another's new register has locked none that the other may want.
     *
     * @param ids distinct, ascending
     * @param known registers that exist; these are added
     */
    static Uni<RegisterTracks> lock(
            SqlConnection connection,
            List<RegisterId> ids,
            ValidationRules rules,
            Set<RegisterId> known) {
        Uni<RowSet<Row>> locked =
                known.containsAll(ids) ? lockExisting(connection, ids) : create(connection, ids);
        // One that is known may have been rolled back with the block that brought it.
        return locked.chain(rows ->
                        rows.size() == ids.size()
                                ? Uni.createFrom().item(rows)
                                : create(connection, ids))
                .map(rows -> of(rows, rules))
                .invoke(() -> known.addAll(ids));
    }

    private static Uni<RowSet<Row>> create(SqlConnection connection, List<RegisterId> ids) {
        return connection
                .preparedQuery(INSERT_MISSING)
                .execute(names(ids))
                .chain(() -> lockExisting(connection, ids));
    }

    /** Locks the registers that exist. */
    static Uni<RegisterTracks> lockKnown(
            SqlConnection connection, List<RegisterId> ids, ValidationRules rules) {
        return lockExisting(connection, ids).map(rows -> of(rows, rules));
    }

    private static Uni<RowSet<Row>> lockExisting(SqlConnection connection, List<RegisterId> ids) {
        return connection.preparedQuery(LOCK).execute(names(ids));
    }

    private static Tuple names(List<RegisterId> ids) {
        return Tuple.of(
                Columns.names(ids, id -> id.meteringPoint().value()),
                Columns.names(ids, id -> id.channel().name()));
    }

    private static RegisterTracks of(RowSet<Row> rows, ValidationRules rules) {
        Map<RegisterId, RegisterTrack> tracks = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            RegisterTrack track = RegisterTrack.of(row, rules);
            tracks.put(track.register(), track);
        }
        return new RegisterTracks(tracks);
    }

    RegisterTrack track(RegisterId register) {
        return Objects.requireNonNull(tracks.get(register));
    }

    Optional<RegisterTrack> find(RegisterId register) {
        return Optional.ofNullable(tracks.get(register));
    }

    /** Writes what was found; the readings must be stored before. */
    Uni<Void> save(SqlConnection connection) {
        List<RegisterTrack> changed =
                tracks.values().stream().filter(RegisterTrack::isChanged).toList();
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(SAVE)
                .execute(columns(changed))
                .chain(() -> addChanges(connection, changed))
                .chain(() -> release(connection, changed));
    }

    private static Tuple columns(List<RegisterTrack> changed) {
        Tuple values =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(changed, RegisterTrack::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(
                                Columns.times(changed, t -> t.state().newest().at()))
                        .addArrayOfLong(
                                Columns.longs(changed, t -> t.state().newest().registerWh()))
                        .addArrayOfOffsetDateTime(
                                Columns.times(changed, RegisterTrack::firstUsable))
                        .addArrayOfOffsetDateTime(
                                Columns.times(changed, t -> boundaryFrom(t.firstUsable())))
                        .addArrayOfOffsetDateTime(
                                Columns.times(changed, t -> t.state().changedAt()))
                        .addArrayOfLong(Columns.longs(changed, t -> t.state().offsetWh()));
        return addChains(addSuspicions(values, changed), changed);
    }

    private static Tuple addSuspicions(Tuple values, List<RegisterTrack> changed) {
        return values.addArrayOfShort(
                        suspicions(changed, s -> ScreeningCode.of(s.verdict()), Short[]::new))
                .addArrayOfOffsetDateTime(
                        suspicions(
                                changed, s -> Columns.time(s.first().at()), OffsetDateTime[]::new))
                .addArrayOfLong(suspicions(changed, s -> s.first().registerWh(), Long[]::new))
                .addArrayOfOffsetDateTime(
                        suspicions(
                                changed, s -> Columns.time(s.last().at()), OffsetDateTime[]::new))
                .addArrayOfLong(suspicions(changed, s -> s.last().registerWh(), Long[]::new))
                .addArrayOfInteger(suspicions(changed, Suspicion::readings, Integer[]::new));
    }

    private static Tuple addChains(Tuple values, List<RegisterTrack> changed) {
        return values.addArrayOfInteger(chains(changed, ReadingChainState::gateway, Integer[]::new))
                .addArrayOfLong(chains(changed, ReadingChainState::epoch, Long[]::new))
                .addValue(
                        chains(
                                changed,
                                chain -> Buffer.buffer(chain.head().toByteArray()),
                                Buffer[]::new));
    }

    private static <T> T[] chains(
            List<RegisterTrack> changed,
            Function<ReadingChainState, T> value,
            IntFunction<T[]> array) {
        T[] column = array.apply(changed.size());
        for (int i = 0; i < column.length; i++) {
            ReadingChainState chain = changed.get(i).chain();
            if (chain != null) {
                column[i] = value.apply(chain);
            }
        }
        return column;
    }

    private static <T> T[] suspicions(
            List<RegisterTrack> changed, Function<Suspicion, T> value, IntFunction<T[]> array) {
        T[] column = array.apply(changed.size());
        for (int i = 0; i < column.length; i++) {
            Optional<Suspicion> suspicion = changed.get(i).suspicion();
            if (suspicion.isPresent()) {
                column[i] = value.apply(suspicion.get());
            }
        }
        return column;
    }

    private static Uni<Void> addChanges(SqlConnection connection, List<RegisterTrack> changed) {
        List<RegisterTrack.Change> rows =
                changed.stream().flatMap(t -> t.changes().stream()).toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.tuple()
                        .addArrayOfInteger(
                                Columns.of(rows, RegisterTrack.Change::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(rows, r -> r.change().from()))
                        .addArrayOfLong(Columns.longs(rows, r -> r.change().offsetWh()))
                        .addArrayOfString(Columns.names(rows, r -> r.change().reason().name()))
                        .addArrayOfLong(Columns.longs(rows, r -> r.change().uncertaintyWh()));
        return connection.preparedQuery(ADD_CHANGES).execute(values).replaceWithVoid();
    }

    private static Uni<Void> release(SqlConnection connection, List<RegisterTrack> changed) {
        List<RegisterTrack.Release> rows =
                changed.stream().flatMap(t -> t.releases().stream()).toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.tuple()
                        .addArrayOfInteger(
                                Columns.of(rows, RegisterTrack.Release::register, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(rows, RegisterTrack.Release::from))
                        .addArrayOfOffsetDateTime(Columns.times(rows, RegisterTrack.Release::to))
                        .addArrayOfShort(
                                Columns.of(rows, RegisterTrack.Release::screening, Short[]::new));
        return connection.preparedQuery(RELEASE).execute(values).replaceWithVoid();
    }

    /** The first quarter-hour boundary at or after {@code instant}. */
    private static Instant boundaryFrom(Instant instant) {
        DeliveryInterval interval =
                DeliveryInterval.containing(instant, DeliveryInterval.QUARTER_HOUR);
        return interval.start().equals(instant) ? instant : interval.end();
    }
}
