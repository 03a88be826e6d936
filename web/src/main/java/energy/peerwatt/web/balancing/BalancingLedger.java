package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.web.balancing.BalancingState.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Whether and by which process each area is balanced. */
@ApplicationScoped
public class BalancingLedger {

    private static final int LONGEST_DETAIL = 300;

    /** Wall time of the database, so that processes' clocks do not matter. */
    private static final String HOLD =
            """
            INSERT INTO market.balancing AS b (area_id, holder, held_until)
            VALUES ($1, $2, now() + interval '15 seconds')
            ON CONFLICT (area_id) DO UPDATE SET holder = $2, held_until = excluded.held_until,
                term = b.term + (b.holder IS DISTINCT FROM $2)::integer
            WHERE b.holder IS NULL OR b.holder = $2 OR b.held_until < now()
            RETURNING term,\s
            """;

    private static final String COLUMNS =
            "paused, wanted, state, detail, shown_detail, changed_by, changed_at, reason";

    private static final String PAUSE =
            """
            INSERT INTO market.balancing AS b (area_id, paused, changed_by, changed_at, reason)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (area_id) DO UPDATE
            SET paused = $2, changed_by = $3, changed_at = $4, reason = $5, wanted = b.wanted + 1
            """;

    private static final String WISH =
            """
            INSERT INTO market.balancing AS b (area_id, wanted) VALUES ($1, 1)
            ON CONFLICT (area_id) DO UPDATE SET wanted = b.wanted + 1
            """;

    /**
     * An area that this process has.
     *
     * @param term another one means that others may have had it since
     */
    record Held(long term, BalancingState state) {}

    private final Pool pool;

    public BalancingLedger(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes or keeps an area for some seconds.
     *
     * @param holder this process
     * @return empty if another process has it
     */
    Uni<Optional<Held>> hold(AreaId area, String holder) {
        return pool.preparedQuery(HOLD + COLUMNS)
                .execute(Tuple.of(area.value(), holder))
                .map(rows ->
                        rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(held(rows.iterator().next())));
    }

    private static Held held(Row row) {
        return new Held(row.getLong("term"), state(row));
    }

    /** Lets others have the area at once. */
    Uni<Void> release(String holder) {
        return pool.preparedQuery(
                        "UPDATE market.balancing SET holder = NULL, held_until = NULL"
                                + " WHERE holder = $1")
                .execute(Tuple.of(holder))
                .replaceWithVoid();
    }

    /**
     * Notes how it goes.
     *
     * @param term of the process that says it
     * @param detail for operators
     * @param shown what of it everybody may read
     * @return whether that is still the term
     */
    Uni<Boolean> say(AreaId area, long term, State state, String detail, String shown) {
        return pool.preparedQuery(
                        "UPDATE market.balancing SET state = $3, detail = $4, shown_detail = $5,"
                                + " problem = NULL, problem_since = NULL, problem_attempts = 0"
                                + " WHERE area_id = $1 AND term = $2")
                .execute(Tuple.of(area.value(), term, state.name(), cut(detail), cut(shown)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Keeps the problem in place of an earlier one; without effect if the term is over. */
    Uni<Void> stuck(BalancingProblem problem, long term) {
        return pool.preparedQuery(
                        "UPDATE market.balancing SET problem = $3, problem_since = $4,"
                                + " problem_attempts = $5 WHERE area_id = $1 AND term = $2")
                .execute(
                        Tuple.of(
                                problem.area().value(),
                                term,
                                cut(problem.problem()),
                                LimitLedger.time(problem.since()),
                                problem.attempts()))
                .replaceWithVoid();
    }

    /** Why an area is not planned, if it is not. */
    public Uni<Optional<BalancingProblem>> problem(AreaId area) {
        return problems()
                .map(all -> all.stream().filter(one -> one.area().equals(area)).findFirst());
    }

    /** All areas that are not planned although they should be, by area. */
    public Uni<List<BalancingProblem>> problems() {
        return pool.preparedQuery(
                        "SELECT area_id, problem_since, problem_attempts, problem"
                                + " FROM market.balancing WHERE problem IS NOT NULL"
                                + " ORDER BY area_id")
                .execute()
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(BalancingLedger::problem)
                                .toList());
    }

    private static BalancingProblem problem(Row row) {
        return new BalancingProblem(
                new AreaId(row.getInteger(0)),
                row.getOffsetDateTime(1).toInstant(),
                row.getInteger(2),
                row.getString(3));
    }

    private static String cut(String text) {
        return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }

    /** How an area is balanced. */
    public Uni<BalancingState> state(AreaId area) {
        return pool.preparedQuery("SELECT " + COLUMNS + " FROM market.balancing WHERE area_id = $1")
                .execute(Tuple.of(area.value()))
                .map(rows ->
                        rows.size() == 0 ? BalancingState.UNKNOWN : state(rows.iterator().next()));
    }

    /** Pauses or resumes it. While it is paused every device does as it likes. */
    public Uni<Void> setPaused(AreaId area, boolean paused, Actor actor) {
        return pool.preparedQuery(PAUSE)
                .execute(
                        Tuple.of(
                                area.value(),
                                paused,
                                actor.login(),
                                LimitLedger.time(actor.at()),
                                actor.reason()))
                .replaceWithVoid();
    }

    /** Has it planned anew soon. */
    public Uni<Void> wish(AreaId area) {
        return pool.preparedQuery(WISH).execute(Tuple.of(area.value())).replaceWithVoid();
    }

    private static BalancingState state(Row row) {
        return new BalancingState(
                row.getBoolean("paused"),
                row.getLong("wanted"),
                State.valueOf(row.getString("state")),
                row.getString("detail"),
                row.getString("shown_detail"),
                Optional.ofNullable(row.getString("changed_by")),
                Optional.ofNullable(row.getOffsetDateTime("changed_at"))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("reason")).orElse(""));
    }
}
