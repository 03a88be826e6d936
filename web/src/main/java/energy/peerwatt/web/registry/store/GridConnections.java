package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.GridConnection.Phases;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How metering points are connected to the grid; what was said before is kept. */
@ApplicationScoped
public class GridConnections {

    private static final String NEWEST =
            """
            SELECT DISTINCT ON (metering_point) metering_point, phases, import_w, export_w,
                changed_by, changed_at, reason
            FROM market.grid_connection WHERE metering_point = ANY ($1)
            ORDER BY metering_point, id DESC
            """;

    private static final String PUT =
            """
            INSERT INTO market.grid_connection (metering_point, phases, import_w, export_w,
                changed_by, changed_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private final Pool pool;

    public GridConnections(Pool pool) {
        this.pool = pool;
    }

    /** What was said last of a metering point, and by whom. */
    public record Said(GridConnection connection, Actor by) {}

    /** Of these metering points; one without an entry is unknown. */
    public Uni<Map<MeteringPointId, Said>> of(Collection<MeteringPointId> points) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .map(rows -> {
                    Map<MeteringPointId, Said> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(new MeteringPointId(row.getString(0)), said(row));
                    }
                    return found;
                });
    }

    /** Keeps what an operator says. */
    public Uni<Void> put(MeteringPointId point, GridConnection connection, Actor actor) {
        return pool.preparedQuery(PUT)
                .execute(
                        Tuple.tuple()
                                .addString(point.value())
                                .addString(connection.phases().map(Phases::name).orElse(null))
                                .addInteger(orNull(connection.importW()))
                                .addInteger(orNull(connection.exportW()))
                                .addString(actor.login())
                                .addOffsetDateTime(actor.at().atOffset(ZoneOffset.UTC))
                                .addString(actor.reason()))
                .replaceWithVoid();
    }

    private static Said said(Row row) {
        return new Said(
                new GridConnection(
                        Optional.ofNullable(row.getString(1)).map(Phases::valueOf),
                        watts(row.getInteger(2)),
                        watts(row.getInteger(3))),
                new Actor(
                        row.getString(4), row.getOffsetDateTime(5).toInstant(), row.getString(6)));
    }

    private static OptionalInt watts(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
