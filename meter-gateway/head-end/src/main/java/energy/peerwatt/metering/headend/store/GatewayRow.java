package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.GatewayPosition;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * A locked row of {@code metering.gateway_position}, for one transaction.
 *
 * @param number short key of the gateway
 */
record GatewayRow(int number, GatewayPosition position) {

    /** Waits for other blocks of the gateway. */
    static Uni<GatewayRow> lock(SqlConnection connection, String gatewayId) {
        return connection
                .preparedQuery(
                        """
                        SELECT number, epoch, sequence FROM metering.gateway_position
                        WHERE gateway_id = $1 FOR UPDATE
                        """)
                .execute(Tuple.of(gatewayId))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new GatewayRow(
                            row.getInteger(0), new GatewayPosition(row.getLong(1), row.getLong(2)));
                });
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
}
