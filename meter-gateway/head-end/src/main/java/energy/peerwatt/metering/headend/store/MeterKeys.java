package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.MeterKey;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Which meters sign their own records, and by which keys. */
@ApplicationScoped
public class MeterKeys {

    // Another key is another meter: its records are numbered anew.
    private static final String SAVE =
            """
            INSERT INTO metering.meter_key (metering_point, channel, public_key, serial, reversed,
                registered_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (metering_point, channel) DO UPDATE SET public_key = $3, serial = $4,
                reversed = $5, registered_at = $6,
                transaction_number = CASE WHEN meter_key.public_key = $3
                    THEN meter_key.transaction_number ELSE -1 END,
                fiscal_number = CASE WHEN meter_key.public_key = $3
                    THEN meter_key.fiscal_number ELSE -1 END
            """;

    private static final String DELETE =
            "DELETE FROM metering.meter_key WHERE metering_point = $1 AND channel = $2";

    private static final String FIND =
            """
            SELECT public_key, serial, reversed FROM metering.meter_key
            WHERE metering_point = $1 AND channel = $2
            """;

    // In the order of numbers, as everybody locks gateways.
    private static final String CONCERNED =
            """
            SELECT number FROM metering.gateway_position WHERE all_points OR number IN (
                SELECT gateway FROM metering.point_assignment WHERE metering_point = $1)
            ORDER BY number FOR UPDATE
            """;

    private static final String CHANGED =
            "UPDATE metering.gateway_position SET version = version + 1 WHERE number = ANY ($1)";

    private static final String OF_GATEWAY =
            """
            SELECT k.metering_point, k.channel FROM metering.meter_key k
            JOIN metering.gateway_position p ON p.number = $1
            WHERE p.all_points OR k.metering_point IN (
                SELECT metering_point FROM metering.point_assignment WHERE gateway = $1)
            """;

    private final Pool pool;

    public MeterKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * From now on readings of the register count only with a record that the key verifies; what
     * came before stays.
     *
     * @param actor who says so
     */
    public Uni<Void> register(RegisterId register, MeterKey key, Actor actor) {
        Tuple values =
                Tuple.of(
                        register.meteringPoint().value(),
                        register.channel().name(),
                        key.publicKey(),
                        key.serial(),
                        key.reversed(),
                        Columns.time(actor.at()));
        return change("register meter key", register, SAVE, values, "serial " + key.serial(), actor)
                .replaceWithVoid();
    }

    /**
     * From now on readings of the register count without a record.
     *
     * @return false if it has no key
     */
    public Uni<Boolean> remove(RegisterId register, Actor actor) {
        Tuple values = Tuple.of(register.meteringPoint().value(), register.channel().name());
        return change("remove meter key", register, DELETE, values, "removed", actor);
    }

    /** The key of a register's meter; empty if it signs nothing. */
    public Uni<Optional<MeterKey>> find(RegisterId register) {
        Tuple values = Tuple.of(register.meteringPoint().value(), register.channel().name());
        return DatabaseFailure.named(
                "find meter key",
                pool.preparedQuery(FIND)
                        .execute(values)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new MeterKey(
                                                        row.getString(0),
                                                        row.getString(1),
                                                        row.getBoolean(2)))
                                        .findFirst()));
    }

    private Uni<Boolean> change(
            String what,
            RegisterId register,
            String statement,
            Tuple values,
            String detail,
            Actor actor) {
        OperationLog log = new OperationLog(actor, register, OperationLog.Kind.METER_KEY);
        return DatabaseFailure.named(
                what,
                pool.withTransaction(connection ->
                        renewGateways(connection, register.meteringPoint())
                                .chain(() -> connection.preparedQuery(statement).execute(values))
                                .map(rows -> rows.rowCount() == 1)
                                .call(done ->
                                        log.add(
                                                connection,
                                                detail,
                                                done ? OperationLog.DONE : "NO_KEY"))));
    }

    /** Makes void what head-ends remember of the gateways that report the point. */
    private static Uni<Void> renewGateways(SqlConnection connection, MeteringPointId point) {
        return connection
                .preparedQuery(CONCERNED)
                .execute(Tuple.of(point.value()))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getInteger(0))
                                .toArray(Integer[]::new))
                .chain(numbers ->
                        connection
                                .preparedQuery(CHANGED)
                                .execute(Tuple.tuple().addArrayOfInteger(numbers)))
                .replaceWithVoid();
    }

    /** Registers of a gateway's points whose meters sign. */
    static Uni<Set<RegisterId>> ofGateway(SqlConnection connection, int gateway) {
        return connection
                .preparedQuery(OF_GATEWAY)
                .execute(Tuple.of(gateway))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(MeterKeys::register)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    static RegisterId register(Row row) {
        return new RegisterId(
                new MeteringPointId(row.getString(0)), Channel.valueOf(row.getString(1)));
    }
}
