package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.protocol.SetpointPlan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Consents and newest commands of many metering points at once. */
@ApplicationScoped
public class SetpointOverview {

    private static final String CONSENTING =
            """
            SELECT metering_point FROM metering.control_consent
            WHERE granted AND metering_point = ANY ($1)
            """;

    private static final String NEWEST =
            SetpointRows.SELECT
                    + """
                    WHERE id IN (
                        SELECT c.id FROM metering.setpoint_target t CROSS JOIN LATERAL (
                            SELECT id FROM metering.setpoint_command
                            WHERE metering_point = t.metering_point AND device = t.device
                            ORDER BY sequence DESC LIMIT 1) c
                        WHERE t.metering_point = ANY ($1))
                    ORDER BY id
                    """;

    // Sequences are at least the time of issue, so that none before $3 can still hold.
    private static final String IN_FORCE =
            SetpointRows.SELECT
                    + """
                    WHERE expires_at > $2 AND id IN (
                        SELECT c.id FROM metering.setpoint_target t CROSS JOIN LATERAL (
                            SELECT id FROM metering.setpoint_command
                            WHERE metering_point = t.metering_point AND device = t.device
                                AND sequence >= $3 AND state NOT IN ('REFUSED', 'EXPIRED')
                            ORDER BY sequence DESC LIMIT 1) c
                        WHERE t.metering_point = ANY ($1))
                    ORDER BY id
                    """;

    private final Pool pool;

    public SetpointOverview(Pool pool) {
        this.pool = pool;
    }

    /** Those of the metering points whose members let the market control devices there. */
    public Uni<Set<MeteringPointId>> consenting(Collection<MeteringPointId> points) {
        return DatabaseFailure.named(
                "read consents",
                pool.preparedQuery(CONSENTING)
                        .execute(ids(points))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row -> new MeteringPointId(row.getString(0)))
                                        .collect(Collectors.toUnmodifiableSet())));
    }

    /** The newest command to each device of the metering points that ever got one. */
    public Uni<List<SetpointCommand>> newest(Collection<MeteringPointId> points) {
        return DatabaseFailure.named(
                "read setpoints",
                pool.preparedQuery(NEWEST).execute(ids(points)).map(SetpointRows::commands));
    }

    /**
     * The newest command to each device that its gateway did not refuse, unless it has expired.
     * With a refused one after it, it still holds.
     *
     * @param now market time
     */
    public Uni<List<SetpointCommand>> inForce(Collection<MeteringPointId> points, Instant now) {
        long oldest = now.minus(SetpointPlan.LONGEST).minusSeconds(1).toEpochMilli();
        return DatabaseFailure.named(
                "read setpoints",
                pool.preparedQuery(IN_FORCE)
                        .execute(ids(points).addOffsetDateTime(Columns.time(now)).addLong(oldest))
                        .map(SetpointRows::commands));
    }

    private static Tuple ids(Collection<MeteringPointId> points) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return Tuple.tuple().addArrayOfString(ids);
    }
}
