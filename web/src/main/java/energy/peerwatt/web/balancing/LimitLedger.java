package energy.peerwatt.web.balancing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Limit.Scope;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.web.balancing.AreaLimit.Bounds;
import energy.peerwatt.web.balancing.AreaLimit.Window;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The limits of areas, and who changed them, when and why. */
@ApplicationScoped
public class LimitLedger {

    private static final String COLUMNS =
            "SELECT area_id, id, source, import_w, export_w, floor_w, valid_from, valid_until,"
                    + " expires_at, scope FROM market.area_limit ";

    private static final String PUT =
            """
            INSERT INTO market.area_limit (area_id, id, source, import_w, export_w, floor_w,
                valid_from, valid_until, expires_at, scope)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (area_id, id) DO UPDATE SET source = $3, import_w = $4, export_w = $5,
                floor_w = $6, valid_from = $7, valid_until = $8, expires_at = $9, scope = $10
            """;

    private static final String NOTE =
            """
            INSERT INTO market.area_limit_change
                (area_id, limit_id, content, changed_by, changed_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pool pool;

    public LimitLedger(Pool pool) {
        this.pool = pool;
    }

    /**
     * A change of a limit.
     *
     * @param content what was set, as JSON; null if it was deleted
     */
    public record Change(
            String limit, @Nullable String content, String by, Instant at, String reason) {}

    /** The limits of an area by their ids, also those that do not hold now. */
    public Uni<List<AreaLimit>> of(AreaId area) {
        return pool.preparedQuery(COLUMNS + "WHERE area_id = $1 ORDER BY id")
                .execute(Tuple.of(area.value()))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(LimitLedger::limit)
                                .toList());
    }

    /** Sets a limit, replacing the one with its id. */
    public Uni<Void> put(AreaLimit limit, Actor actor) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(PUT)
                        .execute(values(limit))
                        .chain(() ->
                                note(connection, limit.area(), limit.id(), json(limit), actor)));
    }

    /** Deletes a limit; false, and nothing was changed, if there is none with that id. */
    public Uni<Boolean> delete(AreaId area, String id, Actor actor) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(
                                "DELETE FROM market.area_limit WHERE area_id = $1 AND id = $2")
                        .execute(Tuple.of(area.value(), id))
                        .chain(rows ->
                                rows.rowCount() == 0
                                        ? Uni.createFrom().item(false)
                                        : note(connection, area, id, null, actor)
                                                .replaceWith(true)));
    }

    /** Changes of an area's limits, newest first. */
    public Uni<List<Change>> changes(AreaId area, int limit) {
        return pool.preparedQuery(
                        """
                        SELECT limit_id, content, changed_by, changed_at, reason
                        FROM market.area_limit_change WHERE area_id = $1
                        ORDER BY id DESC LIMIT $2
                        """)
                .execute(Tuple.of(area.value(), limit))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(LimitLedger::change)
                                .toList());
    }

    private static Uni<Void> note(
            SqlConnection connection,
            AreaId area,
            String id,
            @Nullable String content,
            Actor actor) {
        return connection
                .preparedQuery(NOTE)
                .execute(
                        Tuple.tuple()
                                .addInteger(area.value())
                                .addString(id)
                                .addString(content)
                                .addString(actor.login())
                                .addOffsetDateTime(time(actor.at()))
                                .addString(actor.reason()))
                .replaceWithVoid();
    }

    private static Tuple values(AreaLimit limit) {
        return Tuple.tuple()
                .addInteger(limit.area().value())
                .addString(limit.id())
                .addString(limit.source().name())
                .addInteger(orNull(limit.bounds().importW()))
                .addInteger(orNull(limit.bounds().exportW()))
                .addInteger(limit.bounds().floorW())
                .addOffsetDateTime(orNull(limit.window().from()))
                .addOffsetDateTime(orNull(limit.window().until()))
                .addOffsetDateTime(orNull(limit.expiresAt()))
                .addString(limit.scope().name());
    }

    private static String json(AreaLimit limit) {
        ObjectNode node = JSON.createObjectNode();
        node.put("source", limit.source().name());
        node.put("scope", limit.scope().name());
        limit.bounds().importW().ifPresent(watts -> node.put("importW", watts));
        limit.bounds().exportW().ifPresent(watts -> node.put("exportW", watts));
        node.put("floorW", limit.bounds().floorW());
        limit.window().from().ifPresent(at -> node.put("from", at.toString()));
        limit.window().until().ifPresent(at -> node.put("until", at.toString()));
        limit.expiresAt().ifPresent(at -> node.put("expiresAt", at.toString()));
        return node.toString();
    }

    private static AreaLimit limit(Row row) {
        return new AreaLimit(
                new AreaId(row.getInteger(0)),
                row.getString(1),
                Source.valueOf(row.getString(2)),
                Scope.valueOf(row.getString(9)),
                new Bounds(watts(row, 3), watts(row, 4), row.getInteger(5)),
                new Window(instant(row, 6), instant(row, 7)),
                instant(row, 8));
    }

    private static Change change(Row row) {
        return new Change(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getOffsetDateTime(3).toInstant(),
                row.getString(4));
    }

    private static OptionalInt watts(Row row, int column) {
        Integer value = row.getInteger(column);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<Instant> instant(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable OffsetDateTime orNull(Optional<Instant> value) {
        return value.map(LimitLedger::time).orElse(null);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
