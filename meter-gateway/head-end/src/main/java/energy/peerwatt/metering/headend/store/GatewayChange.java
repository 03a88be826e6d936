package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;

/** A change of a gateway's rights under its lock, for one transaction. */
record GatewayChange(SqlConnection connection, GatewayRow gateway, Actor actor) {

    private static final int LONGEST_DETAIL = 500;

    /** Empty if there is no such gateway. */
    static Uni<Optional<GatewayChange>> lock(
            SqlConnection connection, String gatewayId, Actor actor) {
        return GatewayRow.lock(connection, gatewayId)
                .map(row -> row.map(gateway -> new GatewayChange(connection, gateway, actor)));
    }

    int number() {
        return gateway.number();
    }

    /** Makes what other processes remember of the gateway void, and keeps who did what and why. */
    Uni<Void> record(Kind kind, String what) {
        String why = actor.reason().isEmpty() ? "" : ": " + actor.reason();
        String detail = what + why;
        return connection
                .preparedQuery(
                        """
                        WITH changed AS (
                            UPDATE metering.gateway_position SET version = version + 1
                            WHERE number = $1)
                        INSERT INTO metering.gateway_event (gateway, at, actor, kind, detail)
                        VALUES ($1, $2, $3, $4, $5)
                        """)
                .execute(
                        Tuple.of(
                                number(),
                                Columns.time(actor.at()),
                                actor.login(),
                                kind.name(),
                                detail.substring(0, Math.min(LONGEST_DETAIL, detail.length()))))
                .replaceWithVoid();
    }
}
