package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterFault;
import energy.peerwatt.metering.headend.RegisterFault.Step;
import energy.peerwatt.metering.headend.RegisterId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Registers that are set aside because something about them fails; they hold up no other. */
@ApplicationScoped
public class RegisterFaults {

    private static final Logger LOG = Logger.getLogger(RegisterFaults.class);

    private static final int MAX_DETAIL = 300;

    // After 1, 2, 4 minutes and so on, at last every hour.
    private static final String RECORD =
            """
            INSERT INTO metering.register_fault AS f (register_id, stage, detail, retry_at)
            VALUES ($1, $2, $3, now() + interval '1 minute')
            ON CONFLICT (register_id, stage) DO UPDATE SET times = f.times + 1, last_at = now(),
                detail = excluded.detail,
                retry_at = now() + least(interval '1 hour', interval '1 minute' * 2 ^ least(f.times, 6))
            RETURNING times, (SELECT metering_point || ' ' || channel FROM metering.register
                WHERE id = register_id)
            """;

    private static final String CLEAR =
            """
            DELETE FROM metering.register_fault WHERE stage = $1 AND register_id = ANY ($2::integer[])
            """;

    private static final String LIST =
            """
            SELECT g.metering_point, g.channel, f.stage, f.times, f.first_at, f.last_at, f.retry_at,
                f.detail
            FROM metering.register_fault f JOIN metering.register g ON g.id = f.register_id
            ORDER BY f.first_at, g.id LIMIT $1
            """;

    private final Pool pool;

    public RegisterFaults(Pool pool) {
        this.pool = pool;
    }

    /** Those that are set aside, the longest first. */
    public Uni<List<RegisterFault>> list(int limit) {
        return DatabaseFailure.named(
                "read register faults",
                pool.preparedQuery(LIST)
                        .execute(Tuple.of(limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(RegisterFaults::fault)
                                        .toList()));
    }

    private static RegisterFault fault(Row row) {
        return new RegisterFault(
                new RegisterId(
                        new MeteringPointId(row.getString(0)), Channel.valueOf(row.getString(1))),
                Step.valueOf(row.getString(2)),
                row.getInteger(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                row.getOffsetDateTime(6).toInstant(),
                row.getString(7));
    }

    /** Sets a register aside, after its transaction was rolled back. */
    static Uni<Void> record(Pool pool, Step step, int register, Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        String detail = failure.getClass().getSimpleName() + ": " + text;
        return pool.preparedQuery(RECORD)
                .execute(
                        Tuple.of(
                                register,
                                step.name(),
                                detail.substring(0, Math.min(MAX_DETAIL, detail.length()))))
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    LOG.errorf(
                            failure,
                            "%s of register %s failed %d times in a row; it is set aside",
                            step,
                            row.getString(1),
                            row.getInteger(0));
                })
                .replaceWithVoid();
    }

    /** Forgets what was wrong with registers that have advanced. */
    static Uni<Void> clear(SqlConnection connection, Step step, List<Integer> registers) {
        return connection
                .preparedQuery(CLEAR)
                .execute(Tuple.of(step.name(), registers.toArray(Integer[]::new)))
                .invoke(rows -> {
                    if (rows.rowCount() > 0) {
                        LOG.infof("%s of %d registers works again", step, rows.rowCount());
                    }
                })
                .replaceWithVoid();
    }
}
