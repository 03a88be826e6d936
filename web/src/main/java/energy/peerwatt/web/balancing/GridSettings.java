package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What operators have said of areas' grids, each from a time on; what was said before is kept. */
@ApplicationScoped
public class GridSettings {

    private static final String COLUMNS =
            "SELECT valid_from, content, changed_by, changed_at, reason, withdrawn_by,"
                    + " withdrawn_at, withdrawn_reason FROM market.grid_setting"
                    + " WHERE area_id = $1 AND kind = $2 ";

    private static final String NOT_WITHDRAWN = "AND withdrawn_at IS NULL ";

    /** Who says something of an area's grid waits for who does so at the time. */
    private static final String LOCK = "SELECT id FROM market.area WHERE id = $1 FOR UPDATE";

    private static final String PUT =
            """
            INSERT INTO market.grid_setting (area_id, kind, valid_from, content, changed_by,
                changed_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String WITHDRAW =
            """
            UPDATE market.grid_setting
            SET withdrawn_by = $4, withdrawn_at = $5, withdrawn_reason = $6
            WHERE area_id = $1 AND kind = $2 AND valid_from = $3 AND valid_from > $5
                AND withdrawn_at IS NULL
            """;

    private final Pool pool;
    private final MarketClock clock;

    public GridSettings(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What is said. */
    public enum Kind {
        /** The area's feeder, as in an instance file. */
        FEEDER,
        /** What a kW of the month's highest import costs, micro-currency. */
        DEMAND_CHARGE
    }

    /**
     * What somebody said.
     *
     * @param from when it begins to hold, market time
     * @param content null: there is none, or nobody knows it, from then on
     * @param withdrawn who took it back before it began, if somebody did
     */
    public record Version(
            Instant from, @Nullable String content, Actor by, Optional<Actor> withdrawn) {

        public Version(Instant from, @Nullable String content, Actor by) {
            this(from, content, by, Optional.empty());
        }
    }

    /**
     * Keeps what an operator says.
     *
     * @return what is kept: what is said at once holds from after all that holds by now
     */
    public Uni<Version> put(AreaId area, Kind kind, Version version) {
        return locked(area, connection -> keep(connection, area, kind, version));
    }

    /**
     * Keeps what follows at once from what holds, of which nobody else says anything meanwhile.
     *
     * @param change fails if nothing follows
     * @return what is kept
     */
    public Uni<Version> change(
            AreaId area, Kind kind, Function<Optional<Version>, Version> change) {
        return locked(
                area,
                connection ->
                        latest(connection, area, kind, clock.now())
                                .map(change)
                                .chain(next -> keep(connection, area, kind, next)));
    }

    private Uni<Version> keep(SqlConnection connection, AreaId area, Kind kind, Version version) {
        if (!version.from().equals(version.by().at())) {
            return put(connection, area, kind, version).replaceWith(version);
        }
        return latest(connection, area, kind, clock.now())
                .map(holding ->
                        holding.filter(old -> old.from().isAfter(version.from()))
                                .map(old ->
                                        new Version(old.from(), version.content(), version.by()))
                                .orElse(version))
                .call(later -> put(connection, area, kind, later));
    }

    /** Takes back what was said to hold from a later time on; false if nothing was. */
    public Uni<Boolean> withdraw(AreaId area, Kind kind, Instant from, Actor by) {
        return locked(
                area,
                connection ->
                        connection
                                .preparedQuery(WITHDRAW)
                                .execute(
                                        Tuple.of(
                                                area.value(),
                                                kind.name(),
                                                LimitLedger.time(from),
                                                by.login(),
                                                LimitLedger.time(by.at()),
                                                by.reason()))
                                .map(rows -> rows.rowCount() > 0));
    }

    private <T> Uni<T> locked(AreaId area, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(area.value()))
                        .chain(() -> work.apply(connection)));
    }

    private static Uni<Void> put(
            SqlConnection connection, AreaId area, Kind kind, Version version) {
        return connection
                .preparedQuery(PUT)
                .execute(
                        Tuple.tuple()
                                .addInteger(area.value())
                                .addString(kind.name())
                                .addOffsetDateTime(LimitLedger.time(version.from()))
                                .addString(version.content())
                                .addString(version.by().login())
                                .addOffsetDateTime(LimitLedger.time(version.by().at()))
                                .addString(version.by().reason()))
                .replaceWithVoid();
    }

    /** What holds at a time; empty if nothing was ever said that has begun. */
    public Uni<Optional<Version>> at(AreaId area, Kind kind, Instant time) {
        return latest(pool, area, kind, time);
    }

    private static Uni<Optional<Version>> latest(
            SqlClient client, AreaId area, Kind kind, Instant time) {
        return client.preparedQuery(
                        COLUMNS
                                + NOT_WITHDRAWN
                                + "AND valid_from <= $3 ORDER BY valid_from DESC, id DESC LIMIT 1")
                .execute(Tuple.of(area.value(), kind.name(), LimitLedger.time(time)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(GridSettings::version)
                                .findFirst());
    }

    /** The number of what {@link #at} gives; empty if that says there is none. */
    Uni<OptionalLong> versionAt(AreaId area, Kind kind, Instant time) {
        return pool.preparedQuery(
                        """
                        SELECT id, content IS NULL FROM market.grid_setting
                        WHERE area_id = $1 AND kind = $2 AND valid_from <= $3
                            AND withdrawn_at IS NULL
                        ORDER BY valid_from DESC, id DESC LIMIT 1
                        """)
                .execute(Tuple.of(area.value(), kind.name(), LimitLedger.time(time)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .filter(row -> !row.getBoolean(1))
                                .mapToLong(row -> row.getLong(0))
                                .findFirst());
    }

    /** What a version that is not empty says. */
    Uni<String> content(long version) {
        return pool.preparedQuery("SELECT content FROM market.grid_setting WHERE id = $1")
                .execute(Tuple.of(version))
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** What holds at a time and what was said to hold later, of which some may never hold. */
    public Uni<List<Version>> from(AreaId area, Kind kind, Instant time) {
        return pool.preparedQuery(
                        COLUMNS
                                + NOT_WITHDRAWN
                                + """
                                AND valid_from >= (SELECT coalesce(max(valid_from), $3)
                                    FROM market.grid_setting
                                    WHERE area_id = $1 AND kind = $2 AND valid_from <= $3
                                        AND withdrawn_at IS NULL)
                                ORDER BY valid_from, id
                                """)
                .execute(Tuple.of(area.value(), kind.name(), LimitLedger.time(time)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(GridSettings::version)
                                .toList());
    }

    /** Everything that was said, the newest first. */
    public Uni<List<Version>> all(AreaId area, Kind kind, int most) {
        return pool.preparedQuery(COLUMNS + "ORDER BY id DESC LIMIT $3")
                .execute(Tuple.of(area.value(), kind.name(), most))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(GridSettings::version)
                                .toList());
    }

    private static Version version(Row row) {
        return new Version(
                row.getOffsetDateTime(0).toInstant(),
                row.getString(1),
                new Actor(row.getString(2), row.getOffsetDateTime(3).toInstant(), row.getString(4)),
                Optional.ofNullable(row.getOffsetDateTime(6))
                        .map(at -> new Actor(row.getString(5), at.toInstant(), row.getString(7))));
    }
}
