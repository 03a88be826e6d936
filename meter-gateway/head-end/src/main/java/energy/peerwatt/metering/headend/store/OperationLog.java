package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** Keeps what an operator tells of a register, in the transaction that acts on it. */
record OperationLog(Actor actor, RegisterId register, Kind kind) {

    static final String DONE = "DONE";

    private static final String ADD =
            """
            INSERT INTO metering.meter_operation (at, login, reason, metering_point, channel,
                operation, detail, outcome)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String OF_POINT =
            """
            SELECT at, login, reason, metering_point, channel, operation, detail, outcome
            FROM metering.meter_operation WHERE metering_point = $1 ORDER BY id DESC LIMIT $2
            """;

    /** What is told. */
    enum Kind {
        EXCHANGE,
        CAPACITY,
        RELEASE,
        SUBSTITUTE,
        METER_KEY
    }

    Uni<Void> add(SqlConnection connection, String detail, String outcome) {
        Tuple values =
                Tuple.tuple()
                        .addOffsetDateTime(Columns.time(actor.at()))
                        .addString(actor.login())
                        .addString(actor.reason())
                        .addString(register.meteringPoint().value())
                        .addString(register.channel().name())
                        .addString(kind.name())
                        .addString(detail)
                        .addString(outcome);
        return connection.preparedQuery(ADD).execute(values).replaceWithVoid();
    }

    static Uni<List<OperationRecord>> of(Pool pool, MeteringPointId point, int limit) {
        return pool.preparedQuery(OF_POINT)
                .execute(Tuple.of(point.value(), limit))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(OperationRecord::of)
                                .toList());
    }
}
