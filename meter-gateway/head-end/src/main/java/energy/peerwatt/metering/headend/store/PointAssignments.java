package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import energy.peerwatt.metering.headend.gateway.PointAssignment;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Which gateway may report which metering point, and from when on. A point's assignments follow
 * each other, so there is never more than one at a time.
 */
@ApplicationScoped
public class PointAssignments {

    private static final String OF_GATEWAY =
            """
            SELECT a.metering_point, p.gateway_id, a.from_at, a.to_at FROM (
                SELECT metering_point, gateway, from_at,
                    lead(from_at) OVER (PARTITION BY metering_point ORDER BY from_at) AS to_at
                FROM metering.point_assignment WHERE metering_point IN (
                    SELECT metering_point FROM metering.point_assignment WHERE gateway = $1)) a
            JOIN metering.gateway_position p ON p.number = a.gateway
            WHERE a.gateway = $1 ORDER BY a.metering_point, a.from_at
            """;

    private static final String OF_POINT =
            """
            SELECT a.metering_point, p.gateway_id, a.from_at, a.to_at FROM (
                SELECT metering_point, gateway, from_at,
                    lead(from_at) OVER (ORDER BY from_at) AS to_at
                FROM metering.point_assignment WHERE metering_point = $1) a
            JOIN metering.gateway_position p ON p.number = a.gateway ORDER BY a.from_at
            """;

    private static final String STAMP =
            "SELECT count(*) + coalesce(sum(version), 0)::bigint FROM metering.gateway_position";

    private static final String ALL_POINTS =
            "SELECT gateway_id FROM metering.gateway_position WHERE all_points";

    private static final String ALL =
            """
            SELECT a.metering_point, p.gateway_id, a.from_at, a.to_at FROM (
                SELECT metering_point, gateway, from_at,
                    lead(from_at) OVER (PARTITION BY metering_point ORDER BY from_at) AS to_at
                FROM metering.point_assignment) a
            JOIN metering.gateway_position p ON p.number = a.gateway
            """;

    private static final String NUMBER =
            "SELECT number FROM metering.gateway_position WHERE gateway_id = $1";

    // One change at a time: two at once would each miss the gateway that the other one assigns.
    private static final String ONE_WRITER =
            "LOCK TABLE metering.point_assignment IN SHARE ROW EXCLUSIVE MODE";

    // All gateways whose rights change.
    private static final String LOCK_CONCERNED =
            """
            SELECT number FROM metering.gateway_position
            WHERE gateway_id = $2 OR number IN (
                SELECT gateway FROM metering.point_assignment WHERE metering_point = $1)
            ORDER BY number FOR UPDATE
            """;

    private static final String SAVE =
            """
            INSERT INTO metering.point_assignment (metering_point, from_at, gateway)
            VALUES ($1, $2, $3) ON CONFLICT (metering_point, from_at) DO UPDATE SET gateway = $3
            """;

    private static final String CHANGED =
            "UPDATE metering.gateway_position SET version = version + 1 WHERE number = ANY ($1)";

    private static final String SET_ALL_POINTS =
            """
            UPDATE metering.gateway_position SET all_points = $2
            WHERE number = $1 AND all_points <> $2
            """;

    private final Pool pool;
    private final ValidationRules rules;

    public PointAssignments(Pool pool, ValidationRules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    /**
     * Lets the gateway report the point from {@code from} on, in place of whichever did; until then
     * and, if a later assignment is known, from there on nothing changes. What the gateway reported
     * of that time already, and was kept apart, is judged now. What another gateway reported
     * rightly when it came stays as it is.
     *
     * @return false if there is no such gateway
     */
    public Uni<Boolean> assign(MeteringPointId point, String gatewayId, Instant from, Actor actor) {
        return DatabaseFailure.named(
                "assign metering point",
                pool.withTransaction(connection ->
                        number(connection, gatewayId)
                                .chain(gateway ->
                                        gateway.isEmpty()
                                                ? Uni.createFrom().item(false)
                                                : assign(
                                                        connection,
                                                        point,
                                                        gatewayId,
                                                        gateway.get(),
                                                        from,
                                                        actor))));
    }

    private Uni<Boolean> assign(
            SqlConnection connection,
            MeteringPointId point,
            String gatewayId,
            int gateway,
            Instant from,
            Actor actor) {
        return lockConcerned(connection, point, gatewayId)
                .chain(() -> save(connection, Tuple.of(point.value(), Columns.time(from), gateway)))
                .chain(() -> GatewayChange.lock(connection, gatewayId, actor))
                .chain(change ->
                        change.orElseThrow()
                                .record(Kind.POINT_ASSIGNED, point.value() + " from " + from))
                .chain(() -> ForeignReadings.release(connection, rules, gateway, point, actor.at()))
                .replaceWith(true);
    }

    /**
     * Ends the gateway's assignment: from {@code end} on nobody may report the point, until the
     * next assignment if one is known. What came in time stays as it is.
     *
     * @return false if the point is not the gateway's right before {@code end}
     */
    public Uni<Boolean> end(MeteringPointId point, String gatewayId, Instant end, Actor actor) {
        return DatabaseFailure.named(
                "end assignment",
                pool.withTransaction(connection ->
                        lockConcerned(connection, point, gatewayId)
                                .chain(() -> ofPoint(connection, point))
                                .chain(assignments ->
                                        assignments.stream()
                                                        .noneMatch(a -> isOpen(a, gatewayId, end))
                                                ? Uni.createFrom().item(false)
                                                : end(connection, point, gatewayId, end, actor))));
    }

    private static boolean isOpen(PointAssignment assignment, String gatewayId, Instant end) {
        return assignment.gatewayId().equals(gatewayId)
                && assignment.from().isBefore(end)
                && assignment.to().map(to -> to.isAfter(end)).orElse(true);
    }

    private static Uni<Boolean> end(
            SqlConnection connection,
            MeteringPointId point,
            String gatewayId,
            Instant end,
            Actor actor) {
        Tuple nobody = Tuple.tuple().addString(point.value());
        return save(connection, nobody.addOffsetDateTime(Columns.time(end)).addInteger(null))
                .chain(() -> GatewayChange.lock(connection, gatewayId, actor))
                .chain(change ->
                        change.orElseThrow().record(Kind.POINT_ENDED, point.value() + " at " + end))
                .replaceWith(true);
    }

    private static Uni<Void> lockConcerned(
            SqlConnection connection, MeteringPointId point, String gatewayId) {
        return connection
                .query(ONE_WRITER)
                .execute()
                .chain(() ->
                        connection
                                .preparedQuery(LOCK_CONCERNED)
                                .execute(Tuple.of(point.value(), gatewayId)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getInteger(0))
                                .toArray(Integer[]::new))
                .chain(concerned ->
                        connection
                                .preparedQuery(CHANGED)
                                .execute(Tuple.tuple().addArrayOfInteger(concerned)))
                .replaceWithVoid();
    }

    private static Uni<Void> save(SqlConnection connection, Tuple row) {
        return connection.preparedQuery(SAVE).execute(row).replaceWithVoid();
    }

    /**
     * Whether the gateway may report every metering point, whatever is assigned.
     *
     * @return false if there is no such gateway or it was so already
     */
    public Uni<Boolean> allPoints(String gatewayId, boolean all, Actor actor) {
        return DatabaseFailure.named(
                "all metering points",
                pool.withTransaction(connection ->
                        GatewayChange.lock(connection, gatewayId, actor)
                                .chain(change ->
                                        change.isEmpty()
                                                ? Uni.createFrom().item(false)
                                                : allPoints(change.get(), all))));
    }

    private static Uni<Boolean> allPoints(GatewayChange change, boolean all) {
        return change.connection()
                .preparedQuery(SET_ALL_POINTS)
                .execute(Tuple.of(change.number(), all))
                .chain(rows ->
                        rows.rowCount() == 0
                                ? Uni.createFrom().item(false)
                                : change.record(Kind.ALL_POINTS_CHANGED, all ? "on" : "off")
                                        .replaceWith(true));
    }

    /** Assignments of a gateway by metering point and time, ended ones included. */
    public Uni<List<PointAssignment>> of(String gatewayId) {
        Uni<List<PointAssignment>> found =
                number(pool, gatewayId)
                        .chain(gateway ->
                                gateway.isEmpty()
                                        ? Uni.createFrom().item(List.of())
                                        : ofGateway(pool, gateway.get()));
        return DatabaseFailure.named("assignments", found);
    }

    /**
     * What all gateways may report.
     *
     * @param known read before; answered again if it still holds
     */
    public Uni<PointRights> rights(PointRights known) {
        return DatabaseFailure.named(
                "rights of gateways",
                pool.query(STAMP)
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0))
                        .chain(stamp ->
                                stamp == known.stamp()
                                        ? Uni.createFrom().item(known)
                                        : rights(stamp)));
    }

    // What changes meanwhile changes the stamp, too, and is read the next time.
    private Uni<PointRights> rights(long stamp) {
        return Uni.combine()
                .all()
                .unis(
                        pool.query(ALL_POINTS)
                                .execute()
                                .map(rows ->
                                        StreamSupport.stream(rows.spliterator(), false)
                                                .map(row -> row.getString(0))
                                                .collect(Collectors.toSet())),
                        list(pool, ALL, Tuple.tuple()))
                .with((allPoints, assigned) -> PointRights.of(stamp, allPoints, assigned));
    }

    static Uni<List<PointAssignment>> ofGateway(SqlClient client, int gateway) {
        return list(client, OF_GATEWAY, Tuple.of(gateway));
    }

    private static Uni<List<PointAssignment>> ofPoint(SqlClient client, MeteringPointId point) {
        return list(client, OF_POINT, Tuple.of(point.value()));
    }

    private static Uni<List<PointAssignment>> list(SqlClient client, String query, Tuple values) {
        return client.preparedQuery(query)
                .execute(values)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(PointAssignments::assignment)
                                .toList());
    }

    private static PointAssignment assignment(Row row) {
        return new PointAssignment(
                new MeteringPointId(row.getString(0)),
                row.getString(1),
                row.getOffsetDateTime(2).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(3)).map(OffsetDateTime::toInstant));
    }

    private static Uni<Optional<Integer>> number(SqlClient client, String gatewayId) {
        return client.preparedQuery(NUMBER)
                .execute(Tuple.of(gatewayId))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getInteger(0))
                                .findFirst());
    }
}
