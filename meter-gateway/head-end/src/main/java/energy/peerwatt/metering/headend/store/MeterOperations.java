package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
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
     * @param now market time
     */
    public Uni<ExchangeResult> exchange(RegisterId register, MeterExchange exchange, Instant now) {
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
                                                now))));
    }

    private static Uni<ExchangeResult> exchange(
            SqlConnection connection,
            RegisterTracks tracks,
            Optional<RegisterTrack> track,
            MeterExchange exchange,
            Instant now) {
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
     * @param now market time
     */
    public Uni<Void> capacity(RegisterId register, long watts, Instant now) {
        ValidationRules.requireCapacity(watts);
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
                                .chain(tracks -> judgeAgain(connection, tracks, register, now))));
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
     * @return whether it was added; false if that version is not there or not the newest any more
     */
    public Uni<Boolean> substitute(IntervalValue replaced, Energy energy) {
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
        return DatabaseFailure.named(
                "substitute interval value",
                pool.withTransaction(connection ->
                        ValueAppend.lockRevisions(connection)
                                .chain(() -> connection.preparedQuery(SUBSTITUTE).execute(values))
                                .map(rows -> rows.rowCount() == 1)));
    }
}
