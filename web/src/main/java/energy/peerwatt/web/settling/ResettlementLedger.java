package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.web.settling.Resettlement.Decision;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which settled intervals are to be settled again, and which were. */
@ApplicationScoped
public class ResettlementLedger {

    private static final int LONGEST_PROBLEM = 300;

    private static final String ADD =
            """
            INSERT INTO market.resettlement (area_id, interval_start, causes, first_at, last_at)
            SELECT w.area_id, w.interval_start, w.causes, $4, $4
            FROM unnest($1::integer[], $2::timestamptz[], $3::varchar[])
                AS w(area_id, interval_start, causes)
            ON CONFLICT (area_id, interval_start) WHERE done_at IS NULL DO UPDATE
            SET last_at = excluded.last_at, problem = NULL,
                causes = CASE WHEN resettlement.causes LIKE '%' || excluded.causes || '%'
                    THEN resettlement.causes
                    ELSE left(resettlement.causes || ',' || excluded.causes, 100) END
            """;

    private static final String COLUMNS =
            "SELECT id, area_id, interval_start, causes, first_at, last_at, done_at, version,"
                    + " problem, decided_by, decided_reason FROM market.resettlement ";

    private static final String DUE =
            """
            SELECT id, area_id, interval_start, causes, first_at, last_at, done_at, version, problem,
                decided_by, decided_reason
            FROM (SELECT *, row_number() OVER (PARTITION BY area_id
                    ORDER BY interval_start, id) AS turn
                FROM market.resettlement
                WHERE done_at IS NULL AND problem IS NULL AND last_at <= $1) AS due
            ORDER BY turn, area_id LIMIT $2
            """;

    private static final String OF_AREA =
            COLUMNS + "WHERE area_id = $1 ORDER BY done_at DESC NULLS FIRST, id DESC LIMIT $2";

    private static final String IS_DUE =
            """
            SELECT EXISTS (SELECT FROM market.resettlement WHERE area_id = $1
                AND interval_start >= $2 AND interval_start < $3
                AND done_at IS NULL)
            """;

    private static final String RETRY =
            """
            UPDATE market.resettlement SET problem = NULL, decided_by = $3, decided_reason = $4
            WHERE area_id = $1 AND interval_start = $2 AND done_at IS NULL AND problem IS NOT NULL
            """;

    private static final String LEAVE =
            """
            UPDATE market.resettlement SET done_at = $5, decided_by = $3, decided_reason = $4
            WHERE area_id = $1 AND interval_start = $2 AND done_at IS NULL AND problem IS NOT NULL
            """;

    private final Pool pool;

    public ResettlementLedger(Pool pool) {
        this.pool = pool;
    }

    /**
     * An interval to be settled again.
     *
     * @param causes names separated by commas
     */
    record Wanted(AreaId area, Instant start, String causes) {}

    /** Id of the last revision that was looked at. */
    Uni<Long> position() {
        return pool.query("SELECT revision FROM market.metering_position")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Id of the last imbalance price that was looked at. */
    Uni<Long> pricePosition() {
        return pool.query("SELECT imbalance_price FROM market.metering_position")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Adds what is wanted and moves the position among values on, or neither. */
    Uni<Void> add(Set<Wanted> wanted, long position, Instant now) {
        return add(wanted, "UPDATE market.metering_position SET revision = $1", position, now);
    }

    /** As {@link #add}, of the position among imbalance prices. */
    Uni<Void> addPriced(Set<Wanted> wanted, long position, Instant now) {
        return add(
                wanted, "UPDATE market.metering_position SET imbalance_price = $1", position, now);
    }

    private Uni<Void> add(Set<Wanted> wanted, String move, long position, Instant now) {
        List<Wanted> rows = List.copyOf(wanted);
        return pool.withTransaction(connection ->
                add(connection, rows, now)
                        .chain(() -> connection.preparedQuery(move).execute(Tuple.of(position)))
                        .replaceWithVoid());
    }

    private static Uni<Void> add(SqlConnection connection, List<Wanted> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfInteger(
                                rows.stream().map(w -> w.area().value()).toArray(Integer[]::new))
                        .addArrayOfOffsetDateTime(
                                rows.stream()
                                        .map(w -> time(w.start()))
                                        .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(rows.stream().map(Wanted::causes).toArray(String[]::new))
                        .addOffsetDateTime(time(now));
        return connection.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }

    /**
     * Those that have not changed since {@code quietSince}: of each area in turn the oldest
     * interval first, so that a storm in one area holds up no other.
     */
    Uni<List<Resettlement>> due(Instant quietSince, int limit) {
        return list(pool.preparedQuery(DUE).execute(Tuple.of(time(quietSince), limit)));
    }

    /**
     * Whether an interval that starts in [from, to) is still to be settled again, or could not be.
     */
    public Uni<Boolean> isDue(AreaId area, Instant from, Instant to) {
        return pool.preparedQuery(IS_DUE)
                .execute(Tuple.of(area.value(), time(from), time(to)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** An area's, those still due first, then the newest. */
    public Uni<List<Resettlement>> ofArea(AreaId area, int limit) {
        return list(pool.preparedQuery(OF_AREA).execute(Tuple.of(area.value(), limit)));
    }

    /** Says what became of one, unless it changed after {@code seen}. */
    Uni<Void> done(Resettlement seen, Optional<Integer> version, Instant now) {
        return pool.preparedQuery(
                        """
                        UPDATE market.resettlement SET done_at = $2, version = $3
                        WHERE id = $1 AND last_at = $4
                        """)
                .execute(Tuple.of(seen.id(), time(now), version.orElse(null), time(seen.lastAt())))
                .replaceWithVoid();
    }

    /** Says why one cannot be settled again; it rests until its values change once more. */
    Uni<Void> failed(Resettlement seen, String problem) {
        String text =
                problem.length() > LONGEST_PROBLEM
                        ? problem.substring(0, LONGEST_PROBLEM)
                        : problem;
        return pool.preparedQuery("UPDATE market.resettlement SET problem = $2 WHERE id = $1")
                .execute(Tuple.of(seen.id(), text))
                .replaceWithVoid();
    }

    /**
     * Has one that could not be settled again tried once more.
     *
     * @return false, and nothing changes, if there is none of this interval
     */
    public Uni<Boolean> retry(AreaId area, Instant start, Actor actor) {
        return decided(RETRY, Tuple.of(area.value(), time(start), actor.login(), actor.reason()));
    }

    /**
     * Leaves one that could not be settled again as it was settled last, so that nothing waits for
     * it. New values have it settled again all the same.
     *
     * @return false, and nothing changes, if there is none of this interval
     */
    public Uni<Boolean> leave(AreaId area, Instant start, Actor actor) {
        return decided(
                LEAVE,
                Tuple.of(
                        area.value(),
                        time(start),
                        actor.login(),
                        actor.reason(),
                        time(actor.at())));
    }

    private Uni<Boolean> decided(String update, Tuple values) {
        return pool.preparedQuery(update).execute(values).map(rows -> rows.rowCount() == 1);
    }

    /** Says why one is not settled again and will not be. */
    Uni<Void> refused(Resettlement seen, String problem, Instant now) {
        return pool.preparedQuery(
                        "UPDATE market.resettlement SET problem = $2, done_at = $3 WHERE id = $1")
                .execute(Tuple.of(seen.id(), problem, time(now)))
                .replaceWithVoid();
    }

    private static Uni<List<Resettlement>> list(Uni<RowSet<Row>> found) {
        return found.map(rows ->
                StreamSupport.stream(rows.spliterator(), false)
                        .map(ResettlementLedger::resettlement)
                        .toList());
    }

    private static Resettlement resettlement(Row row) {
        return new Resettlement(
                row.getLong(0),
                new AreaId(row.getInteger(1)),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(6)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(nullable(row)),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(9))
                        .map(by -> new Decision(by, row.getString(10))));
    }

    private static @Nullable Integer nullable(Row row) {
        return row.getInteger(7);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
