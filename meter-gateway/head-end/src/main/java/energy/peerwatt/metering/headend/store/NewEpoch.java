package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.gateway.GatewayEvent;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * That a gateway numbers its readings anew: part of what it kept was damaged, or was not what is
 * committed here. Operators see it at the gateway, owners at their meters.
 */
final class NewEpoch {

    private static final String EVENT =
            """
            INSERT INTO metering.gateway_event (gateway, at, actor, kind, detail)
            VALUES ($1, $2, $3, $4, $5)
            """;

    private NewEpoch() {}

    /**
     * Records it if the block, not yet counted in the gateway's position, is the first of a later
     * epoch than the gateway's first.
     */
    static Uni<Void> record(
            SqlConnection connection,
            GatewayRow gateway,
            GatewayPoints allowed,
            ReadingBlock block,
            Instant now) {
        long before = gateway.position().epoch();
        if (before == 0 || block.epoch() == before) {
            return Uni.createFrom().voidItem();
        }
        String what = "epoch %d after %d".formatted(block.epoch(), before);
        Tuple event =
                Tuple.of(
                        gateway.number(),
                        Columns.time(now),
                        GatewayEvent.GATEWAY,
                        GatewayEvent.Kind.NUMBERED_ANEW.name(),
                        what + " up to " + gateway.position().sequence());
        return connection
                .preparedQuery(EVENT)
                .execute(event)
                .chain(() -> FindingStore.record(connection, findings(allowed, block), now));
    }

    /** Of each register of the block the first reading. */
    private static List<Finding> findings(GatewayPoints allowed, ReadingBlock block) {
        Map<RegisterId, Finding> findings = new LinkedHashMap<>();
        for (Reading reading : block.readings()) {
            if (allowed.include(reading)) {
                findings.putIfAbsent(
                        new RegisterId(reading.meteringPoint(), reading.channel()),
                        finding(reading.meteringPoint(), reading.channel(), reading.at()));
            }
        }
        return List.copyOf(findings.values());
    }

    private static Finding finding(MeteringPointId point, Channel channel, Instant at) {
        return new Finding(
                point,
                channel,
                DeliveryInterval.containing(at, DeliveryInterval.QUARTER_HOUR).start(),
                Check.NUMBERED_ANEW,
                Check.NUMBERED_ANEW.severity(),
                "the gateway numbers its readings anew: some before may be lost");
    }
}
