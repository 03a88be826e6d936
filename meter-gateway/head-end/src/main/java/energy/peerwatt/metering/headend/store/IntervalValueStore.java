package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.ValueRevision;
import energy.peerwatt.metering.headend.VersionCause;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads interval values; always the newest version of each. */
@ApplicationScoped
public class IntervalValueStore {

    private static final String NEWEST =
            """
             and v.version = (select max(w.version) from IntervalValueEntity w
                 where w.intervalStart = v.intervalStart and w.meteringPoint = v.meteringPoint
                 and w.channel = v.channel)
             order by v.intervalStart, v.meteringPoint, v.channel
            """;

    private static final String COMPLETE =
            """
            SELECT v.interval_start
            FROM unnest($1::varchar[], $2::varchar[]) AS w(metering_point, channel)
            JOIN metering.interval_value v USING (metering_point, channel)
            WHERE v.interval_start > $3 AND v.version = 1
            GROUP BY v.interval_start HAVING count(*) = cardinality($1::varchar[])
            ORDER BY v.interval_start LIMIT $4
            """;

    private static final String NET =
            """
            SELECT interval_start, count(*),
                sum(CASE channel WHEN 'IMPORT' THEN energy_wh ELSE -energy_wh END)::bigint
            FROM (
                SELECT DISTINCT ON (v.interval_start, v.metering_point, v.channel)
                    v.interval_start, v.channel, v.energy_wh
                FROM metering.interval_value v WHERE v.metering_point = ANY ($1)
                AND v.interval_start >= $2 AND v.interval_start < $3
                AND v.channel IN ('IMPORT', 'EXPORT')
                ORDER BY v.interval_start, v.metering_point, v.channel, v.version DESC) newest
            GROUP BY interval_start ORDER BY interval_start
            """;

    private static final String REVISIONS =
            """
            SELECT id, metering_point, channel, interval_start, version, cause
            FROM metering.value_revision WHERE id > $1 ORDER BY id LIMIT $2
            """;

    // One of which nothing is left, after an erasure or a long silence, has no next boundary.
    private static final String SILENT =
            """
            SELECT metering_point, channel, last_at, estimated_to FROM metering.register
            WHERE estimated_to >= next_boundary
            OR (next_boundary IS NULL AND boundary_wh IS NULL AND estimated_to IS NOT NULL)
            ORDER BY coalesce(next_boundary, measured_to), id LIMIT $1
            """;

    private static final String QUALITIES =
            """
            SELECT quality, count(*) FROM (
                SELECT DISTINCT ON (v.interval_start, v.channel) v.quality
                FROM metering.interval_value v WHERE v.metering_point = $1
                AND v.interval_start >= $2 AND v.interval_start < $3
                AND v.channel IN ('IMPORT', 'EXPORT')
                ORDER BY v.interval_start, v.channel, v.version DESC) newest
            GROUP BY quality
            """;

    private final Sessions sessions;
    private final Pool pool;

    public IntervalValueStore(Mutiny.SessionFactory sessions, Vertx vertx, Pool pool) {
        this.sessions = new Sessions(sessions, vertx);
        this.pool = pool;
    }

    /**
     * All channels of a metering point, by interval and channel.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<List<IntervalValue>> values(MeteringPointId point, Instant from, Instant to) {
        return select(
                "from IntervalValueEntity v where v.meteringPoint = ?1"
                        + " and v.intervalStart >= ?2 and v.intervalStart < ?3"
                        + NEWEST,
                point.value(),
                from,
                to);
    }

    /** All channels of these metering points in one interval, by metering point and channel. */
    public Uni<List<IntervalValue>> values(
            Collection<MeteringPointId> points, DeliveryInterval interval) {
        return select(
                "from IntervalValueEntity v where v.intervalStart = ?1 and v.meteringPoint in ?2"
                        + NEWEST,
                interval.start(),
                points.stream().map(MeteringPointId::value).toList());
    }

    private Uni<List<IntervalValue>> select(String query, Object... parameters) {
        return sessions.read(session -> {
            var selection = session.createSelectionQuery(query, IntervalValueEntity.class);
            for (int i = 0; i < parameters.length; i++) {
                selection.setParameter(i + 1, parameters[i]);
            }
            return selection
                    .getResultList()
                    .map(found -> found.stream().map(IntervalValueEntity::toRecord).toList());
        });
    }

    /**
     * What metering points took together in an interval, as far as there are values.
     *
     * @param values how many there are; two of each metering point are all
     * @param wattHours import minus export
     */
    public record Net(Instant start, long values, long wattHours) {}

    /**
     * What these metering points took together in each interval that has any value, ascending.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<List<Net>> net(Collection<MeteringPointId> points, Instant from, Instant to) {
        Tuple values =
                Tuple.of(
                        points.stream().map(MeteringPointId::value).toArray(String[]::new),
                        from.atOffset(ZoneOffset.UTC),
                        to.atOffset(ZoneOffset.UTC));
        Uni<List<Net>> sums =
                pool.preparedQuery(NET)
                        .execute(values)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new Net(
                                                        row.getOffsetDateTime(0).toInstant(),
                                                        row.getLong(1),
                                                        row.getLong(2)))
                                        .toList());
        return DatabaseFailure.named("net energy", sums);
    }

    /**
     * Intervals that have a value for every one of the registers, ascending.
     *
     * @param after start of the last interval the caller has dealt with, exclusive
     * @param limit most intervals to return
     */
    public Uni<List<DeliveryInterval>> complete(
            Set<RegisterId> registers, Instant after, int limit) {
        Tuple values =
                Tuple.of(
                        registers.stream()
                                .map(id -> id.meteringPoint().value())
                                .toArray(String[]::new),
                        registers.stream().map(id -> id.channel().name()).toArray(String[]::new),
                        after.atOffset(ZoneOffset.UTC),
                        limit);
        Uni<List<DeliveryInterval>> intervals =
                pool.preparedQuery(COMPLETE)
                        .execute(values)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row -> row.getOffsetDateTime(0).toInstant())
                                        .map(DeliveryInterval::quarterHourAt)
                                        .toList());
        return DatabaseFailure.named("complete intervals", intervals);
    }

    /**
     * Later versions of values, in the order in which they became visible.
     *
     * @param after id of the last revision the caller has dealt with, exclusive; 0 at first
     * @param limit most revisions to return
     */
    public Uni<List<ValueRevision>> revisions(long after, int limit) {
        return DatabaseFailure.named(
                "read revisions",
                pool.preparedQuery(REVISIONS)
                        .execute(Tuple.of(after, limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(IntervalValueStore::revision)
                                        .toList()));
    }

    private static ValueRevision revision(Row row) {
        return new ValueRevision(
                row.getLong(0),
                new MeteringPointId(row.getString(1)),
                Channel.valueOf(row.getString(2)),
                row.getOffsetDateTime(3).toInstant(),
                row.getInteger(4),
                VersionCause.valueOf(row.getString(5)));
    }

    /**
     * A register that is estimated because it is not read.
     *
     * @param lastAt time of its newest usable reading; empty if that was erased
     * @param estimatedTo end of the last interval that has an estimate
     */
    public record Silent(RegisterId register, Optional<Instant> lastAt, Instant estimatedTo) {}

    /** Registers that are estimated now, the longest first. */
    public Uni<List<Silent>> silent(int limit) {
        return DatabaseFailure.named(
                "read silent registers",
                pool.preparedQuery(SILENT)
                        .execute(Tuple.of(limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(IntervalValueStore::silent)
                                        .toList()));
    }

    private static Silent silent(Row row) {
        return new Silent(
                new RegisterId(
                        new MeteringPointId(row.getString(0)), Channel.valueOf(row.getString(1))),
                Optional.ofNullable(row.getOffsetDateTime(2)).map(OffsetDateTime::toInstant),
                row.getOffsetDateTime(3).toInstant());
    }

    /**
     * How many import and export values of a metering point have which quality.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<Map<Quality, Long>> qualities(MeteringPointId point, Instant from, Instant to) {
        return DatabaseFailure.named(
                "count qualities",
                pool.preparedQuery(QUALITIES)
                        .execute(
                                Tuple.of(
                                        point.value(),
                                        from.atOffset(ZoneOffset.UTC),
                                        to.atOffset(ZoneOffset.UTC)))
                        .map(rows -> {
                            Map<Quality, Long> counts = new EnumMap<>(Quality.class);
                            rows.forEach(row ->
                                    counts.put(Quality.valueOf(row.getString(0)), row.getLong(1)));
                            return counts;
                        }));
    }
}
