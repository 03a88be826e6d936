package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Readings of metering points that were not the gateway's when they were read. */
final class ForeignReadings {

    private static final Logger LOG = Logger.getLogger(ForeignReadings.class);

    private static final String COUNT =
            """
            INSERT INTO metering.foreign_point AS f
                (gateway, metering_point, readings, first_at, last_at)
            SELECT $1, s.metering_point, s.readings, $4, $4
            FROM unnest($2::varchar[], $3::bigint[]) AS s(metering_point, readings)
            ON CONFLICT (gateway, metering_point) DO UPDATE
            SET readings = f.readings + excluded.readings, last_at = excluded.last_at
            RETURNING f.metering_point, xmax = 0 AS is_new
            """;

    // As late ones they are judged like all that did not count when it came.
    private static final String RELEASE =
            """
            WITH released AS (
                UPDATE metering.reading r SET screening = 1
                FROM metering.register g, (
                    SELECT from_at, gateway,
                        coalesce(lead(from_at) OVER (ORDER BY from_at), 'infinity') AS to_at
                    FROM metering.point_assignment WHERE metering_point = $2) a
                WHERE g.metering_point = $2 AND r.register_id = g.id AND r.screening = 7
                AND r.gateway = $1 AND a.gateway = $1 AND r.at >= a.from_at AND r.at < a.to_at
                RETURNING r.register_id, r.at, r.gateway, r.epoch, r.sequence)
            INSERT INTO metering.late_reading (register_id, at, gateway, epoch, sequence)
            SELECT * FROM released ON CONFLICT DO NOTHING
            """;

    private ForeignReadings() {}

    /**
     * Counts them for the operator and raises an alarm.
     *
     * @param gatewayId for the alarm
     */
    static Uni<Void> record(
            SqlConnection connection,
            int gateway,
            String gatewayId,
            List<Reading> foreign,
            Instant at) {
        if (foreign.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, Long> byPoint =
                foreign.stream()
                        .collect(
                                Collectors.groupingBy(
                                        reading -> reading.meteringPoint().value(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return connection
                .preparedQuery(COUNT)
                .execute(
                        Tuple.of(
                                gateway,
                                byPoint.keySet().toArray(String[]::new),
                                byPoint.values().toArray(Long[]::new),
                                Columns.time(at)))
                .invoke(rows -> rows.forEach(row -> alarm(gatewayId, row)))
                .replaceWithVoid();
    }

    /** Once for each point; the count is for the operator to look up. */
    private static void alarm(String gatewayId, Row row) {
        if (row.getBoolean(1)) {
            LOG.warnf(
                    "gateway %s reports metering point %s, which is not its own: kept apart",
                    gatewayId, row.getString(0));
        }
    }

    /** Judges what was kept apart of a point and is the gateway's after all. */
    static Uni<Void> release(
            SqlConnection connection,
            ValidationRules rules,
            int gateway,
            MeteringPointId point,
            Instant now) {
        List<RegisterId> registers =
                Arrays.stream(Channel.values())
                        .map(channel -> new RegisterId(point, channel))
                        .toList();
        return RegisterTracks.lockKnown(connection, registers, rules)
                .chain(tracks ->
                        connection
                                .preparedQuery(RELEASE)
                                .execute(Tuple.of(gateway, point.value()))
                                .chain(released ->
                                        released.rowCount() == 0
                                                ? Uni.createFrom().voidItem()
                                                : judge(connection, tracks, registers, now)));
    }

    private static Uni<Void> judge(
            SqlConnection connection,
            RegisterTracks tracks,
            List<RegisterId> registers,
            Instant now) {
        Uni<Void> judged = Uni.createFrom().voidItem();
        for (RegisterId register : registers) {
            var track = tracks.find(register);
            if (track.isPresent()) {
                Instant newest =
                        track.get()
                                .forgetSuspicion()
                                .map(RegisterReading::at)
                                .orElse(Instant.EPOCH);
                judged = judged.chain(() -> Rescreening.of(connection, track.get(), newest, now));
            }
        }
        return judged.chain(() -> tracks.save(connection));
    }
}
