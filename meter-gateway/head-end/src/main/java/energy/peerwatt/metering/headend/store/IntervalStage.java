package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterFault.Step;
import energy.peerwatt.metering.headend.VersionCause;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.estimation.GapShape;
import energy.peerwatt.metering.headend.store.Brackets.Bracket;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns stored readings into interval values.
 *
 * <p>A boundary gets its value once a usable reading at or after it exists. An interval that was
 * estimated before gets a new version then. May run in several processes at once; a register is
 * advanced by one of them at a time.
 */
@ApplicationScoped
public class IntervalStage {

    /** Most registers advanced in one call. */
    public static final int MAX_REGISTERS = 1_000;

    /** Most boundaries of one register computed in one call: a day. */
    public static final int MAX_BOUNDARIES = 96;

    // Registers that are being written to are left for the next call, so nothing waits here. One
    // that starts anew waits until the time before is estimated.
    private static final String DUE =
            """
            SELECT g.id, g.metering_point, g.channel, g.last_at, g.next_boundary, g.search_from,
                g.boundary_wh, g.boundary_quality, g.boundary_uncertainty_wh, g.boundary_reasons,
                g.capacity_watts, g.estimated_to
            FROM metering.register g WHERE g.due AND (g.boundary_wh IS NOT NULL
                OR g.estimated_to IS NULL OR g.estimated_to >= g.next_boundary) AND
            """
                    + RegisterBatch.WANTED
                    + "AND"
                    + RegisterBatch.notAside(Step.INTERVALS)
                    + "ORDER BY g.id LIMIT $2 FOR UPDATE OF g SKIP LOCKED";

    private static final String SAVE =
            """
            UPDATE metering.register g SET next_boundary = u.next_boundary,
                search_from = u.search_from, boundary_wh = u.wh, boundary_quality = u.quality,
                boundary_uncertainty_wh = u.uncertainty_wh, boundary_reasons = u.reasons
            FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::bigint[],
                $5::varchar[], $6::bigint[], $7::varchar[])
                AS u(id, next_boundary, search_from, wh, quality, uncertainty_wh, reasons)
            WHERE g.id = u.id
            """;

    private final Pool pool;
    private final ValidationRules rules;
    private final EstimationRules estimation;

    public IntervalStage(Pool pool, ValidationRules rules, EstimationRules estimation) {
        this.pool = pool;
        this.rules = rules;
        this.estimation = estimation;
    }

    /**
     * Computes the boundaries that have become due, appends the interval values between them and
     * moves the registers' cursors, all in one transaction unless a register fails: that one is set
     * aside and recorded ({@link RegisterFaults}), the others advance. Bounded by {@link
     * #MAX_REGISTERS} and {@link #MAX_BOUNDARIES}; costs one index look-up if nothing is due.
     *
     * @return number of registers that were due; more may be unless it is 0
     */
    public Uni<Integer> advance() {
        return DatabaseFailure.named(
                "advance intervals",
                new RegisterBatch(pool, Step.INTERVALS, DUE).run(this::advance, MAX_REGISTERS));
    }

    private Uni<Void> advance(SqlConnection connection, List<Row> rows) {
        List<DueRegister> due = rows.stream().map(row -> DueRegister.of(row, rules)).toList();
        return new Brackets(connection)
                .of(due, MAX_BOUNDARIES)
                .chain(brackets -> values(connection, estimation, brackets))
                .chain(values -> new ValueAppend(connection).append(values, VersionCause.MEASURED))
                .chain(() -> save(connection, due));
    }

    /** The values between these boundaries; moves the registers on. */
    static Uni<List<ComputedValue>> values(
            SqlConnection connection, EstimationRules estimation, List<Bracket> brackets) {
        return new GapShapes(connection, estimation)
                .of(brackets)
                .map(shapes -> values(brackets, shapes));
    }

    private static List<ComputedValue> values(
            List<Bracket> brackets, Map<GapShapes.Gap, GapShape> shapes) {
        List<ComputedValue> values = new ArrayList<>(brackets.size());
        for (Bracket bracket : brackets) {
            Optional<GapShape> shape =
                    Optional.ofNullable(shapes.get(GapShapes.Gap.around(bracket)));
            bracket.register().advance(bracket, shape).ifPresent(values::add);
        }
        return values;
    }

    static Uni<Void> save(SqlConnection connection, List<DueRegister> due) {
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(due, DueRegister::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::nextBoundary))
                        .addArrayOfOffsetDateTime(Columns.times(due, DueRegister::searchFrom))
                        .addArrayOfLong(Columns.longs(due, d -> d.boundary().registerWh()))
                        .addArrayOfString(Columns.names(due, d -> d.boundary().quality().name()))
                        .addArrayOfLong(Columns.longs(due, d -> d.boundary().uncertaintyWh()))
                        .addArrayOfString(
                                Columns.names(due, d -> Reasons.format(d.boundary().reasons())));
        return connection.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }
}
