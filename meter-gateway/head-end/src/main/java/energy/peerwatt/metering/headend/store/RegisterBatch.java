package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterFault.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does a step for many registers in one transaction. If that fails, it is done for each half, and
 * so on down to the registers with which it fails: those are set aside ({@link RegisterFaults}),
 * all others advance. An unreachable database or a lost race is nobody's fault and fails the call.
 *
 * @param query locks what is due and selects its register id first; has the parameter {@code
 *     $1::integer[]}, which bounds it to these registers unless it is null
 */
record RegisterBatch(Pool pool, Step step, String query) {

    /** Of {@link #query}: not one that is set aside. The register is {@code g}. */
    static String notAside(Step step) {
        return " NOT EXISTS (SELECT FROM metering.register_fault f WHERE f.register_id = g.id"
                + " AND f.stage = '"
                + step
                + "' AND f.retry_at > now()) ";
    }

    /** Of {@link #query}: one that the call is about. The register is {@code g}. */
    static final String WANTED = " ($1::integer[] IS NULL OR g.id = ANY ($1)) ";

    /** Does the step for locked rows. */
    @FunctionalInterface
    interface Work {
        Uni<?> on(SqlConnection connection, List<Row> rows);
    }

    /**
     * Does the step for what is due.
     *
     * @param parameters of the query from {@code $2} on
     * @return number of registers that were due, those set aside included
     */
    Uni<Integer> run(Work work, Object... parameters) {
        return attempt(work, null, parameters);
    }

    private Uni<Integer> attempt(Work work, @Nullable List<Integer> wanted, Object... parameters) {
        List<Integer> locked = new ArrayList<>();
        return pool.withTransaction(connection ->
                        connection
                                .preparedQuery(query)
                                .execute(tuple(wanted, parameters))
                                .map(rows ->
                                        StreamSupport.stream(rows.spliterator(), false).toList())
                                .chain(rows -> work(connection, work, rows, locked)))
                .onFailure(failure -> isOfARegister(failure, locked))
                .recoverWithUni(failure -> apart(failure, work, locked, parameters));
    }

    private Uni<Integer> work(
            SqlConnection connection, Work work, List<Row> rows, List<Integer> locked) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        rows.forEach(row -> locked.add(row.getInteger(0)));
        return work.on(connection, rows)
                .chain(() -> RegisterFaults.clear(connection, step, locked))
                .replaceWith(rows.size());
    }

    private static boolean isOfARegister(Throwable failure, List<Integer> locked) {
        return failure instanceof Exception
                && !locked.isEmpty()
                && !DatabaseFailure.isPassing(failure);
    }

    private Uni<Integer> apart(
            Throwable failure, Work work, List<Integer> locked, Object... parameters) {
        if (locked.size() == 1) {
            return RegisterFaults.record(pool, step, locked.getFirst(), failure).replaceWith(1);
        }
        List<Integer> first = List.copyOf(locked.subList(0, locked.size() / 2));
        List<Integer> second = List.copyOf(locked.subList(first.size(), locked.size()));
        return attempt(work, first, parameters)
                .chain(done -> attempt(work, second, parameters).map(more -> done + more));
    }

    private static Tuple tuple(@Nullable List<Integer> wanted, Object... parameters) {
        Tuple tuple =
                Tuple.tuple()
                        .addArrayOfInteger(wanted == null ? null : wanted.toArray(Integer[]::new));
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return tuple;
    }
}
