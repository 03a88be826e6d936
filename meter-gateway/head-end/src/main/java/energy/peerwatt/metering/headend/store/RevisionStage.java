package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterFault.Step;
import energy.peerwatt.metering.headend.VersionCause;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at readings that came after newer ones. One that fits between its neighbours becomes
 * usable, and the interval values around it get a new version; of two that contradict each other at
 * one time the newest counts (market rules 4.8) and both stay on record. One that fits nowhere
 * stays late.
 *
 * <p>May run in several processes at once; a register is revised by one of them at a time.
 */
@ApplicationScoped
public class RevisionStage {

    /** Most readings of one register looked at in one call. */
    public static final int MAX_READINGS = 200;

    /** What is older than this against the register's newest reading stays as it is. */
    public static final Duration LONGEST = Duration.ofDays(35);

    private static final String NEXT =
            """
            SELECT g.id, g.metering_point, g.channel, g.last_at, g.next_boundary, g.search_from,
                g.boundary_wh, g.boundary_quality, g.boundary_uncertainty_wh, g.boundary_reasons,
                g.capacity_watts, g.estimated_to
            FROM metering.register g
            WHERE g.id = (SELECT g.register_id
                FROM (SELECT register_id, register_id AS id FROM metering.late_reading) g WHERE
            """
                    + RegisterBatch.WANTED
                    + "AND"
                    + RegisterBatch.notAside(Step.REVISION)
                    + "ORDER BY 1 LIMIT 1) FOR UPDATE";

    private static final String TAKE =
            """
            WITH taken AS (
                DELETE FROM metering.late_reading l
                USING (SELECT * FROM metering.late_reading WHERE register_id = $1
                    ORDER BY at, gateway, epoch, sequence LIMIT $2) t
                WHERE l.register_id = t.register_id AND l.at = t.at AND l.gateway = t.gateway
                AND l.epoch = t.epoch AND l.sequence = t.sequence
                RETURNING l.*
            )
            SELECT r.at, r.gateway, r.epoch, r.sequence, r.screening, r.register_wh,
                r.resolution_milli_wh
            FROM taken t JOIN metering.reading r ON r.register_id = t.register_id
                AND r.screening = ANY ('{1,6}'::smallint[]) AND r.at = t.at
                AND r.gateway = t.gateway AND r.epoch = t.epoch AND r.sequence = t.sequence
            WHERE r.at >= $3
            ORDER BY r.at, r.gateway, r.epoch, r.sequence
            """;

    private static final String STORED_END =
            """
            SELECT register_wh FROM metering.interval_value
            WHERE interval_start = $1 AND metering_point = $2 AND channel = $3
            AND register_wh IS NOT NULL ORDER BY version DESC LIMIT 1
            """;

    private static final String SEARCH_FROM =
            """
            SELECT max(at) FROM metering.reading WHERE register_id = $1 AND screening = 0
            AND at BETWEEN $2::timestamptz - interval '35 days' AND $2
            """;

    private final Pool pool;
    private final ValidationRules rules;
    private final EstimationRules estimation;
    private final CheckRules checks;

    public RevisionStage(
            Pool pool, ValidationRules rules, EstimationRules estimation, CheckRules checks) {
        this.pool = pool;
        this.rules = rules;
        this.estimation = estimation;
        this.checks = checks;
    }

    /** Time between usable readings whose boundaries are not right any more. */
    record Disturbed(Instant from, Instant to, VersionCause cause) {

        Disturbed with(Disturbed other) {
            return new Disturbed(
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to,
                    cause == VersionCause.CORRECTED_READING ? cause : other.cause);
        }
    }

    /**
     * Revises one register, in one transaction; costs one index look-up if there is nothing to do.
     * One with which that fails is set aside and recorded ({@link RegisterFaults}).
     *
     * @param now market time
     * @return 0 if there was nothing to do; else there may be more
     */
    public Uni<Integer> advance(Instant now) {
        return DatabaseFailure.named(
                "revise values",
                new RegisterBatch(pool, Step.REVISION, NEXT)
                        .run((connection, rows) -> revise(connection, rows.getFirst(), now)));
    }

    private Uni<Void> revise(SqlConnection connection, Row register, Instant now) {
        return connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(register.getInteger(0), MAX_READINGS, oldest(register)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> LateReading.of(register, row, rules))
                                .toList())
                .chain(late ->
                        place(connection, late, now)
                                .chain(disturbed -> revise(connection, register, disturbed)));
    }

    /** Null, so that none is looked at, if there is nothing usable to compare with. */
    private static @Nullable OffsetDateTime oldest(Row register) {
        @Nullable OffsetDateTime lastAt = register.getOffsetDateTime(3);
        return lastAt == null || register.getOffsetDateTime(4) == null
                ? null
                : lastAt.minus(LONGEST);
    }

    /** One after the other: the next may fit only because of the one before it. */
    private Uni<Optional<Disturbed>> place(
            SqlConnection connection, List<LateReading> late, Instant now) {
        return Multi.createFrom()
                .iterable(late)
                .onItem()
                .transformToUniAndConcatenate(reading -> reading.place(connection, checks, now))
                .collect()
                .asList()
                .map(found -> found.stream().flatMap(Optional::stream).reduce(Disturbed::with));
    }

    private Uni<Void> revise(SqlConnection connection, Row row, Optional<Disturbed> disturbed) {
        return disturbed
                .map(range ->
                        revise(
                                connection,
                                DueRegister.of(row, rules),
                                row.getOffsetDateTime(4).toInstant(),
                                range))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> revise(
            SqlConnection connection, DueRegister register, Instant nextBoundary, Disturbed range) {
        DeliveryInterval first =
                DeliveryInterval.containing(range.from(), DeliveryInterval.QUARTER_HOUR);
        Instant last = nextBoundary.minus(DeliveryInterval.QUARTER_HOUR);
        Instant end = range.to().isAfter(last) ? last : ceiling(range.to());
        long boundaries = Duration.between(first.start(), end).dividedBy(first.length()) + 1;
        if (boundaries < 2) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(SEARCH_FROM)
                .execute(Tuple.of(register.id(), Columns.time(first.start())))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0)))
                .map(found -> found.map(time -> time.toInstant()).orElse(first.start()))
                .map(searchFrom -> register.again(first.start(), searchFrom))
                .call(again ->
                        end.isBefore(last)
                                ? keep(connection, again, end)
                                : Uni.createFrom().voidItem())
                .chain(again ->
                        new Brackets(connection)
                                .of(List.of(again), Math.toIntExact(boundaries))
                                .chain(found -> values(connection, again, found))
                                .chain(values ->
                                        new ValueAppend(connection).append(values, range.cause()))
                                .chain(() ->
                                        again.nextBoundary().equals(nextBoundary)
                                                ? IntervalStage.save(connection, List.of(again))
                                                : Uni.createFrom().voidItem()));
    }

    /** The interval that starts there is not computed again; its start may lie in a spread gap. */
    private static Uni<Void> keep(SqlConnection connection, DueRegister register, Instant end) {
        return storedEnd(connection, register, end)
                .invoke(stored -> stored.ifPresent(wattHours -> register.keep(end, wattHours)))
                .replaceWithVoid();
    }

    private static Instant ceiling(Instant instant) {
        DeliveryInterval interval =
                DeliveryInterval.containing(instant, DeliveryInterval.QUARTER_HOUR);
        return interval.start().equals(instant) ? instant : interval.end();
    }

    private Uni<List<ComputedValue>> values(
            SqlConnection connection, DueRegister register, List<Brackets.Bracket> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Brackets.Bracket start = found.getFirst();
        return new GapShapes(connection, estimation)
                .of(found)
                .chain(shapes ->
                        storedEnd(connection, register, start.boundary())
                                .map(stored -> {
                                    register.skipTo(start.boundary());
                                    register.advance(start, Optional.empty());
                                    // Inside a gap that was spread before it is not recomputed.
                                    stored.ifPresent(register::startFrom);
                                    List<ComputedValue> values = new ArrayList<>();
                                    for (Brackets.Bracket next : found.subList(1, found.size())) {
                                        var shape =
                                                Optional.ofNullable(
                                                        shapes.get(GapShapes.Gap.around(next)));
                                        register.advance(next, shape).ifPresent(values::add);
                                    }
                                    return values;
                                }));
    }

    private static Uni<Optional<Long>> storedEnd(
            SqlConnection connection, DueRegister register, Instant boundary) {
        return connection
                .preparedQuery(STORED_END)
                .execute(
                        Tuple.of(
                                Columns.time(boundary.minus(DeliveryInterval.QUARTER_HOUR)),
                                register.register().meteringPoint().value(),
                                register.register().channel().name()))
                .map(rows ->
                        rows.size() == 0
                                ? Optional.empty()
                                : Optional.of(
                                        Objects.requireNonNull(rows.iterator().next().getLong(0))));
    }
}
