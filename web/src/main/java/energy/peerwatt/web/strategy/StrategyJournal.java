package energy.peerwatt.web.strategy;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Side;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.strategy.Act.Kind;
import energy.peerwatt.web.strategy.Act.Why;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What automatic trading did for members and why, and the intervals it is to leave alone. Safe for
 * use by several threads.
 */
@ApplicationScoped
public class StrategyJournal {

    /** Acts that are kept of each metering point. */
    public static final int KEPT = 500;

    private static final String ADD =
            """
            INSERT INTO market.strategy_act (metering_point, participant_id, acted_at,
                interval_start, kind, why, client_order_id, side, quantity_wh, limit_micro)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String PRUNE =
            """
            DELETE FROM market.strategy_act WHERE metering_point = $1 AND id <= (
                SELECT id FROM market.strategy_act WHERE metering_point = $1
                ORDER BY id DESC OFFSET $2 LIMIT 1)
            """;

    private static final String ACTS =
            """
            SELECT a.id, a.acted_at, a.interval_start, a.kind, a.why, a.client_order_id, a.side,
                a.quantity_wh, a.limit_micro, o.quantity_wh - o.remaining_wh
            FROM market.strategy_act a LEFT JOIN LATERAL (
                SELECT quantity_wh, remaining_wh FROM market.customer_order
                WHERE participant_id = a.participant_id AND client_order_id = a.client_order_id
                ORDER BY id DESC LIMIT 1) o ON true
            WHERE a.metering_point = $1 ORDER BY a.id DESC LIMIT $2
            """;

    private static final String HOLD =
            """
            INSERT INTO market.strategy_hold (metering_point, interval_start, held_by, held_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;

    private static final String RELEASE =
            "DELETE FROM market.strategy_hold WHERE metering_point = $1 AND interval_start = $2";

    private static final String HELD =
            """
            SELECT metering_point, interval_start FROM market.strategy_hold
            WHERE metering_point = ANY ($1) AND interval_start >= $2
            """;

    private final Pool pool;

    public StrategyJournal(Pool pool) {
        this.pool = pool;
    }

    /** An act for an interval. */
    public record Entry(Instant at, Instant interval, Act act) {}

    /**
     * An act that was kept.
     *
     * @param tradedWh what the order has traded up to now; empty if it never reached the book
     */
    public record Line(long id, Entry entry, OptionalLong tradedWh) {}

    /** Keeps what is done for a metering point, and only the newest {@link #KEPT} of it. */
    public Uni<Void> add(MeteringPoint point, List<Entry> entries) {
        List<Tuple> rows = entries.stream().map(entry -> tuple(point, entry)).toList();
        return pool.preparedQuery(ADD)
                .executeBatch(rows)
                .chain(() -> pool.preparedQuery(PRUNE).execute(Tuple.of(point.id().value(), KEPT)))
                .replaceWithVoid();
    }

    private static Tuple tuple(MeteringPoint point, Entry entry) {
        Act act = entry.act();
        return Tuple.tuple()
                .addString(point.id().value())
                .addLong(point.participant().value())
                .addOffsetDateTime(time(entry.at()))
                .addOffsetDateTime(time(entry.interval()))
                .addString(act.kind().name())
                .addString(act.why().name())
                .addLong(act.number())
                .addString(act.side().name())
                .addLong(act.quantityWh())
                .addLong(act.limit().microPerKwh());
    }

    /**
     * What was done for a metering point, the newest first.
     *
     * @param limit most to return
     */
    public Uni<List<Line>> acts(MeteringPointId point, int limit) {
        return pool.preparedQuery(ACTS)
                .execute(Tuple.of(point.value(), limit))
                .map(rows -> {
                    List<Line> found = new ArrayList<>();
                    rows.forEach(row -> found.add(line(row)));
                    return found;
                });
    }

    private static Line line(Row row) {
        Act act =
                new Act(
                        Kind.valueOf(row.getString(3)),
                        Why.valueOf(row.getString(4)),
                        row.getLong(5),
                        Side.valueOf(row.getString(6)),
                        row.getLong(7),
                        Price.ofMicroPerKwh(row.getLong(8)));
        Long traded = row.getLong(9);
        return new Line(
                row.getLong(0),
                new Entry(
                        row.getOffsetDateTime(1).toInstant(),
                        row.getOffsetDateTime(2).toInstant(),
                        act),
                traded == null ? OptionalLong.empty() : OptionalLong.of(traded));
    }

    /** No automatic order for the interval from now on; saying so again changes nothing. */
    public Uni<Void> hold(MeteringPointId point, Instant interval, Actor actor) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(point.value(), time(interval), actor.login(), time(actor.at())))
                .replaceWithVoid();
    }

    /** Automatic orders for the interval again. */
    public Uni<Void> release(MeteringPointId point, Instant interval) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(point.value(), time(interval)))
                .replaceWithVoid();
    }

    /** Starts of the intervals from {@code from} on that are to be left alone. */
    public Uni<Map<MeteringPointId, Set<Instant>>> held(
            List<MeteringPointId> points, Instant from) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(HELD)
                .execute(Tuple.of(ids, time(from)))
                .map(rows -> {
                    Map<MeteringPointId, Set<Instant>> found = new HashMap<>();
                    for (Row row : rows) {
                        found.computeIfAbsent(
                                        new MeteringPointId(row.getString(0)), _ -> new HashSet<>())
                                .add(row.getOffsetDateTime(1).toInstant());
                    }
                    return found;
                });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
