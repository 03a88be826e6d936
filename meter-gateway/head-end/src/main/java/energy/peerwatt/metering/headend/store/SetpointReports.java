package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointVerifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What gateways answer to setpoint commands; of each the newest signed answer is kept. */
@ApplicationScoped
public class SetpointReports {

    // That a late copy of an answered plan was refused says nothing of the plan.
    private static final String REPORTED =
            """
            UPDATE metering.setpoint_command
            SET state = $5, revision = $6, report = $7, signed_report = $8
            WHERE metering_point = $1 AND device = $2 AND sequence = $3 AND gateway_id = $4
                AND revision < $6 AND NOT ($5 = 'REFUSED' AND state IN ('ACCEPTED', 'ENDED'))
            """;

    private final Pool pool;
    private final GatewayRegistry registry;

    public SetpointReports(Pool pool, GatewayRegistry registry) {
        this.pool = pool;
        this.registry = registry;
    }

    /**
     * Takes a gateway's signed report. No bytes make it fail.
     *
     * @return what it says; refused if it is not signed by a valid key of the gateway it is about
     */
    public Uni<SetpointResult<SetpointReport>> accept(byte[] bytes, Instant receivedAt) {
        AtomicReference<@Nullable String> wanted = new AtomicReference<>();
        SetpointResult<SetpointReport> withoutKeys =
                SetpointVerifier.ofReports(
                                keyId -> {
                                    wanted.set(keyId);
                                    return Optional.empty();
                                })
                        .verify(bytes);
        String keyId = wanted.get();
        if (keyId == null) {
            return Uni.createFrom().item(withoutKeys);
        }
        // Verifying a signature takes too long for an event loop.
        return registry.find(keyId)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(key ->
                        SetpointVerifier.ofReports(_ ->
                                        key.filter(known -> known.refusal(receivedAt).isEmpty())
                                                .map(GatewayKey::identity))
                                .verify(bytes))
                .call(result ->
                        result instanceof SetpointResult.Verified<SetpointReport>(var report, _)
                                ? save(report, bytes)
                                : Uni.createFrom().voidItem());
    }

    private Uni<Void> save(SetpointReport report, byte[] signed) {
        State state =
                switch (report.state()) {
                    case ACCEPTED -> State.ACCEPTED;
                    case REFUSED -> State.REFUSED;
                    case ENDED -> State.ENDED;
                };
        return DatabaseFailure.named(
                "note report",
                pool.preparedQuery(REPORTED)
                        .execute(
                                Tuple.tuple()
                                        .addString(report.target().meteringPoint().value())
                                        .addString(report.target().device().name())
                                        .addLong(report.plan())
                                        .addString(report.target().gatewayId())
                                        .addString(state.name())
                                        .addLong(report.revision())
                                        .addValue(Buffer.buffer(report.encoded()))
                                        .addValue(Buffer.buffer(signed)))
                        .replaceWithVoid());
    }
}
