package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which device is behind a register, as readings show it: a row only where that changes. What was
 * seen is remembered for a day, so that most blocks cost no statement. Thread-safe.
 */
final class RegisterDevices {

    // Only of readings that are stored as the gateway's own. Compared with the row before it in
    // time: late readings come in any order. A device that is silent about its name is the one
    // that was there.
    private static final String NOTE =
            """
            INSERT INTO metering.register_device (register_id, from_at, gateway, identity, profile,
                profile_hash)
            SELECT g.id, s.at, p.number, coalesce(s.identity, l.identity), s.profile, s.profile_hash
            FROM unnest($2::varchar[], $3::varchar[], $4::timestamptz[], $5::varchar[],
                    $6::varchar[], $7::bytea[])
                AS s(metering_point, channel, at, identity, profile, profile_hash)
            JOIN metering.register g USING (metering_point, channel)
            JOIN metering.gateway_position p ON p.gateway_id = $1
            LEFT JOIN LATERAL (SELECT * FROM metering.register_device d
                WHERE d.register_id = g.id AND d.from_at <= s.at
                ORDER BY d.from_at DESC LIMIT 1) l ON true
            WHERE EXISTS (SELECT 1 FROM metering.reading r WHERE r.register_id = g.id
                AND r.screening = ANY ('{0,1,2,4,5,6}'::smallint[]) AND r.at = s.at
                AND r.gateway = p.number)
            AND (l.register_id IS NULL
                OR (l.profile, l.profile_hash) <> (s.profile, s.profile_hash)
                OR (s.identity IS NOT NULL AND l.identity IS DISTINCT FROM s.identity))
            ON CONFLICT DO NOTHING
            """;

    /** What of the evidence stays the same from reading to reading. */
    private record Device(String profile, Hash256 profileHash, Optional<String> identity) {

        static Device of(DeviceEvidence evidence) {
            return new Device(evidence.profileId(), evidence.profileHash(), evidence.identity());
        }
    }

    /** A device that a reading shows and nobody has seen there today. */
    private record Sighting(RegisterId register, Instant at, Device device) {}

    private record Seen(String gatewayId, RegisterId register) {}

    private final Map<Seen, Device> known = new ConcurrentHashMap<>();
    private volatile Instant day = Instant.MIN;

    /** Sightings of a block, to be remembered once they are committed. */
    final class Noted {

        private final String gatewayId;
        private final List<Sighting> sightings;

        private Noted(String gatewayId, List<Sighting> sightings) {
            this.gatewayId = gatewayId;
            this.sightings = sightings;
        }

        /** Records what is new, within the transaction that stores the readings. */
        Uni<Void> record(SqlConnection connection) {
            if (sightings.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Tuple values =
                    Tuple.tuple()
                            .addString(gatewayId)
                            .addArrayOfString(
                                    Columns.names(
                                            sightings, s -> s.register().meteringPoint().value()))
                            .addArrayOfString(
                                    Columns.names(sightings, s -> s.register().channel().name()))
                            .addArrayOfOffsetDateTime(Columns.times(sightings, Sighting::at))
                            .addArrayOfString(
                                    sightings.stream()
                                            .map(s -> s.device().identity().orElse(null))
                                            .toArray(String[]::new))
                            .addArrayOfString(Columns.names(sightings, s -> s.device().profile()))
                            .addValue(Columns.hashes(sightings, s -> s.device().profileHash()));
            return connection.preparedQuery(NOTE).execute(values).replaceWithVoid();
        }

        /** The transaction is committed. */
        void remember() {
            sightings.forEach(s -> known.put(new Seen(gatewayId, s.register()), s.device()));
        }
    }

    /** What a block shows that is not known. */
    Noted look(ReadingBlock block, Instant now) {
        forgetYesterday(now.truncatedTo(ChronoUnit.DAYS));
        Map<RegisterId, Device> last = new HashMap<>();
        List<Sighting> sightings = new ArrayList<>();
        for (Reading reading : block.readings()) {
            reading.context()
                    .evidence()
                    .map(Device::of)
                    .ifPresent(device -> {
                        RegisterId register =
                                new RegisterId(reading.meteringPoint(), reading.channel());
                        Device before =
                                last.getOrDefault(
                                        register, known.get(new Seen(block.gatewayId(), register)));
                        if (!Objects.equals(device, before)) {
                            last.put(register, device);
                            sightings.add(new Sighting(register, reading.at(), device));
                        }
                    });
        }
        return new Noted(block.gatewayId(), sightings);
    }

    /** So that what was erased, or seen by another head-end, is noted again. */
    private void forgetYesterday(Instant today) {
        if (!today.equals(day)) {
            day = today;
            known.clear();
        }
    }
}
