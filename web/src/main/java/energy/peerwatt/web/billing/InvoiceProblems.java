package energy.peerwatt.web.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Members whose month could not be invoiced when it was tried last, and why. */
@ApplicationScoped
public class InvoiceProblems {

    private static final int LONGEST_PROBLEM = 300;

    private static final String FORGET =
            "DELETE FROM market.invoice_problem WHERE area_id = $1 AND month = $2";

    private static final String ADD =
            "INSERT INTO market.invoice_problem VALUES ($1, $2, $3, $4, $5)";

    private static final String OF_MONTH =
            """
            SELECT participant_id, problem FROM market.invoice_problem
            WHERE area_id = $1 AND month = $2 ORDER BY participant_id
            """;

    private final Pool pool;

    public InvoiceProblems(Pool pool) {
        this.pool = pool;
    }

    /** Says what is wrong with a month now; what was said before is forgotten. */
    Uni<Void> replace(AreaId area, YearMonth month, List<InvoiceProblem> problems, Instant now) {
        Tuple key = Tuple.of(area.value(), month.atDay(1));
        return named(
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(FORGET)
                                .execute(key)
                                .chain(() -> add(connection, area, month, problems, now))));
    }

    private static Uni<Void> add(
            SqlConnection connection,
            AreaId area,
            YearMonth month,
            List<InvoiceProblem> problems,
            Instant now) {
        if (problems.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows =
                problems.stream()
                        .map(one ->
                                Tuple.of(
                                        area.value(),
                                        month.atDay(1),
                                        one.member().value(),
                                        shortened(one.problem()),
                                        now.atOffset(ZoneOffset.UTC)))
                        .toList();
        return connection.preparedQuery(ADD).executeBatch(rows).replaceWithVoid();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_PROBLEM));
    }

    /** Those of an area's month, by member. */
    public Uni<List<InvoiceProblem>> of(AreaId area, YearMonth month) {
        return named(
                pool.preparedQuery(OF_MONTH)
                        .execute(Tuple.of(area.value(), month.atDay(1)))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new InvoiceProblem(
                                                        new ParticipantId(row.getLong(0)),
                                                        row.getString(1)))
                                        .toList()));
    }

    private static <T> Uni<T> named(Uni<T> work) {
        return DatabaseFailure.named("invoice problems", work);
    }
}
