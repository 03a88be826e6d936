package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.VersionCause;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.store.RevisionStage.Disturbed;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reading that came after a newer one of its register, which is locked.
 *
 * @param registerWh as shown, without offset
 * @param capacityWatts of the register's connection
 */
record LateReading(
        int register,
        RegisterId id,
        OffsetDateTime at,
        int gateway,
        long epoch,
        long sequence,
        short screening,
        long registerWh,
        long stepWh,
        long capacityWatts,
        ValidationRules rules) {

    // The energy so far at the reading, before it, after it, and what another one of its time
    // shows.
    private static final String AROUND =
            """
            SELECT $3 + coalesce((SELECT c.offset_wh FROM metering.register_change c
                    WHERE c.register_id = $1 AND c.from_at <= $2
                    ORDER BY c.from_at DESC LIMIT 1), 0),
                lo.at, lo.wh, hi.at, hi.wh, same.register_wh
            FROM (VALUES (1)) AS one
            LEFT JOIN LATERAL (SELECT r.at, r.register_wh + coalesce((
                    SELECT c.offset_wh FROM metering.register_change c
                    WHERE c.register_id = $1 AND c.from_at <= r.at
                    ORDER BY c.from_at DESC LIMIT 1), 0) AS wh
                FROM metering.reading r WHERE r.register_id = $1 AND r.screening = 0
                AND r.at < $2 AND r.at >= $2::timestamptz - interval '35 days'
                ORDER BY r.at DESC LIMIT 1) lo ON true
            LEFT JOIN LATERAL (SELECT r.at, r.register_wh + coalesce((
                    SELECT c.offset_wh FROM metering.register_change c
                    WHERE c.register_id = $1 AND c.from_at <= r.at
                    ORDER BY c.from_at DESC LIMIT 1), 0) AS wh
                FROM metering.reading r WHERE r.register_id = $1 AND r.screening = 0
                AND r.at > $2 AND r.at <= $2::timestamptz + interval '35 days'
                ORDER BY r.at LIMIT 1) hi ON true
            LEFT JOIN LATERAL (SELECT r.register_wh FROM metering.reading r
                WHERE r.register_id = $1 AND r.screening = 0 AND r.at = $2 LIMIT 1) same ON true
            """;

    private static final String SUPERSEDE =
            """
            UPDATE metering.reading SET screening = 6
            WHERE register_id = $1 AND screening = 0 AND at = $2
            """;

    private static final String JUDGE =
            """
            UPDATE metering.reading SET screening = $7 WHERE register_id = $1 AND screening = $6
            AND at = $2 AND gateway = $3 AND epoch = $4 AND sequence = $5
            """;

    private static final String REPLACE_NEWEST =
            """
            UPDATE metering.register SET last_wh = $3, changed_at = $2
            WHERE id = $1 AND last_at = $2
            """;

    static LateReading of(Row register, Row reading, ValidationRules rules) {
        @Nullable Long capacity = register.getLong(10);
        return new LateReading(
                register.getInteger(0),
                new RegisterId(
                        new MeteringPointId(register.getString(1)),
                        Channel.valueOf(register.getString(2))),
                reading.getOffsetDateTime(0),
                reading.getInteger(1),
                reading.getLong(2),
                reading.getLong(3),
                reading.getShort(4),
                reading.getLong(5),
                Math.ceilDiv(reading.getInteger(6), 1_000),
                capacity == null ? rules.capacityWatts() : capacity,
                rules);
    }

    /**
     * What is usable around the reading, as energy so far.
     *
     * @param same what a usable reading of the same time shows, without offset
     */
    private record Around(
            long wh,
            @Nullable Instant beforeAt,
            long beforeWh,
            @Nullable Instant afterAt,
            long afterWh,
            @Nullable Long same) {

        static Around of(Row row) {
            return new Around(
                    row.getLong(0),
                    time(row.getOffsetDateTime(1)),
                    row.getLong(2) == null ? 0 : row.getLong(2),
                    time(row.getOffsetDateTime(3)),
                    row.getLong(4) == null ? 0 : row.getLong(4),
                    row.getLong(5));
        }

        private static @Nullable Instant time(@Nullable OffsetDateTime time) {
            return time == null ? null : time.toInstant();
        }
    }

    /**
     * Makes the reading usable if it fits; says then which boundaries it disturbs. That it
     * contradicts a usable one of its time is a finding, whether it fits or not.
     */
    Uni<Optional<Disturbed>> place(SqlConnection connection, CheckRules checks, Instant now) {
        return connection
                .preparedQuery(AROUND)
                .execute(Tuple.of(register, at, registerWh))
                .map(rows -> Around.of(rows.iterator().next()))
                .call(around -> FindingStore.record(connection, contradiction(around, checks), now))
                .chain(around -> place(connection, around));
    }

    private List<Finding> contradiction(Around around, CheckRules checks) {
        Long same = around.same();
        if (same == null || same == registerWh) {
            return List.of();
        }
        Instant time = at.toInstant();
        return List.of(
                new Finding(
                        id.meteringPoint(),
                        id.channel(),
                        DeliveryInterval.containing(time, DeliveryInterval.QUARTER_HOUR).start(),
                        Check.CONTRADICTION,
                        checks.severity(Check.CONTRADICTION),
                        "%d Wh and later %d Wh for %s".formatted(same, registerWh, time)));
    }

    private Uni<Optional<Disturbed>> place(SqlConnection connection, Around around) {
        Long same = around.same();
        if (same != null && same == registerWh) {
            return judge(connection, Screening.DUPLICATE).replaceWith(Optional.empty());
        }
        if (!fits(around)) {
            return Uni.createFrom().item(Optional.empty());
        }
        Instant time = at.toInstant();
        Instant from = around.beforeAt() == null ? time : around.beforeAt();
        Instant to = around.afterAt() == null ? time : around.afterAt();
        VersionCause cause =
                same == null ? VersionCause.LATE_READING : VersionCause.CORRECTED_READING;
        return supersede(connection, same)
                .chain(() -> judge(connection, Screening.USABLE))
                .replaceWith(Optional.of(new Disturbed(from, to, cause)));
    }

    /** Before the first usable reading there is nothing that it could be compared with. */
    private boolean fits(Around around) {
        Instant before = around.beforeAt();
        Instant after = around.afterAt();
        Instant time = at.toInstant();
        boolean hasPlace = before != null && (after != null || around.same() != null);
        return hasPlace
                && around.wh() >= around.beforeWh()
                && around.wh() - around.beforeWh() <= most(before, time)
                && (after == null
                        || (around.wh() <= around.afterWh()
                                && around.afterWh() - around.wh() <= most(time, after)));
    }

    private long most(@Nullable Instant from, Instant to) {
        Duration time = Duration.between(from == null ? to : from, to).plus(rules.registerDelay());
        return Math.addExact(rules.mostWh(time, capacityWatts), stepWh);
    }

    private Uni<Void> supersede(SqlConnection connection, @Nullable Long same) {
        return same == null
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(SUPERSEDE)
                        .execute(Tuple.of(register, at))
                        .chain(() ->
                                connection
                                        .preparedQuery(REPLACE_NEWEST)
                                        .execute(Tuple.of(register, at, registerWh)))
                        .replaceWithVoid();
    }

    private Uni<Void> judge(SqlConnection connection, Screening verdict) {
        return connection
                .preparedQuery(JUDGE)
                .execute(
                        Tuple.tuple()
                                .addInteger(register)
                                .addOffsetDateTime(at)
                                .addInteger(gateway)
                                .addLong(epoch)
                                .addLong(sequence)
                                .addShort(screening)
                                .addShort(ScreeningCode.of(verdict)))
                .replaceWithVoid();
    }
}
