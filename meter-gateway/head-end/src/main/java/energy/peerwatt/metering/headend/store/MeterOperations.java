package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.validation.ExchangeResult;
import energy.peerwatt.metering.headend.validation.MeterExchange;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.unit.Energy;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What an operator tells of a meter. Readings that were held back are judged again in its light; a
 * value that exists never changes, it gets a new version.
 */
@ApplicationScoped
public class MeterOperations {

    // The operator's readings have no gateway: number 0, which no gateway has.
    private static final String ADD_READINGS =
            """
            INSERT INTO metering.reading (gateway, epoch, register_id, screening, at, sequence,
                register_wh, resolution_milli_wh, boundary)
            VALUES (0, 0, $1, 0, $2, 1, $3, 1000, false), (0, 0, $1, 0, $4, 2, $5, 1000, false)
            """;

    private static final String SET_CAPACITY =
            """
            INSERT INTO metering.register (metering_point, channel, capacity_watts)
            VALUES ($1, $2, $3)
            ON CONFLICT (metering_point, channel) DO UPDATE SET capacity_watts = $3
            """;

    private static final String SUBSTITUTE =
            """
            WITH added AS (
                INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                    interval_minutes, energy_wh, quality, uncertainty_wh, version, reasons)
                SELECT interval_start, metering_point, channel, interval_minutes, $5,
                    'SUBSTITUTED', 0, version + 1, 'OPERATOR'
                FROM metering.interval_value
                WHERE interval_start = $1 AND metering_point = $2 AND channel = $3
                AND version = $4
                ON CONFLICT DO NOTHING
                RETURNING interval_start, metering_point, channel, version
            )
            INSERT INTO metering.value_revision (interval_start, metering_point, channel, version,
                cause)
            SELECT interval_start, metering_point, channel, version, 'OPERATOR' FROM added
            """;

    private static final String HELD_BACK =
            """
            SELECT metering_point, channel, suspect_screening, suspect_from, suspect_from_wh,
                suspect_at, suspect_wh, suspect_readings, last_at, last_wh
            FROM metering.register WHERE suspect_screening IS NOT NULL
            ORDER BY suspect_from, id LIMIT $1
            """;

    private final Pool pool;
    private final ValidationRules rules;

    public MeterOperations(Pool pool, ValidationRules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    /**
     * Records that the meter behind a register was exchanged. May be told before or after readings
     * of the new meter arrive. Telling it again is refused as contradicting newer readings.
     *
     * @param actor who says so
     */
    public Uni<ExchangeResult> exchange(RegisterId register, MeterExchange exchange, Actor actor) {
        OperationLog log = new OperationLog(actor, register, OperationLog.Kind.EXCHANGE);
        String detail =
                "at %s, old meter up to %d Wh, new one from %d Wh"
                        .formatted(exchange.at(), exchange.finalWh(), exchange.initialWh());
        return DatabaseFailure.named(
                "exchange meter",
                pool.withTransaction(connection ->
                        RegisterTracks.lockKnown(connection, List.of(register), rules)
                                .chain(tracks ->
                                        exchange(
                                                connection,
                                                tracks,
                                                tracks.find(register),
                                                exchange,
                                                actor.at()))
                                .call(result -> log.add(connection, detail, outcome(result)))));
    }

    private static String outcome(ExchangeResult result) {
        return switch (result) {
            case ExchangeResult.Exchanged _ -> OperationLog.DONE;
            case ExchangeResult.Refused(ExchangeResult.Refusal reason) -> reason.name();
        };
    }

    private static Uni<ExchangeResult> exchange(
            SqlConnection connection,
            RegisterTracks tracks,
            Optional<RegisterTrack> track,
            MeterExchange exchange,
            Instant now) {
        if (exchange.at().isAfter(now)) {
            return Uni.createFrom().item(new ExchangeResult.Refused(ExchangeResult.Refusal.FUTURE));
        }
        ExchangeResult result =
                track.map(known -> known.exchange(exchange, 1))
                        .orElseGet(() ->
                                new ExchangeResult.Refused(
                                        ExchangeResult.Refusal.UNKNOWN_REGISTER));
        if (result instanceof ExchangeResult.Refused) {
            return Uni.createFrom().item(result);
        }
        RegisterTrack known = track.orElseThrow();
        return addReadings(connection, known.id(), exchange)
                .chain(() -> Rescreening.of(connection, known, exchange.at(), now))
                .chain(() -> tracks.save(connection))
                .replaceWith(result);
    }

    private static Uni<Void> addReadings(
            SqlConnection connection, int register, MeterExchange exchange) {
        RegisterReading last = exchange.finalReading();
        RegisterReading first = exchange.initialReading();
        return connection
                .preparedQuery(ADD_READINGS)
                .execute(
                        Tuple.of(
                                register,
                                Columns.time(last.at()),
                                last.registerWh(),
                                Columns.time(first.at()),
                                first.registerWh()))
                .replaceWithVoid();
    }

    /**
     * Sets what the connection of a register can carry from now on.
     *
     * @param watts 1 to 10^9 W
     * @param actor who says so
     */
    public Uni<Void> capacity(RegisterId register, long watts, Actor actor) {
        ValidationRules.requireCapacity(watts);
        OperationLog log = new OperationLog(actor, register, OperationLog.Kind.CAPACITY);
        Tuple values = Tuple.of(register.meteringPoint().value(), register.channel().name(), watts);
        return DatabaseFailure.named(
                "set capacity",
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(SET_CAPACITY)
                                .execute(values)
                                .chain(() ->
                                        RegisterTracks.lockKnown(
                                                connection, List.of(register), rules))
                                .chain(tracks ->
                                        judgeAgain(connection, tracks, register, actor.at()))
                                .call(() -> log.add(connection, watts + " W", OperationLog.DONE))));
    }

    /**
     * Makes usable what is held back of a register, and judges again what came after it: high
     * readings were energy, low ones count from a register that was reset.
     *
     * @param actor who says so
     * @return what became of it; nothing has changed unless it is done
     */
    public Uni<ReleaseResult> release(RegisterId register, Actor actor) {
        OperationLog log = new OperationLog(actor, register, OperationLog.Kind.RELEASE);
        return DatabaseFailure.named(
                "release held-back readings",
                pool.withTransaction(connection ->
                        RegisterTracks.lockKnown(connection, List.of(register), rules)
                                .chain(tracks -> release(connection, tracks, register, actor.at()))
                                .call(result -> log.add(connection, "", result.name()))));
    }

    private static Uni<ReleaseResult> release(
            SqlConnection connection, RegisterTracks tracks, RegisterId register, Instant now) {
        Optional<RegisterTrack> found = tracks.find(register);
        ReleaseResult result =
                found.map(track -> track.release(1)).orElse(ReleaseResult.NOTHING_HELD_BACK);
        if (result != ReleaseResult.DONE) {
            return Uni.createFrom().item(result);
        }
        RegisterTrack track = found.orElseThrow();
        return Rescreening.of(connection, track, track.state().newest().at(), now)
                .chain(() -> tracks.save(connection))
                .replaceWith(result);
    }

    /** Registers of which readings are held back, the longest first. */
    public Uni<List<HeldBack>> heldBack(int limit) {
        return DatabaseFailure.named(
                "read held-back registers",
                pool.preparedQuery(HELD_BACK)
                        .execute(Tuple.of(limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(HeldBack::of)
                                        .toList()));
    }

    private static Uni<Void> judgeAgain(
            SqlConnection connection, RegisterTracks tracks, RegisterId register, Instant now) {
        RegisterTrack track = tracks.track(register);
        Optional<RegisterReading> newest = track.forgetSuspicion();
        return newest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Rescreening.of(connection, track, newest.get().at(), now)
                        .chain(() -> tracks.save(connection));
    }

    /**
     * Adds a version of an interval value, validated by the metering operator; earlier versions
     * stay.
     *
     * @param replaced the newest version that the operator saw
     * @param energy at least 0
     * @param actor who says so
     * @return whether it was added; false if that version is not there or not the newest any more
     */
    public Uni<Boolean> substitute(IntervalValue replaced, Energy energy, Actor actor) {
        if (energy.wattHours() < 0) {
            throw new IllegalArgumentException("energy must not be negative: " + energy);
        }
        Tuple values =
                Tuple.of(
                        Columns.time(replaced.interval().start()),
                        replaced.meteringPoint().value(),
                        replaced.channel().name(),
                        replaced.version(),
                        energy.wattHours());
        OperationLog log =
                new OperationLog(actor, replaced.register(), OperationLog.Kind.SUBSTITUTE);
        String detail =
                "%s, version %d, %d Wh"
                        .formatted(
                                replaced.interval().start(),
                                replaced.version(),
                                energy.wattHours());
        return DatabaseFailure.named(
                "substitute interval value",
                pool.withTransaction(connection ->
                        ValueAppend.lockRevisions(connection)
                                .chain(() -> connection.preparedQuery(SUBSTITUTE).execute(values))
                                .map(rows -> rows.rowCount() == 1)
                                .call(added ->
                                        log.add(
                                                connection,
                                                detail,
                                                added ? OperationLog.DONE : "NOT_NEWEST"))));
    }

    /** What operators told of a metering point, the newest first. */
    public Uni<List<OperationRecord>> operations(MeteringPointId point, int limit) {
        return DatabaseFailure.named("read meter operations", OperationLog.of(pool, point, limit));
    }
}
