package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.check.GatewayClock;
import energy.peerwatt.metering.protocol.ReadingBlock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A locked row of {@code metering.gateway_position}, for one transaction.
 *
 * @param number short key of the gateway
 * @param version grows with each change of its keys and points
 * @param allPoints whether it may report every metering point
 * @param clock as its last readings told; empty before the first
 */
record GatewayRow(
        int number,
        GatewayPosition position,
        long version,
        boolean allPoints,
        Optional<GatewayClock> clock) {

    private static final String LOCK =
            "SELECT number, epoch, sequence, version, all_points, "
                    + GatewayClockColumns.NAMES
                    + "FROM metering.gateway_position WHERE gateway_id = $1 FOR UPDATE";

    /** Waits for other blocks and changes of the gateway; empty if there is none. */
    static Uni<Optional<GatewayRow>> lock(SqlConnection connection, String gatewayId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(gatewayId))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row ->
                                        new GatewayRow(
                                                row.getInteger(0),
                                                new GatewayPosition(row.getLong(1), row.getLong(2)),
                                                row.getLong(3),
                                                row.getBoolean(4),
                                                GatewayClockColumns.clock(row)))
                                .findFirst());
    }

    Uni<Void> advance(SqlConnection connection, GatewayPosition position, int readings) {
        return connection
                .preparedQuery(
                        """
                        UPDATE metering.gateway_position
                        SET epoch = $2, sequence = $3, readings = readings + $4 WHERE number = $1
                        """)
                .execute(Tuple.of(number, position.epoch(), position.sequence(), (long) readings))
                .replaceWithVoid();
    }

    /** Remembers that the gateway offers a block while readings before it are missing. */
    Uni<Void> recordGap(SqlConnection connection, ReadingBlock block, Instant at) {
        return connection
                .preparedQuery(
                        """
                        UPDATE metering.gateway_position
                        SET gap_epoch = $2, gap_first = $3, gap_at = $4 WHERE number = $1
                        """)
                .execute(Tuple.of(number, block.epoch(), block.firstSequence(), Columns.time(at)))
                .replaceWithVoid();
    }
}
