package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.vertx.mutiny.sqlclient.Row;

/**
 * What an operator told of a meter.
 *
 * @param operation EXCHANGE, CAPACITY, RELEASE or SUBSTITUTE
 * @param outcome DONE, or why nothing changed
 */
public record OperationRecord(
        Actor actor, RegisterId register, String operation, String detail, String outcome) {

    static OperationRecord of(Row row) {
        return new OperationRecord(
                new Actor(
                        row.getString("login"),
                        row.getOffsetDateTime("at").toInstant(),
                        row.getString("reason")),
                new RegisterId(
                        new MeteringPointId(row.getString("metering_point")),
                        Channel.valueOf(row.getString("channel"))),
                row.getString("operation"),
                row.getString("detail"),
                row.getString("outcome"));
    }
}
