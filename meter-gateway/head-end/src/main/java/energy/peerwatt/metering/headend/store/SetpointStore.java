package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.setpoint.IssueResult;
import energy.peerwatt.metering.headend.setpoint.IssueResult.Refusal;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.headend.setpoint.SetpointDraft;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Setpoint commands. A command is sent until it is answered ({@link SetpointReports}) or expires;
 * its sequence makes it have its effect once, however often it arrives.
 */
@ApplicationScoped
public class SetpointStore {

    /** A revocation must outlive a gateway's absence, but nobody waits for it for days. */
    private static final Duration REVOCATION = Duration.ofDays(1);

    private static final String GATEWAY =
            """
            SELECT p.gateway_id FROM metering.gateway_position p WHERE p.number = (
                CASE WHEN EXISTS (
                    SELECT FROM metering.point_assignment
                    WHERE metering_point = $1 AND from_at <= $2)
                THEN (
                    SELECT gateway FROM metering.point_assignment
                    WHERE metering_point = $1 AND from_at <= $2 ORDER BY from_at DESC LIMIT 1)
                ELSE (
                    SELECT r.gateway FROM metering.register g CROSS JOIN LATERAL (
                        SELECT gateway, at FROM metering.reading
                        WHERE register_id = g.id AND screening = 0 AND gateway > 0
                        ORDER BY at DESC LIMIT 1) r
                    WHERE g.metering_point = $1 ORDER BY r.at DESC LIMIT 1) END)
            """;

    // What a gateway was ordered it alone can be told to give up, whoever has the point by now.
    private static final String HOLDER =
            """
            SELECT gateway_id FROM metering.setpoint_command
            WHERE metering_point = $1 AND device = $2 AND expires_at > $3
                AND state IN ('ISSUED', 'SENT', 'ACCEPTED') ORDER BY id DESC LIMIT 1
            """;

    // Time is in the number, so that it does not go back with a database that was restored.
    private static final String NEXT_SEQUENCE =
            """
            INSERT INTO metering.setpoint_target AS t (metering_point, device, sequence)
            VALUES ($1, $2, $3) ON CONFLICT (metering_point, device)
            DO UPDATE SET sequence = greatest(t.sequence + 1, excluded.sequence)
            RETURNING sequence
            """;

    private static final String SUPERSEDE =
            """
            UPDATE metering.setpoint_command SET state = 'SUPERSEDED'
            WHERE metering_point = $1 AND device = $2 AND sequence < $3
                AND state IN ('ISSUED', 'SENT')
            """;

    private static final String INSERT =
            """
            INSERT INTO metering.setpoint_command
                (metering_point, device, sequence, gateway_id, plan, issued_by, expires_at, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'ISSUED') RETURNING id
            """;

    private static final String DUE =
            SetpointRows.SELECT
                    + """
                    WHERE state IN ('ISSUED', 'SENT') AND expires_at > $1
                        AND (sent_at IS NULL OR sent_at <= $2) ORDER BY id LIMIT $3
                    """;

    private static final String SENT =
            """
            UPDATE metering.setpoint_command SET sends = sends + 1, sent_at = $2,
                state = CASE state WHEN 'ISSUED' THEN 'SENT' ELSE state END
            WHERE id = $1
            """;

    private static final String EXPIRE =
            """
            UPDATE metering.setpoint_command SET state = 'EXPIRED'
            WHERE state IN ('ISSUED', 'SENT') AND expires_at <= $1
            """;

    private static final String SET_CONSENT =
            """
            INSERT INTO metering.control_consent (metering_point, granted, changed_at)
            VALUES ($1, $2, $3) ON CONFLICT (metering_point)
            DO UPDATE SET granted = $2, changed_at = $3
            """;

    private static final String OPEN_DEVICES =
            """
            SELECT DISTINCT device FROM metering.setpoint_command
            WHERE metering_point = $1 AND state IN ('ISSUED', 'SENT', 'ACCEPTED') ORDER BY device
            """;

    private final Pool pool;

    public SetpointStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Orders a device to do something.
     *
     * @param issuedBy login, at most 64 characters
     * @param now market time
     * @throws IllegalArgumentException if the draft contradicts itself
     */
    public Uni<IssueResult> issue(SetpointDraft draft, String issuedBy, Instant now) {
        return DatabaseFailure.named(
                "issue setpoint",
                pool.withTransaction(connection ->
                        consent(connection, draft.meteringPoint(), " FOR SHARE")
                                .chain(granted ->
                                        granted
                                                ? number(connection, draft, issuedBy, now)
                                                : refused(Refusal.NO_CONSENT))));
    }

    private static Uni<IssueResult> refused(Refusal reason) {
        return Uni.createFrom().item(new IssueResult.Refused(reason));
    }

    private static Uni<IssueResult> number(
            SqlConnection connection, SetpointDraft draft, String issuedBy, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        if (!second.isBefore(draft.expiresAt())
                || Duration.between(second, draft.expiresAt()).compareTo(SetpointPlan.LONGEST)
                        > 0) {
            return refused(Refusal.EXPIRY);
        }
        return gateway(connection, draft, now)
                .chain(gateway ->
                        gateway.isEmpty()
                                ? refused(Refusal.NO_GATEWAY)
                                : insert(connection, draft, gateway.get(), issuedBy, second));
    }

    private static Uni<Optional<String>> gateway(
            SqlConnection connection, SetpointDraft draft, Instant now) {
        String point = draft.meteringPoint().value();
        Uni<Optional<String>> holder =
                draft.steps().isEmpty()
                        ? text(
                                connection,
                                HOLDER,
                                Tuple.of(point, draft.device().name(), Columns.time(now)))
                        : Uni.createFrom().item(Optional.empty());
        return holder.chain(held ->
                held.isPresent()
                        ? Uni.createFrom().item(held)
                        : text(connection, GATEWAY, Tuple.of(point, Columns.time(now))));
    }

    private static Uni<Optional<String>> text(
            SqlConnection connection, String query, Tuple values) {
        return connection
                .preparedQuery(query)
                .execute(values)
                .map(rows ->
                        rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(rows.iterator().next().getString(0)));
    }

    private static Uni<IssueResult> insert(
            SqlConnection connection,
            SetpointDraft draft,
            String gatewayId,
            String issuedBy,
            Instant second) {
        String point = draft.meteringPoint().value();
        String device = draft.device().name();
        return connection
                .preparedQuery(NEXT_SEQUENCE)
                .execute(Tuple.of(point, device, second.toEpochMilli()))
                .map(rows -> rows.iterator().next().getLong(0))
                .call(sequence ->
                        connection
                                .preparedQuery(SUPERSEDE)
                                .execute(Tuple.of(point, device, sequence)))
                .chain(sequence -> {
                    SetpointPlan plan = draft.plan(gatewayId, sequence, second);
                    return insert(connection, plan, issuedBy)
                            .map(id -> new IssueResult.Issued(fresh(id, plan, issuedBy)));
                });
    }

    private static Uni<Long> insert(SqlClient client, SetpointPlan plan, String issuedBy) {
        return client.preparedQuery(INSERT)
                .execute(
                        Tuple.tuple()
                                .addString(plan.target().meteringPoint().value())
                                .addString(plan.target().device().name())
                                .addLong(plan.sequence())
                                .addString(plan.target().gatewayId())
                                .addValue(Buffer.buffer(plan.encoded()))
                                .addString(issuedBy)
                                .addOffsetDateTime(Columns.time(plan.expiresAt())))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static SetpointCommand fresh(long id, SetpointPlan plan, String issuedBy) {
        return new SetpointCommand(
                id, plan, issuedBy, State.ISSUED, 0, Optional.empty(), Optional.empty());
    }

    /** The command with this id. */
    public Uni<Optional<SetpointCommand>> find(long id) {
        return list(SetpointRows.SELECT + "WHERE id = $1", Tuple.of(id))
                .map(found -> found.stream().findFirst());
    }

    /** Commands to devices at a metering point, newest first. */
    public Uni<List<SetpointCommand>> commands(MeteringPointId point, int limit) {
        return list(
                SetpointRows.SELECT + "WHERE metering_point = $1 ORDER BY id DESC LIMIT $2",
                Tuple.of(point.value(), limit));
    }

    /**
     * Unanswered commands that are to be sent now, oldest first.
     *
     * @param now market time
     * @param before those that were sent later than this wait
     */
    public Uni<List<SetpointCommand>> due(Instant now, Instant before, int limit) {
        return list(DUE, Tuple.of(Columns.time(now), Columns.time(before), limit));
    }

    private Uni<List<SetpointCommand>> list(String sql, Tuple values) {
        return DatabaseFailure.named(
                "read setpoints",
                pool.preparedQuery(sql).execute(values).map(SetpointRows::commands));
    }

    /** Notes that a command was sent. */
    public Uni<Void> sent(long id, Instant at) {
        return DatabaseFailure.named(
                "note setpoint",
                pool.preparedQuery(SENT).execute(Tuple.of(id, Columns.time(at))).replaceWithVoid());
    }

    /** Gives up commands that nobody answered before they expired; how many. */
    public Uni<Integer> expire(Instant now) {
        return DatabaseFailure.named(
                "expire setpoints",
                pool.preparedQuery(EXPIRE)
                        .execute(Tuple.of(Columns.time(now)))
                        .map(RowSet::rowCount));
    }

    /** Whether the member lets the market control devices at this point. */
    public Uni<Boolean> consent(MeteringPointId point) {
        return DatabaseFailure.named("read consent", consent(pool, point, ""));
    }

    /** With a lock a withdrawal waits until the order is there to be revoked. */
    private static Uni<Boolean> consent(SqlClient client, MeteringPointId point, String lock) {
        return client.preparedQuery(
                        "SELECT granted FROM metering.control_consent WHERE metering_point = $1"
                                + lock)
                .execute(Tuple.of(point.value()))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean(0));
    }

    /**
     * Notes the member's will. Withdrawing it revokes every plan that may still hold.
     *
     * @param login of who says so
     * @param now market time
     */
    public Uni<Void> setConsent(MeteringPointId point, boolean granted, String login, Instant now) {
        return DatabaseFailure.named(
                "set consent",
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(SET_CONSENT)
                                .execute(Tuple.of(point.value(), granted, Columns.time(now)))
                                .chain(() ->
                                        granted
                                                ? Uni.createFrom().voidItem()
                                                : revokeAll(connection, point, login, now))));
    }

    private static Uni<Void> revokeAll(
            SqlConnection connection, MeteringPointId point, String login, Instant now) {
        return connection
                .preparedQuery(OPEN_DEVICES)
                .execute(Tuple.of(point.value()))
                .onItem()
                .transformToMulti(
                        rows -> Multi.createFrom().iterable(rows).map(row -> row.getString(0)))
                .onItem()
                .transformToUniAndConcatenate(device ->
                        number(
                                connection,
                                revocation(point, Device.valueOf(device), now),
                                login,
                                now))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /**
     * Takes back what a device was ordered, whether the member consents or not.
     *
     * @param issuedBy login
     * @param now market time
     */
    public Uni<IssueResult> revoke(
            MeteringPointId point, Device device, String issuedBy, Instant now) {
        return DatabaseFailure.named(
                "revoke setpoint",
                pool.withTransaction(connection ->
                        number(connection, revocation(point, device, now), issuedBy, now)));
    }

    private static SetpointDraft revocation(MeteringPointId point, Device device, Instant now) {
        Instant expiry = now.truncatedTo(ChronoUnit.SECONDS).plus(REVOCATION);
        return new SetpointDraft(point, device, expiry, Floor.NONE, List.of());
    }
}
