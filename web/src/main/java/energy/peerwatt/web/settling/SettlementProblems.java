package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Areas whose settlement stands still, and why; what is over is forgotten. */
@ApplicationScoped
public class SettlementProblems {

    private static final int LONGEST_PROBLEM = 300;

    private static final String SHOW =
            """
            INSERT INTO market.settlement_problem VALUES ($1, $2, $3, $4)
            ON CONFLICT (area_id) DO UPDATE
            SET interval_start = excluded.interval_start, problem = excluded.problem,
                since = CASE
                    WHEN settlement_problem.interval_start = excluded.interval_start
                    THEN settlement_problem.since ELSE excluded.since END
            """;

    private final Pool pool;

    public SettlementProblems(Pool pool) {
        this.pool = pool;
    }

    /** Keeps the problem in place of an earlier one of the area. */
    Uni<Void> show(SettlementProblem problem) {
        String text = problem.problem();
        Tuple values =
                Tuple.of(
                        problem.area().value(),
                        problem.interval().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                        problem.since().atOffset(ZoneOffset.UTC),
                        text.substring(0, Math.min(text.length(), LONGEST_PROBLEM)));
        return DatabaseFailure.named(
                "settlement problems", pool.preparedQuery(SHOW).execute(values).replaceWithVoid());
    }

    /** The area is settled on. */
    Uni<Void> over(AreaId area) {
        return DatabaseFailure.named(
                "settlement problems",
                pool.preparedQuery("DELETE FROM market.settlement_problem WHERE area_id = $1")
                        .execute(Tuple.of(area.value()))
                        .replaceWithVoid());
    }

    /** All there are, by area. */
    public Uni<List<SettlementProblem>> all() {
        return DatabaseFailure.named(
                        "settlement problems",
                        pool.query(
                                        "SELECT area_id, interval_start, since, problem"
                                                + " FROM market.settlement_problem"
                                                + " ORDER BY area_id")
                                .execute())
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(SettlementProblems::problem)
                                .toList());
    }

    private static SettlementProblem problem(Row row) {
        return new SettlementProblem(
                new AreaId(row.getInteger(0)),
                Optional.ofNullable(row.getOffsetDateTime(1)).map(OffsetDateTime::toInstant),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3));
    }
}
