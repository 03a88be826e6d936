package energy.peerwatt.web.status;

import energy.peerwatt.web.view.BalancingProblemView;
import energy.peerwatt.web.view.BalancingStatusView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How well the areas that have a limit are balanced, in figures. */
@ApplicationScoped
class BalancingFigures {

    /** Flows of a day back from now; limits of the running quarter-hour. */
    private static final String FIGURES =
            """
            SELECT b.area_id, b.state, i.import_limit_w, i.export_limit_w, p.version, p.made_at,
                m.highest, m.lowest, m.over
            FROM market.balancing b
            LEFT JOIN LATERAL (SELECT import_limit_w, export_limit_w
                FROM market.balancing_interval
                WHERE area_id = b.area_id AND interval_start <= $1
                ORDER BY interval_start DESC LIMIT 1) i ON true
            LEFT JOIN LATERAL (SELECT version, made_at FROM market.balancing_plan
                WHERE area_id = b.area_id AND published ORDER BY version DESC LIMIT 1) p ON true
            LEFT JOIN LATERAL (SELECT max(measured_w) AS highest, min(measured_w) AS lowest,
                count(*) FILTER (WHERE measured_w > import_limit_w
                    OR -measured_w > export_limit_w) AS over
                FROM market.balancing_interval
                WHERE area_id = b.area_id AND interval_start > $1::timestamptz - interval '24 h') m
                ON true
            WHERE EXISTS (SELECT 1 FROM market.area_limit l WHERE l.area_id = b.area_id)
            ORDER BY b.area_id
            """;

    private final Pool pool;

    BalancingFigures(Pool pool) {
        this.pool = pool;
    }

    /** By area; not of those that have no limit, or were not looked at yet. */
    Uni<List<BalancingStatusView>> at(Instant now) {
        return pool.preparedQuery(FIGURES)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(BalancingFigures::view)
                                .toList());
    }

    /** Areas that are not planned although they should be, without the reasons, by area. */
    Uni<List<BalancingProblemView>> problems() {
        return pool.query(
                        "SELECT area_id, problem_since, problem_attempts FROM market.balancing"
                                + " WHERE problem IS NOT NULL ORDER BY area_id")
                .execute()
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(BalancingFigures::problem)
                                .toList());
    }

    private static BalancingProblemView problem(Row row) {
        return new BalancingProblemView(
                row.getInteger(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getInteger(2),
                /* problem= */ null);
    }

    private static BalancingStatusView view(Row row) {
        return new BalancingStatusView(
                row.getInteger(0),
                row.getString(1),
                row.getInteger(2),
                row.getInteger(3),
                row.getLong(4),
                instant(row.getOffsetDateTime(5)),
                row.getInteger(6),
                row.getInteger(7),
                row.getLong(8));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
