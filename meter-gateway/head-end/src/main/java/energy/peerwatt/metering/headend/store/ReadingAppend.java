package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds readings of one gateway and epoch within the caller's transaction.
 *
 * @param registers known to exist; those of the readings are added
 */
record ReadingAppend(
        SqlConnection connection,
        ValidationRules rules,
        int gateway,
        long epoch,
        GatewayPoints points,
        Set<RegisterId> registers) {

    // Bounded by time: the planner visits those days' partitions only. What is erased, or so old
    // that it was dropped, cannot be compared any more.
    private static final String COUNT_EQUAL =
            """
            SELECT count(*) FROM unnest($3::varchar[], $4::varchar[], $5::timestamptz[],
                    $6::bigint[], $7::bigint[], $8::integer[], $9::boolean[])
                AS s(metering_point, channel, at, sequence, register_wh, resolution, boundary)
            JOIN metering.register g USING (metering_point, channel)
            LEFT JOIN metering.reading r ON r.register_id = g.id AND r.at BETWEEN $10 AND $11
                AND r.screening = ANY ('{0,1,2,3,4,5,6,7,8,9}'::smallint[]) AND r.at = s.at
                AND r.gateway = $1 AND r.epoch = $2 AND r.sequence = s.sequence
                AND r.register_wh = s.register_wh AND r.resolution_milli_wh = s.resolution
                AND r.boundary = s.boundary
            WHERE r.register_id IS NOT NULL OR s.at < g.erased_before
                OR s.at < (SELECT dropped_before FROM metering.retention)
            """;

    // The gateway's locked position says what is new, so no key is there already. Looking for one
    // would cost a third more; should one be there, nothing of the block is taken.
    private static final String INSERT =
            """
            INSERT INTO metering.reading (gateway, epoch, register_id, screening, at, sequence,
                register_wh, resolution_milli_wh, boundary, clock_millis, power_w)
            SELECT $1, $2, s.* FROM unnest($3::integer[], $4::smallint[], $5::timestamptz[],
                $6::bigint[], $7::bigint[], $8::integer[], $9::boolean[], $10::integer[],
                $11::integer[]) AS s
            """;

    /** Whether each reading is stored with exactly this content. */
    Uni<Boolean> areStored(List<Reading> readings) {
        if (readings.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        Tuple values =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addLong(epoch)
                        .addArrayOfString(Columns.names(readings, r -> r.meteringPoint().value()))
                        .addArrayOfString(Columns.names(readings, r -> r.channel().name()));
        return connection
                .preparedQuery(COUNT_EQUAL)
                .execute(addSpan(addMeasurements(values, readings), readings))
                .map(rows -> rows.iterator().next().getLong(0) == readings.size());
    }

    private static Tuple addSpan(Tuple values, List<Reading> readings) {
        Instant first = readings.stream().map(Reading::at).min(Instant::compareTo).orElseThrow();
        Instant last = readings.stream().map(Reading::at).max(Instant::compareTo).orElseThrow();
        return values.addOffsetDateTime(Columns.time(first)).addOffsetDateTime(Columns.time(last));
    }

    /**
     * Screens and inserts readings that are not stored yet, and updates their registers.
     *
     * @return sequences of readings that are not stored because they were erased before
     */
    Uni<Set<Long>> store(List<Reading> readings, BlockArchive archive, Instant receivedAt) {
        List<RegisterId> ids =
                readings.stream().map(ReadingAppend::register).distinct().sorted().toList();
        return RecordProofs.judge(connection, points, rules.clock().meterRecords(), readings)
                .chain(proofs -> store(readings, ids, proofs, archive, receivedAt));
    }

    private Uni<Set<Long>> store(
            List<Reading> readings,
            List<RegisterId> ids,
            RecordProofs proofs,
            BlockArchive archive,
            Instant receivedAt) {
        return RegisterTracks.lock(connection, ids, rules, registers)
                .chain(tracks ->
                        insert(unerased(readings, tracks), tracks, proofs, receivedAt)
                                .chain(() -> proofs.save(connection, receivedAt))
                                .chain(() -> archive.link(tracks, receivedAt))
                                .chain(() -> tracks.save(connection))
                                .replaceWith(() -> erased(readings, tracks)));
    }

    private static List<Reading> unerased(List<Reading> readings, RegisterTracks tracks) {
        return readings.stream().filter(reading -> !isErased(reading, tracks)).toList();
    }

    private static Set<Long> erased(List<Reading> readings, RegisterTracks tracks) {
        return readings.stream()
                .filter(reading -> isErased(reading, tracks))
                .map(Reading::sequence)
                .collect(Collectors.toSet());
    }

    private static boolean isErased(Reading reading, RegisterTracks tracks) {
        return tracks.track(register(reading)).isErased(reading.at());
    }

    private Uni<Void> insert(
            List<Reading> readings,
            RegisterTracks tracks,
            RecordProofs proofs,
            Instant receivedAt) {
        Integer[] registers = new Integer[readings.size()];
        Short[] screenings = new Short[readings.size()];
        LateReadings late = new LateReadings();
        for (int i = 0; i < registers.length; i++) {
            Reading reading = readings.get(i);
            RegisterTrack track = tracks.track(register(reading));
            registers[i] = track.id();
            Screening screening =
                    proofs.isUnproven(reading)
                            ? Screening.UNPROVEN
                            : screen(reading, track, receivedAt);
            screenings[i] = ScreeningCode.of(screening);
            late.add(track.id(), reading, screening);
        }
        Tuple values =
                Tuple.tuple()
                        .addInteger(gateway)
                        .addLong(epoch)
                        .addArrayOfInteger(registers)
                        .addArrayOfShort(screenings);
        return connection
                .preparedQuery(INSERT)
                .execute(
                        addMeasurements(values, readings)
                                .addArrayOfInteger(clockMillis(readings))
                                .addArrayOfInteger(watts(readings)))
                .chain(() -> late.queue(connection, gateway, epoch));
    }

    private Screening screen(Reading reading, RegisterTrack track, Instant receivedAt) {
        if (!points.include(reading)) {
            return Screening.FOREIGN;
        }
        return rules.clock().rejects(reading.clock())
                ? Screening.CLOCK
                : track.screen(
                        new RegisterReading(reading.at(), reading.registerWh()),
                        Math.ceilDiv(reading.resolutionMilliWh(), 1_000),
                        receivedAt);
    }

    private static Tuple addMeasurements(Tuple values, List<Reading> readings) {
        return values.addArrayOfOffsetDateTime(Columns.times(readings, Reading::at))
                .addArrayOfLong(Columns.longs(readings, Reading::sequence))
                .addArrayOfLong(Columns.longs(readings, Reading::registerWh))
                .addArrayOfInteger(Columns.of(readings, Reading::resolutionMilliWh, Integer[]::new))
                .addArrayOfBoolean(Columns.of(readings, Reading::boundary, Boolean[]::new));
    }

    /** How far the times may be from the truth; null where the clock is not trusted. */
    private static Integer[] clockMillis(List<Reading> readings) {
        Integer[] column = new Integer[readings.size()];
        for (int i = 0; i < column.length; i++) {
            ClockState clock = readings.get(i).clock();
            if (clock.isTrusted()) {
                column[i] = clock.deviation().orElseThrow().mostMillis();
            }
        }
        return column;
    }

    /** Null where it is not known. */
    private static Integer[] watts(List<Reading> readings) {
        Integer[] column = new Integer[readings.size()];
        for (int i = 0; i < column.length; i++) {
            Optional<Integer> watts = readings.get(i).context().watts();
            if (watts.isPresent()) {
                column[i] = watts.get();
            }
        }
        return column;
    }

    private static RegisterId register(Reading reading) {
        return new RegisterId(reading.meteringPoint(), reading.channel());
    }
}
