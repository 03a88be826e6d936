package energy.peerwatt.web.trading;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Up to when the engine was told of each area's dated rules. No order is taken for a later
 * interval, so that none matches by rules that no longer hold there. Safe for use by several
 * threads and processes.
 */
@ApplicationScoped
public class ToldRules {

    private static final String ADD =
            "INSERT INTO market.engine_rules (area_id) VALUES ($1) ON CONFLICT DO NOTHING";

    /** Locks the area's row, so that the engine is told by one process at a time. */
    private static final String LOCK =
            "SELECT changed_from FROM market.engine_rules WHERE area_id = $1 FOR UPDATE";

    private static final String KEEP =
            """
            UPDATE market.engine_rules
            SET changed_from = $2, told_until = greatest(told_until, $3) WHERE area_id = $1
            """;

    private final Pool pool;

    /** Start of the last interval that orders are taken for; it only grows. */
    private final Map<AreaId, Instant> known = new ConcurrentHashMap<>();

    public ToldRules(Pool pool) {
        this.pool = pool;
    }

    /**
     * Start of the last interval that the engine was told of; empty while there is none.
     *
     * @param start an answer that is not before this may be one of a while ago
     */
    public Uni<Optional<Instant>> until(AreaId area, Instant start) {
        Instant last = known.get(area);
        if (last != null && !last.isBefore(start)) {
            return Uni.createFrom().item(Optional.of(last));
        }
        return named(
                        pool.preparedQuery(
                                        "SELECT told_until FROM market.engine_rules"
                                                + " WHERE area_id = $1")
                                .execute(Tuple.of(area.value())))
                .map(ToldRules::instant)
                .invoke(found -> found.ifPresent(until -> known.put(area, until)));
    }

    /** The engine does not know the area: no order is taken until it is told. */
    public Uni<Void> forget(AreaId area) {
        known.remove(area);
        return named(
                        pool.preparedQuery("DELETE FROM market.engine_rules WHERE area_id = $1")
                                .execute(Tuple.of(area.value())))
                .replaceWithVoid();
    }

    /**
     * Tells the engine, while no other process does.
     *
     * @param until start of the last interval that it is told of
     * @param telling takes the start from which the last rules hold that the engine was told of,
     *     empty if it was told of none, and gives the same after telling; if it fails, nothing is
     *     kept
     */
    public Uni<Void> tell(
            AreaId area,
            Instant until,
            Function<Optional<Instant>, Uni<? extends Instant>> telling) {
        return named(
                        pool.withTransaction(connection ->
                                lock(connection, area)
                                        .chain(telling)
                                        .chain(changed ->
                                                connection
                                                        .preparedQuery(KEEP)
                                                        .execute(
                                                                Tuple.of(
                                                                        area.value(),
                                                                        time(changed),
                                                                        time(until))))))
                .replaceWithVoid();
    }

    private static Uni<Optional<Instant>> lock(SqlConnection connection, AreaId area) {
        Tuple id = Tuple.of(area.value());
        return connection
                .preparedQuery(ADD)
                .execute(id)
                .chain(() -> connection.preparedQuery(LOCK).execute(id))
                .map(ToldRules::instant);
    }

    private static Optional<Instant> instant(RowSet<Row> rows) {
        for (Row row : rows) {
            @Nullable OffsetDateTime found = row.getOffsetDateTime(0);
            return Optional.ofNullable(found).map(OffsetDateTime::toInstant);
        }
        return Optional.empty();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> Uni<T> named(Uni<T> answer) {
        return DatabaseFailure.named("rules that the engine was told of", answer);
    }
}
