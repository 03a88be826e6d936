package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
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
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
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

    private static final String REVISIONS =
            """
            SELECT id, metering_point, channel, interval_start, version, cause
            FROM metering.value_revision WHERE id > $1 ORDER BY id LIMIT $2
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
}
