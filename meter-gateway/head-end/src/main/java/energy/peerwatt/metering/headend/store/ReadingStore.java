package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.GatewayPosition.Continuation.Breaks;
import energy.peerwatt.metering.headend.GatewayPosition.Continuation.Follows;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.Acknowledgement;
import energy.peerwatt.metering.protocol.BlockResult.Verified;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Readings as received, each exactly once, and how far each gateway has got. */
@ApplicationScoped
public class ReadingStore {

    /** That a process remembers; the database knows them all. */
    private static final int MOST_CLOCK_FINDINGS = 100_000;

    private final Pool pool;
    private final ValidationRules rules;
    private final CheckRules checks;
    private final ReadingPartitions days;
    private final RegisterDevices devices = new RegisterDevices();
    private final Map<Integer, GatewayPoints> points = new ConcurrentHashMap<>();
    private final Set<RegisterId> registers = ConcurrentHashMap.newKeySet();
    private final Set<ClockFindings.Key> clockFindings = ConcurrentHashMap.newKeySet();

    public ReadingStore(Pool pool, ValidationRules rules, CheckRules checks) {
        this.pool = pool;
        this.rules = rules;
        this.checks = checks;
        days = new ReadingPartitions(pool);
    }

    /** Number of committed readings of all gateways and epochs, usable or not; cheap. */
    public Uni<Long> readingCount() {
        Uni<Long> count =
                pool.query(
                                "SELECT coalesce(sum(readings), 0)::bigint FROM metering.gateway_position")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0));
        return DatabaseFailure.named("count readings", count);
    }

    /**
     * Commits the readings of a verified block and the gateway's new position in one transaction.
     *
     * <p>Fails with {@link GatewayChangedException} if the gateway's keys or points changed.
     *
     * @param version of the gateway when the block's key was found to be valid
     * @param receivedAt market time now
     */
    Uni<IntakeResult> accept(Verified verified, long version, Instant receivedAt) {
        RegisterDevices.Noted noted = devices.look(verified.block(), receivedAt);
        return days.create(verified.block().readings(), receivedAt)
                .chain(() ->
                        pool.withTransaction(connection ->
                                accept(connection, verified, version, receivedAt)
                                        .call(result ->
                                                result instanceof IntakeResult.Accepted
                                                        ? noted.record(connection)
                                                        : Uni.createFrom().voidItem())))
                .invoke(result -> {
                    if (result instanceof IntakeResult.Accepted) {
                        noted.remember();
                    }
                })
                // What was rolled back is found again.
                .onFailure()
                .invoke(clockFindings::clear);
    }

    private Uni<IntakeResult> accept(
            SqlConnection connection, Verified verified, long version, Instant receivedAt) {
        ReadingBlock block = verified.block();
        return GatewayRow.lock(connection, block.gatewayId())
                .map(Optional::orElseThrow)
                .chain(gateway -> {
                    if (gateway.version() != version) {
                        return Uni.createFrom().failure(new GatewayChangedException());
                    }
                    return switch (gateway.position().continuation(block)) {
                        case Breaks(IntakeResult.Refused refusal) ->
                                refused(connection, gateway, block, refusal, receivedAt);
                        case Follows(int known) ->
                                append(connection, gateway, verified, known, receivedAt);
                    };
                });
    }

    private static Uni<IntakeResult> refused(
            SqlConnection connection,
            GatewayRow gateway,
            ReadingBlock block,
            IntakeResult.Refused refusal,
            Instant at) {
        return refusal.reason() == RefusalReason.GAP
                ? gateway.recordGap(connection, block, at).replaceWith(refusal)
                : Uni.createFrom().item(refusal);
    }

    /** What the gateway may report, as long as nothing changed as it was read before. */
    private Uni<GatewayPoints> points(SqlConnection connection, GatewayRow gateway) {
        GatewayPoints known = points.get(gateway.number());
        if (known != null && known.version() == gateway.version()) {
            return Uni.createFrom().item(known);
        }
        return PointAssignments.ofGateway(connection, gateway.number())
                .map(assignments -> GatewayPoints.of(gateway, assignments))
                .chain(read -> MeterKeys.ofGateway(connection, gateway.number()).map(read::with))
                .invoke(read -> points.put(gateway.number(), read));
    }

    private Uni<IntakeResult> append(
            SqlConnection connection,
            GatewayRow gateway,
            Verified verified,
            int known,
            Instant receivedAt) {
        return points(connection, gateway)
                .chain(allowed ->
                        append(connection, gateway, allowed, verified, known, receivedAt));
    }

    private Uni<IntakeResult> append(
            SqlConnection connection,
            GatewayRow gateway,
            GatewayPoints allowed,
            Verified verified,
            int known,
            Instant receivedAt) {
        ReadingBlock block = verified.block();
        List<Reading> readings = block.readings();
        ReadingAppend append =
                new ReadingAppend(
                        connection, rules, gateway.number(), block.epoch(), allowed, registers);
        BlockArchive archive =
                new BlockArchive(connection, gateway.number(), verified, known, allowed);
        GatewayPosition after = gateway.position().after(block);
        return append.areStored(readings.subList(0, known))
                .chain(same -> {
                    if (!same) {
                        return Uni.createFrom()
                                .item(equivocation(block, known, gateway.position()));
                    }
                    List<Reading> fresh = readings.subList(known, readings.size());
                    if (fresh.isEmpty()) {
                        return Uni.createFrom().item(duplicate(block, after));
                    }
                    List<Reading> own = fresh.stream().filter(allowed::include).toList();
                    List<Reading> foreign =
                            fresh.stream().filter(reading -> !allowed.include(reading)).toList();
                    return append.store(fresh, archive, receivedAt)
                            .chain(erased -> archive.store(erased, receivedAt))
                            .chain(() ->
                                    ForeignReadings.record(
                                            connection,
                                            gateway.number(),
                                            block.gatewayId(),
                                            foreign,
                                            receivedAt))
                            .chain(() -> clock(connection, gateway, own, receivedAt))
                            .chain(() ->
                                    NewEpoch.record(
                                            connection, gateway, allowed, block, receivedAt))
                            .chain(() -> gateway.advance(connection, after, fresh.size()))
                            .replaceWith(accepted(block, after));
                });
    }

    private Uni<Void> clock(
            SqlConnection connection, GatewayRow gateway, List<Reading> own, Instant receivedAt) {
        if (clockFindings.size() > MOST_CLOCK_FINDINGS) {
            clockFindings.clear();
        }
        return new ClockFindings(connection, gateway, rules.clock(), checks, clockFindings)
                .record(own, receivedAt);
    }

    private static IntakeResult accepted(ReadingBlock block, GatewayPosition after) {
        return new IntakeResult.Accepted(block.gatewayId(), after.epoch(), after.sequence());
    }

    private static IntakeResult duplicate(ReadingBlock block, GatewayPosition after) {
        return new IntakeResult.Duplicate(block.gatewayId(), after.epoch(), after.sequence());
    }

    /** The gateway is told, so that what it has gets here in a new epoch. */
    private static IntakeResult equivocation(
            ReadingBlock block, int known, GatewayPosition committed) {
        String text =
                "gateway %s, epoch %d: sequences %d to %d differ from what is committed"
                        .formatted(
                                block.gatewayId(),
                                block.epoch(),
                                block.firstSequence(),
                                block.firstSequence() + known - 1);
        return new IntakeResult.Refused(
                RefusalReason.EQUIVOCATION,
                text,
                Optional.of(
                        new IntakeResult.Answer(
                                new BlockTopics(block.gatewayId()),
                                new Acknowledgement(block.epoch(), committed.sequence(), true))));
    }
}
