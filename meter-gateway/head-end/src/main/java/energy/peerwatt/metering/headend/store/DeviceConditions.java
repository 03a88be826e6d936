package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.DeviceCondition;
import energy.peerwatt.metering.headend.DeviceReportResult;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.protocol.DeviceReport;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReportVerifier;
import energy.peerwatt.metering.protocol.DeviceReportVerifier.Result;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;

/**
 * Takes what gateways report about their devices: the state of each and how it changed. A gateway
 * speaks only for the metering points that it may report readings of.
 */
@ApplicationScoped
public class DeviceConditions {

    /** As for readings: how far a gateway's clock may be ahead. */
    private static final Duration MOST_AHEAD = Duration.ofSeconds(60);

    // What stays good or stays away does so since the earlier time: the gateway may have restarted.
    private static final String SAVE =
            """
            WITH told AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
                    AS t (metering_point, device, state, since)),
            before AS (
                SELECT metering_point, device, s.state
                FROM metering.device_state s JOIN told USING (metering_point, device)),
            saved AS (
                INSERT INTO metering.device_state AS s
                    (metering_point, device, state, since, gateway, reported_at)
                SELECT metering_point, device, state, since, $5, $6 FROM told
                ON CONFLICT (metering_point, device) DO UPDATE SET
                    state = excluded.state, gateway = excluded.gateway,
                    reported_at = excluded.reported_at,
                    since = CASE WHEN (s.state = 'GOOD') = (excluded.state = 'GOOD')
                        THEN least(s.since, excluded.since) ELSE excluded.since END
                WHERE s.reported_at < excluded.reported_at
                RETURNING s.metering_point, s.device, s.state, s.since)
            INSERT INTO metering.device_event (metering_point, device, state, since, reported_at)
            SELECT metering_point, device, n.state, n.since, $6
            FROM saved n LEFT JOIN before b USING (metering_point, device)
            WHERE n.state <> coalesce(b.state, 'GOOD')
            RETURNING metering_point
            """;

    private static final String FORGET =
            """
            DELETE FROM metering.device_event e WHERE metering_point = ANY ($1) AND id <= (
                SELECT id FROM metering.device_event o
                WHERE o.metering_point = e.metering_point AND o.device = e.device
                ORDER BY id DESC OFFSET 200 LIMIT 1)
            """;

    private static final String OF_POINT =
            """
            SELECT device, state, since, reported_at FROM metering.device_state
            WHERE metering_point = $1 ORDER BY device
            """;

    private static final String HISTORY =
            """
            SELECT device, state, since, reported_at FROM metering.device_event
            WHERE metering_point = $1 ORDER BY id DESC LIMIT $2
            """;

    private final Pool pool;

    public DeviceConditions(Pool pool) {
        this.pool = pool;
    }

    /**
     * Verifies a report and commits what it says. Fails only if the database does.
     *
     * @param report signed bytes as received
     * @param receivedAt market time now
     */
    public Uni<DeviceReportResult> accept(byte[] report, Instant receivedAt) {
        AtomicReference<String> wanted = new AtomicReference<>();
        Result withoutKeys =
                new DeviceReportVerifier(
                                keyId -> {
                                    wanted.set(keyId);
                                    return Optional.empty();
                                })
                        .verify(report);
        String keyId = wanted.get();
        if (keyId == null) {
            return Uni.createFrom().item(refused((Result.Refused) withoutKeys));
        }
        Uni<DeviceReportResult> result =
                KeyTable.key(pool, keyId)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(key -> verifyAndStore(report, keyId, key, receivedAt));
        return DatabaseFailure.named("accept device report", result);
    }

    private Uni<DeviceReportResult> verifyAndStore(
            byte[] bytes, String keyId, Optional<GatewayKey> key, Instant receivedAt) {
        Optional<RefusalReason> refusal = key.flatMap(known -> known.refusal(receivedAt));
        if (refusal.isPresent()) {
            return refused(refusal.get(), "key " + keyId);
        }
        Result result = new DeviceReportVerifier(_ -> key.map(GatewayKey::identity)).verify(bytes);
        return switch (result) {
            case Result.Refused no -> Uni.createFrom().item(refused(no));
            case Result.Verified(DeviceReport report)
                    when report.at().isAfter(receivedAt.plus(MOST_AHEAD)) ->
                    refused(RefusalReason.INVALID_CONTENT, "report of " + report.at());
            case Result.Verified(DeviceReport report) ->
                    pool.withTransaction(connection -> store(connection, report));
        };
    }

    private static Uni<DeviceReportResult> refused(RefusalReason reason, String text) {
        return Uni.createFrom().item(new DeviceReportResult.Refused(reason, text));
    }

    private static DeviceReportResult refused(Result.Refused no) {
        return new DeviceReportResult.Refused(RefusalReason.of(no.reason()), no.detail());
    }

    private static Uni<DeviceReportResult> store(SqlConnection connection, DeviceReport report) {
        return GatewayRow.lock(connection, report.gatewayId())
                .map(Optional::orElseThrow) // its key is registered
                .chain(gateway ->
                        PointAssignments.ofGateway(connection, gateway.number())
                                .map(assignments -> GatewayPoints.of(gateway, assignments))
                                .chain(points -> store(connection, report, gateway, points)));
    }

    private static Uni<DeviceReportResult> store(
            SqlConnection connection,
            DeviceReport report,
            GatewayRow gateway,
            GatewayPoints points) {
        List<Device> own =
                report.devices().stream()
                        .filter(device -> points.include(device.meteringPoint(), report.at()))
                        .toList();
        int foreign = report.devices().size() - own.size();
        return save(connection, own, gateway.number(), report.at())
                .map(changes ->
                        new DeviceReportResult.Taken(
                                report.gatewayId(), own.size(), foreign, changes));
    }

    private static Uni<Integer> save(
            SqlConnection connection, List<Device> devices, int gateway, Instant at) {
        if (devices.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        String[] points = Columns.names(devices, device -> device.meteringPoint().value());
        Tuple values =
                Tuple.tuple()
                        .addArrayOfString(points)
                        .addArrayOfString(Columns.names(devices, device -> device.kind().name()))
                        .addArrayOfString(Columns.names(devices, device -> device.state().name()))
                        .addArrayOfOffsetDateTime(Columns.times(devices, Device::since))
                        .addInteger(gateway)
                        .addOffsetDateTime(Columns.time(at));
        return connection
                .preparedQuery(SAVE)
                .execute(values)
                .chain(changed ->
                        changed.rowCount() == 0
                                ? Uni.createFrom().item(0)
                                : connection
                                        .preparedQuery(FORGET)
                                        .execute(Tuple.tuple().addArrayOfString(points))
                                        .replaceWith(changed.rowCount()));
    }

    /** What is known of the devices at a metering point, each kind once. */
    public Uni<List<DeviceCondition>> of(MeteringPointId point) {
        return list(OF_POINT, Tuple.of(point.value()));
    }

    /** How that changed, newest first. */
    public Uni<List<DeviceCondition>> history(MeteringPointId point, int most) {
        return list(HISTORY, Tuple.of(point.value(), most));
    }

    private Uni<List<DeviceCondition>> list(String query, Tuple values) {
        return DatabaseFailure.named(
                "device conditions",
                pool.preparedQuery(query)
                        .execute(values)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(DeviceConditions::condition)
                                        .toList()));
    }

    private static DeviceCondition condition(Row row) {
        return new DeviceCondition(
                DeviceReport.Kind.valueOf(row.getString(0)),
                DeviceReport.State.valueOf(row.getString(1)),
                row.getOffsetDateTime(2).toInstant(),
                row.getOffsetDateTime(3).toInstant());
    }
}
