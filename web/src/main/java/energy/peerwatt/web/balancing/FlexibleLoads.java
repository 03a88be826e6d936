package energy.peerwatt.web.balancing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoad.Use;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Appliances and heat pumps of households, and what the last plan says of each. */
@ApplicationScoped
public class FlexibleLoads {

    private static final String PUT =
            """
            INSERT INTO market.flexible_load (metering_point, name, kind, content, changed_by,
                changed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (metering_point, name) DO UPDATE SET kind = $3, content = $4,
                changed_by = $5, changed_at = $6, plan_start = NULL, plan_at = NULL,
                plan_w = NULL, plan_stored_wh = NULL, begun_at = NULL
            """;

    /** Of what was changed since, nothing is kept. */
    private static final String PLANNED =
            """
            UPDATE market.flexible_load SET plan_start = $3, plan_w = $4, plan_stored_wh = $5,
                plan_at = $7
            WHERE metering_point = $1 AND name = $2 AND content = $6
            """;

    private static final String OF =
            """
            SELECT metering_point, name, kind, content, plan_start, plan_w, plan_stored_wh,
                coalesce(plan_at, plan_start), begun_at
            FROM market.flexible_load WHERE metering_point = ANY ($1) ORDER BY metering_point, name
            """;

    /** Quarter-hours that have begun stay: a run goes on, a store keeps what it was given. */
    private static final String STOP =
            """
            UPDATE market.flexible_load SET plan_w = plan_w[1:greatest(0,
                ceil(extract(epoch FROM $2::timestamptz - plan_start) / 900)::integer)]
            WHERE metering_point = ANY ($1) AND plan_start IS NOT NULL
            """;

    private static final String BEGUN =
            """
            UPDATE market.flexible_load SET begun_at = $3
            WHERE metering_point = $1 AND name = $2 AND content = $4
            """;

    private final Pool pool;
    private final ObjectMapper json;

    public FlexibleLoads(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * What the last published plan says.
     *
     * @param start of its first quarter-hour
     * @param at when it begins within that
     * @param watts in each from then on
     * @param storedWh heat in store at {@code at}; 0 for a run
     */
    public record Planned(Instant start, Instant at, List<Integer> watts, int storedWh) {}

    /**
     * A device and its plan, if one was published since it was last set.
     *
     * @param begun start of the quarter-hour in which its run was first seen; empty for a heat pump
     */
    public record Kept(FlexibleLoad load, Optional<Planned> planned, Optional<Instant> begun) {

        /**
         * When it was seen to begin, or else first takes anything by its plan. A plan is followed
         * as far as setpoints reach: what begins later was to be planned anew.
         *
         * @param now what has begun by now has begun, if it was within the plan's reach
         * @return empty if it has not begun and no plan holds
         */
        public Optional<Instant> startsAt(Instant now) {
            return begun.or(() ->
                    firstTaken()
                            .filter(start ->
                                    holds(now)
                                            || (!start.isAfter(now)
                                                    && !start.isAfter(planEnds()))));
        }

        /** Whether it was not seen to begin at another time than its plan says. */
        public boolean isByPlan() {
            return begun.isEmpty() || begun.equals(firstTaken());
        }

        /** Whether its plan is not older than setpoints reach. */
        public boolean holds(Instant now) {
            return planned.isPresent() && now.isBefore(planEnds());
        }

        private Instant planEnds() {
            return planned.map(Planned::start)
                    .orElse(Instant.MIN)
                    .plus(PlanDispatch.REACH)
                    .plus(DeliveryInterval.QUARTER_HOUR);
        }

        private Optional<Instant> firstTaken() {
            return planned.flatMap(plan -> {
                for (int slot = 0; slot < plan.watts().size(); slot++) {
                    if (plan.watts().get(slot) > 0) {
                        return Optional.of(
                                plan.start()
                                        .plus(DeliveryInterval.QUARTER_HOUR.multipliedBy(slot)));
                    }
                }
                return Optional.empty();
            });
        }
    }

    /** Sets a device in place of the one with its name; it has no plan then. */
    public Uni<Void> put(FlexibleLoad load, String by, Instant at) {
        return pool.preparedQuery(PUT)
                .execute(
                        Tuple.tuple()
                                .addString(load.point().value())
                                .addString(load.name())
                                .addString(kind(load.use()))
                                .addString(write(load.use()))
                                .addString(by)
                                .addOffsetDateTime(LimitLedger.time(at)))
                .replaceWithVoid();
    }

    /** False, and nothing was changed, if there is none of that name. */
    public Uni<Boolean> delete(MeteringPointId point, String name) {
        return pool.preparedQuery(
                        "DELETE FROM market.flexible_load WHERE metering_point = $1 AND name = $2")
                .execute(Tuple.of(point.value(), name))
                .map(rows -> rows.rowCount() > 0);
    }

    /** All devices of these metering points. */
    public Uni<List<Kept>> of(Collection<MeteringPointId> points) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(OF)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false).map(this::kept).toList());
    }

    /** Keeps what a published plan says, unless the device was set anew since. */
    Uni<Void> planned(FlexibleLoad load, Planned plan) {
        return pool.preparedQuery(PLANNED)
                .execute(
                        Tuple.tuple()
                                .addString(load.point().value())
                                .addString(load.name())
                                .addOffsetDateTime(LimitLedger.time(plan.start()))
                                .addArrayOfInteger(plan.watts().toArray(Integer[]::new))
                                .addInteger(plan.storedWh())
                                .addString(write(load.use()))
                                .addOffsetDateTime(LimitLedger.time(plan.at())))
                .replaceWithVoid();
    }

    /** Keeps when its run was first seen, unless the device was set anew since. */
    Uni<Void> begun(FlexibleLoad load, Optional<Instant> begun) {
        return pool.preparedQuery(BEGUN)
                .execute(
                        Tuple.tuple()
                                .addString(load.point().value())
                                .addString(load.name())
                                .addOffsetDateTime(begun.map(LimitLedger::time).orElse(null))
                                .addString(write(load.use())))
                .replaceWithVoid();
    }

    /** Of the plans of these metering points' devices, keeps what has begun by {@code now}. */
    Uni<Void> stop(Collection<MeteringPointId> points, Instant now) {
        String[] ids = points.stream().map(MeteringPointId::value).toArray(String[]::new);
        return pool.preparedQuery(STOP)
                .execute(
                        Tuple.tuple()
                                .addArrayOfString(ids)
                                .addOffsetDateTime(LimitLedger.time(now)))
                .replaceWithVoid();
    }

    private static String kind(Use use) {
        return switch (use) {
            case Run _ -> "RUN";
            case Heating _ -> "HEATING";
        };
    }

    private Kept kept(Row row) {
        Use use =
                read(row.getString(3), row.getString(2).equals("RUN") ? Run.class : Heating.class);
        FlexibleLoad load =
                new FlexibleLoad(new MeteringPointId(row.getString(0)), row.getString(1), use);
        Optional<Planned> planned =
                Optional.ofNullable(row.getOffsetDateTime(4))
                        .map(start ->
                                new Planned(
                                        start.toInstant(),
                                        row.getOffsetDateTime(7).toInstant(),
                                        List.of(row.getArrayOfIntegers(5)),
                                        row.getInteger(6)));
        Optional<Instant> begun =
                Optional.ofNullable(row.getOffsetDateTime(8)).map(OffsetDateTime::toInstant);
        return new Kept(load, planned, begun);
    }

    private String write(Use use) {
        try {
            return json.writeValueAsString(use);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values", e);
        }
    }

    private Use read(String text, Class<? extends Use> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what was written", e);
        }
    }
}
