package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterFault.Step;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.VersionCause;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.store.History.Found;
import energy.peerwatt.metering.headend.store.History.Wanted;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates values whose readings did not come in time, so that one dead meter holds up nobody.
 * Once the register is read again, {@link IntervalStage} adds the measured version.
 *
 * <p>Expected is what like days had, else any of the last days, else the last value. May run in
 * several processes at once.
 */
@ApplicationScoped
public class EstimationStage {

    /** Most registers in one call. */
    public static final int MAX_REGISTERS = 500;

    /** Most intervals of one register in one call. */
    public static final int MAX_INTERVALS = 96;

    private static final String LOCKED =
            RegisterBatch.WANTED
                    + "AND"
                    + RegisterBatch.notAside(Step.ESTIMATION)
                    + "ORDER BY id LIMIT $3 FOR UPDATE OF g SKIP LOCKED";

    // One that is read but whose values cannot be computed is estimated as well.
    private static final String OVERDUE =
            """
            SELECT id, metering_point, channel, next_boundary - interval '15 minutes',
                greatest(estimated_to, next_boundary - interval '15 minutes'), capacity_watts,
                $2::timestamptz
            FROM metering.register g
            WHERE boundary_wh IS NOT NULL AND (NOT due OR EXISTS (
                SELECT FROM metering.register_fault f
                WHERE f.register_id = g.id AND f.stage = 'INTERVALS'))
            AND next_boundary <= $2
            AND (estimated_to IS NULL OR estimated_to + interval '15 minutes' <= $2)
            AND EXISTS (SELECT FROM metering.interval_value v
                WHERE v.interval_start = g.next_boundary - interval '30 minutes'
                AND v.metering_point = g.metering_point AND v.channel = g.channel) AND
            """
                    + LOCKED;

    // Of these the last estimate is gone on from, up to the first boundary, or on if that fails.
    private static final String STARTING_ANEW =
            """
            SELECT id, metering_point, channel,
                CASE WHEN EXISTS (SELECT FROM metering.interval_value v
                    WHERE v.interval_start = g.measured_to - interval '15 minutes'
                    AND v.metering_point = g.metering_point AND v.channel = g.channel)
                THEN measured_to ELSE estimated_to END,
                estimated_to, capacity_watts,
                CASE WHEN due AND f.register_id IS NULL THEN least($2, next_boundary) ELSE $2 END
            FROM metering.register g LEFT JOIN metering.register_fault f
                ON f.register_id = g.id AND f.stage = 'INTERVALS'
            WHERE boundary_wh IS NULL
            AND estimated_to + interval '15 minutes' <= $2
            AND (NOT due OR estimated_to < next_boundary OR f.register_id IS NOT NULL)
            AND EXISTS (SELECT FROM metering.interval_value v
                WHERE v.interval_start = g.estimated_to - interval '15 minutes'
                AND v.metering_point = g.metering_point AND v.channel = g.channel) AND
            """
                    + LOCKED;

    private static final String SAVE =
            """
            UPDATE metering.register g SET estimated_to = u.estimated_to
            FROM unnest($1::integer[], $2::timestamptz[]) AS u(id, estimated_to)
            WHERE g.id = u.id
            """;

    private final Pool pool;
    private final ValidationRules rules;
    private final EstimationRules estimation;

    public EstimationStage(Pool pool, ValidationRules rules, EstimationRules estimation) {
        this.pool = pool;
        this.rules = rules;
        this.estimation = estimation;
    }

    /** A register without values for {@code quarters}. */
    private record Overdue(
            int id, RegisterId register, Instant measuredTo, List<Instant> quarters, long mostWh) {

        Wanted wanted() {
            return new Wanted(register, measuredTo, quarters, false);
        }

        Instant estimatedTo() {
            return quarters.getLast().plus(DeliveryInterval.QUARTER_HOUR);
        }
    }

    /**
     * Gives an estimate to intervals that ended by {@code deadline} and have no value yet. A
     * register gets none before its first measured interval. A transaction for registers that went
     * silent and one for those that start anew; a register that fails is set aside and recorded
     * ({@link RegisterFaults}).
     *
     * @return number of registers; more may be overdue unless it is 0
     */
    public Uni<Integer> advance(Instant deadline) {
        return DatabaseFailure.named(
                "estimate values",
                advance(OVERDUE, deadline)
                        .chain(silent ->
                                advance(STARTING_ANEW, deadline).map(anew -> silent + anew)));
    }

    private Uni<Integer> advance(String query, Instant deadline) {
        return new RegisterBatch(pool, Step.ESTIMATION, query)
                .run(
                        (connection, rows) ->
                                estimate(connection, rows.stream().map(this::overdue).toList()),
                        Columns.time(deadline),
                        MAX_REGISTERS);
    }

    private Overdue overdue(Row row) {
        Instant measuredTo = row.getOffsetDateTime(3).toInstant();
        Instant from = row.getOffsetDateTime(4).toInstant();
        Instant to = row.getOffsetDateTime(6).toInstant();
        List<Instant> quarters =
                Stream.iterate(
                                DeliveryInterval.quarterHourAt(from),
                                quarter -> !quarter.end().isAfter(to),
                                DeliveryInterval::next)
                        .limit(MAX_INTERVALS)
                        .map(DeliveryInterval::start)
                        .toList();
        @Nullable Long capacity = row.getLong(5);
        return new Overdue(
                row.getInteger(0),
                new RegisterId(
                        new MeteringPointId(row.getString(1)), Channel.valueOf(row.getString(2))),
                measuredTo,
                quarters,
                rules.mostWh(
                        DeliveryInterval.QUARTER_HOUR,
                        capacity == null ? rules.capacityWatts() : capacity));
    }

    private Uni<Void> estimate(SqlConnection connection, List<Overdue> overdue) {
        return new History(connection, estimation)
                .of(overdue.stream().map(Overdue::wanted).toList())
                .map(found -> values(overdue, found))
                .chain(values -> new ValueAppend(connection).append(values, VersionCause.MEASURED))
                .chain(() -> save(connection, overdue));
    }

    private static List<ComputedValue> values(List<Overdue> overdue, Map<Wanted, Found> found) {
        List<ComputedValue> values = new ArrayList<>();
        for (Overdue register : overdue) {
            Found known = Objects.requireNonNull(found.get(register.wanted()));
            for (Instant quarter : register.quarters()) {
                values.add(new ComputedValue(value(register, quarter, known), null, false));
            }
        }
        return values;
    }

    private static IntervalValue value(Overdue register, Instant quarter, Found known) {
        OptionalLong like = known.likeDays().expectedMilliWh(quarter);
        OptionalLong any =
                like.isPresent() ? like : known.likeDays().roughlyExpectedMilliWh(quarter);
        long wattHours =
                any.isPresent()
                        ? Math.floorDiv(any.getAsLong() + 500, 1_000L)
                        : Objects.requireNonNull(known.last());
        Set<ValueReason> reasons = EnumSet.of(ValueReason.MISSING);
        if (like.isPresent()) {
            reasons.add(ValueReason.LIKE_DAYS);
        }
        return new IntervalValue(
                register.register().meteringPoint(),
                register.register().channel(),
                DeliveryInterval.quarterHourAt(quarter),
                Energy.ofWattHours(wattHours),
                Quality.ESTIMATED,
                Math.max(wattHours, register.mostWh() - wattHours),
                reasons,
                1);
    }

    private static Uni<Void> save(SqlConnection connection, List<Overdue> overdue) {
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfInteger(Columns.of(overdue, Overdue::id, Integer[]::new))
                        .addArrayOfOffsetDateTime(Columns.times(overdue, Overdue::estimatedTo));
        return connection.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }
}
