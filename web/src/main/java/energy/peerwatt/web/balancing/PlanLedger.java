package energy.peerwatt.web.balancing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The plans of areas and what became of them, interval by interval. */
@ApplicationScoped
public class PlanLedger {

    /** So many plans of an area are kept. */
    private static final int KEPT = 500;

    private static final String COLUMNS =
            "SELECT area_id, version, made_at, horizon_start, cause, published, cost,"
                    + " uncoordinated_cost, content FROM market.balancing_plan ";

    private static final String INSERT =
            """
            INSERT INTO market.balancing_plan (area_id, version, made_at, horizon_start, cause,
                published, cost, uncoordinated_cost, content, community)
            SELECT $1::integer, coalesce(max(version), 0) + 1, $2::timestamptz, $3::timestamptz,
                $4::varchar, $5::boolean, $6::bigint, $7::bigint, $8::text, $9::text
            FROM market.balancing_plan WHERE area_id = $1
            HAVING EXISTS (SELECT 1 FROM market.balancing WHERE area_id = $1 AND term = $10::bigint
                FOR SHARE)
            RETURNING version
            """;

    private static final String EXPLAIN =
            """
            UPDATE market.balancing_plan SET content = $3 WHERE area_id = $1 AND version = $2
                AND EXISTS (SELECT 1 FROM market.balancing WHERE area_id = $1 AND term = $4::bigint)
            """;

    private static final String FORGET =
            "DELETE FROM market.balancing_plan WHERE area_id = $1 AND version <= $2";

    private static final String INTERVALS =
            """
            INSERT INTO market.balancing_interval (area_id, interval_start, plan_version, planned_w,
                uncoordinated_w, import_limit_w, export_limit_w)
            SELECT $1::integer, w.start, $2::bigint, w.planned, w.uncoordinated, w.imports, w.exports
            FROM unnest($3::timestamptz[], $4::integer[], $5::integer[], $6::integer[],
                $7::integer[]) AS w(start, planned, uncoordinated, imports, exports)
            ON CONFLICT (area_id, interval_start) DO UPDATE SET plan_version = $2,
                planned_w = excluded.planned_w, uncoordinated_w = excluded.uncoordinated_w,
                import_limit_w = excluded.import_limit_w, export_limit_w = excluded.export_limit_w
            """;

    private static final String MEASURED =
            """
            INSERT INTO market.balancing_interval (area_id, interval_start, measured_w)
            VALUES ($1, $2, $3)
            ON CONFLICT (area_id, interval_start) DO UPDATE SET measured_w = $3
            """;

    private static final String FLOWS =
            """
            SELECT interval_start, plan_version, planned_w, uncoordinated_w, import_limit_w,
                export_limit_w, measured_w
            FROM market.balancing_interval
            WHERE area_id = $1 AND interval_start >= $2 AND interval_start < $3
            ORDER BY interval_start
            """;

    private final Pool pool;
    private final ObjectMapper json;

    public PlanLedger(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * An area's net power in one interval, W, positive takes; null is unknown.
     *
     * @param planned by the last plan that was made before the interval was over
     * @param uncoordinated if every device had always done as it likes
     * @param measured by the meters of all homes
     */
    public record Flow(
            Instant start,
            @Nullable Long planVersion,
            @Nullable Integer planned,
            @Nullable Integer uncoordinated,
            @Nullable Integer importLimit,
            @Nullable Integer exportLimit,
            @Nullable Integer measured) {}

    /**
     * What a plan was made for.
     *
     * @param community the planned instance as a file
     */
    public record Instance(String community, Uncertainty uncertainty) {}

    /**
     * Keeps a plan; a published one is what its intervals show from now on.
     *
     * @param plan its version is ignored
     * @param community the planned instance as a file
     * @param never net power if devices had always done as they like, W in each slot
     * @param term of the process that made it
     * @return its version; fails with {@link Fence.Lost} and keeps nothing if that is over
     */
    public Uni<Long> add(BalancingPlan plan, String community, List<Integer> never, long term) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(INSERT)
                        .execute(values(plan, community).addLong(term))
                        .map(rows -> version(rows, plan.area()))
                        .call(version ->
                                plan.published()
                                        ? show(connection, plan, version, never)
                                        : Uni.createFrom().voidItem())
                        .call(version ->
                                connection
                                        .preparedQuery(FORGET)
                                        .execute(Tuple.of(plan.area().value(), version - KEPT))));
    }

    /**
     * Adds reasons to a plan that was kept without.
     *
     * @param content the plan's, with its explanation
     * @param term of the process that made it; without effect if that is over
     */
    Uni<Void> explain(AreaId area, long version, PlanContent content, long term) {
        return pool.preparedQuery(EXPLAIN)
                .execute(Tuple.of(area.value(), version, text(content), term))
                .replaceWithVoid();
    }

    private static long version(RowSet<Row> rows, AreaId area) {
        if (rows.rowCount() == 0) {
            throw new Fence.Lost("another process has area " + area);
        }
        return rows.iterator().next().getLong(0);
    }

    private String text(PlanContent content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }

    private Tuple values(BalancingPlan plan, String community) {
        return Tuple.tuple()
                .addInteger(plan.area().value())
                .addOffsetDateTime(LimitLedger.time(plan.madeAt()))
                .addOffsetDateTime(LimitLedger.time(plan.start()))
                .addString(plan.cause())
                .addBoolean(plan.published())
                .addLong(plan.cost().quarterNano())
                .addLong(plan.uncoordinatedCost().quarterNano())
                .addString(text(plan.content()))
                .addString(community);
    }

    private static Uni<Void> show(
            SqlConnection connection, BalancingPlan plan, long version, List<Integer> never) {
        OffsetDateTime[] starts = new OffsetDateTime[plan.slots()];
        for (int slot = 0; slot < starts.length; slot++) {
            starts[slot] =
                    LimitLedger.time(
                            plan.start().plus(DeliveryInterval.QUARTER_HOUR.multipliedBy(slot)));
        }
        PlanContent content = plan.content();
        return connection
                .preparedQuery(INTERVALS)
                .execute(
                        Tuple.tuple()
                                .addInteger(plan.area().value())
                                .addLong(version)
                                .addArrayOfOffsetDateTime(starts)
                                .addArrayOfInteger(content.net().toArray(Integer[]::new))
                                .addArrayOfInteger(never.toArray(Integer[]::new))
                                .addArrayOfInteger(content.importLimits().toArray(Integer[]::new))
                                .addArrayOfInteger(content.exportLimits().toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** Notes what the meters of all homes of an area say of an interval. */
    public Uni<Void> measured(AreaId area, Instant start, int watts) {
        return pool.preparedQuery(MEASURED)
                .execute(Tuple.of(area.value(), LimitLedger.time(start), watts))
                .replaceWithVoid();
    }

    /** The intervals of a span that anything is known of, ascending. */
    public Uni<List<Flow>> flows(AreaId area, Instant from, Instant to) {
        return pool.preparedQuery(FLOWS)
                .execute(Tuple.of(area.value(), LimitLedger.time(from), LimitLedger.time(to)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(PlanLedger::flow)
                                .toList());
    }

    /** An area's plans, newest first. */
    public Uni<List<BalancingPlan>> plans(AreaId area, int limit) {
        return pool.preparedQuery(COLUMNS + "WHERE area_id = $1 ORDER BY version DESC LIMIT $2")
                .execute(Tuple.of(area.value(), limit))
                .map(this::plans);
    }

    /** The plan in force: the newest that was published. */
    public Uni<Optional<BalancingPlan>> current(AreaId area) {
        return pool.preparedQuery(
                        COLUMNS + "WHERE area_id = $1 AND published ORDER BY version DESC LIMIT 1")
                .execute(Tuple.of(area.value()))
                .map(rows -> plans(rows).stream().findFirst());
    }

    /** What the newest plan was made for. */
    public Uni<Optional<Instance>> newestInstance(AreaId area) {
        return pool.preparedQuery(
                        "SELECT community, content FROM market.balancing_plan WHERE area_id = $1"
                                + " ORDER BY version DESC LIMIT 1")
                .execute(Tuple.of(area.value()))
                .map(rows ->
                        rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(instance(rows.iterator().next())));
    }

    private Instance instance(Row row) {
        return new Instance(row.getString(0), content(row.getString(1)).uncertainty());
    }

    private List<BalancingPlan> plans(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(this::plan).toList();
    }

    private BalancingPlan plan(Row row) {
        return new BalancingPlan(
                new AreaId(row.getInteger(0)),
                row.getLong(1),
                row.getOffsetDateTime(2).toInstant(),
                row.getOffsetDateTime(3).toInstant(),
                row.getString(4),
                row.getBoolean(5),
                new Cost(row.getLong(6)),
                new Cost(row.getLong(7)),
                content(row.getString(8)));
    }

    private PlanContent content(String text) {
        try {
            return json.readValue(text, PlanContent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what was written", e);
        }
    }

    private static Flow flow(Row row) {
        return new Flow(
                row.getOffsetDateTime(0).toInstant(),
                row.getLong(1),
                row.getInteger(2),
                row.getInteger(3),
                row.getInteger(4),
                row.getInteger(5),
                row.getInteger(6));
    }
}
