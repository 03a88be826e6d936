package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What operators have said of areas' grids, each from a time on; what was said before is kept. */
@ApplicationScoped
public class GridSettings {

    private static final String COLUMNS =
            "SELECT valid_from, content, changed_by, changed_at, reason FROM market.grid_setting"
                    + " WHERE area_id = $1 AND kind = $2 ";

    private static final String PUT =
            """
            INSERT INTO market.grid_setting (area_id, kind, valid_from, content, changed_by,
                changed_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private final Pool pool;

    public GridSettings(Pool pool) {
        this.pool = pool;
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
     */
    public record Version(Instant from, @Nullable String content, Actor by) {}

    /** Keeps what an operator says. */
    public Uni<Void> put(AreaId area, Kind kind, Version version) {
        return pool.preparedQuery(PUT)
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
        return pool.preparedQuery(
                        COLUMNS + "AND valid_from <= $3 ORDER BY valid_from DESC, id DESC LIMIT 1")
                .execute(Tuple.of(area.value(), kind.name(), LimitLedger.time(time)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(GridSettings::version)
                                .findFirst());
    }

    /** What holds at a time and what was said to hold later, of which some may never hold. */
    public Uni<List<Version>> from(AreaId area, Kind kind, Instant time) {
        return pool.preparedQuery(
                        COLUMNS
                                + """
                                AND valid_from >= (SELECT coalesce(max(valid_from), $3)
                                    FROM market.grid_setting
                                    WHERE area_id = $1 AND kind = $2 AND valid_from <= $3)
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
                new Actor(
                        row.getString(2), row.getOffsetDateTime(3).toInstant(), row.getString(4)));
    }
}
