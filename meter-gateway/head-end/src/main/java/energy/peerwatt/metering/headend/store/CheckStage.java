package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.NeighbourCheck;
import energy.peerwatt.metering.headend.check.PointChecks;
import energy.peerwatt.metering.headend.check.PointDay;
import energy.peerwatt.metering.headend.check.PointDay.Value;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of each UTC day once they are all in. Records findings, changes no value. May
 * be killed at any point and run again, in several processes too: the same finding is recorded
 * once.
 */
@ApplicationScoped
public class CheckStage {

    /** Most metering points of one cluster that are loaded and compared at once. */
    public static final int MAX_POINTS = 500;

    private static final Duration DAY = Duration.ofDays(1);

    private static final String POSITION = "SELECT checked_to FROM metering.check_position";

    private static final String MOVE =
            """
            INSERT INTO metering.check_position (checked_to) VALUES ($1)
            ON CONFLICT (id) DO UPDATE SET checked_to = greatest(check_position.checked_to, $1)
            """;

    // What stood still is compared with the seven days before; the others need not be.
    private static final String VALUES =
            """
            SELECT v.metering_point, v.channel, v.interval_start, v.energy_wh, v.register_wh,
                CASE WHEN v.energy_wh = 0 THEN (
                    SELECT CASE WHEN count(*) >= 3 THEN min(p.energy_wh) END
                    FROM generate_series(1, 7) AS back
                    JOIN metering.interval_value p
                        ON p.interval_start = v.interval_start - back * interval '1 day'
                        AND p.metering_point = v.metering_point AND p.channel = v.channel
                        AND p.quality <> 'ESTIMATED') END,
                CASE WHEN v.channel = 'GENERATION' THEN (
                    SELECT CASE WHEN count(*) = 7 THEN sum(p.energy_wh)::bigint END
                    FROM generate_series(1, 7) AS back
                    JOIN metering.interval_value p
                        ON p.interval_start = v.interval_start - back * interval '1 day'
                        AND p.metering_point = v.metering_point AND p.channel = v.channel
                        AND p.version = 1) END
            FROM (SELECT DISTINCT ON (w.metering_point, w.channel, w.interval_start) w.*
                FROM metering.interval_value w
                WHERE w.metering_point = ANY ($1::varchar[])
                AND w.interval_start >= $2 AND w.interval_start < $3
                ORDER BY w.metering_point, w.channel, w.interval_start, w.version DESC) v
            WHERE v.reasons NOT LIKE '%MISSING%'
            ORDER BY v.metering_point, v.channel, v.interval_start
            """;

    private final Pool pool;
    private final SiteStore sites;
    private final PointChecks points;
    private final NeighbourCheck neighbours;
    private final DeviceChecks devices;

    public CheckStage(Pool pool, SiteStore sites, CheckRules rules) {
        this.pool = pool;
        this.sites = sites;
        this.points = new PointChecks(rules);
        this.neighbours = new NeighbourCheck(rules);
        this.devices = new DeviceChecks(pool, rules);
    }

    /**
     * Checks the next day, if it ended by {@code deadline}; the first one is the last that did.
     *
     * @param deadline by then all values of a day are measured or estimated
     * @param now market time
     * @return whether a day was checked
     */
    public Uni<Boolean> advance(Instant deadline, Instant now) {
        Uni<Boolean> checked =
                pool.query(POSITION)
                        .execute()
                        .map(rows ->
                                rows.size() == 0
                                        ? deadline.truncatedTo(ChronoUnit.DAYS).minus(DAY)
                                        : rows.iterator().next().getOffsetDateTime(0).toInstant())
                        .chain(day ->
                                day.plus(DAY).isAfter(deadline)
                                        ? Uni.createFrom().item(false)
                                        : check(day, now));
        return DatabaseFailure.named("check values", checked);
    }

    private Uni<Boolean> check(Instant day, Instant now) {
        return sites.sites()
                .chain(all ->
                        Multi.createFrom()
                                .iterable(batches(all))
                                .onItem()
                                .transformToUniAndConcatenate(batch -> check(batch, day, now))
                                .collect()
                                .last())
                .chain(() ->
                        pool.preparedQuery(MOVE).execute(Tuple.of(Columns.time(day.plus(DAY)))))
                .replaceWith(true);
    }

    /** Neighbours together, as far as they fit. */
    private static List<List<Site>> batches(List<Site> sites) {
        List<List<Site>> batches = new ArrayList<>();
        for (Site site : sites) {
            boolean fits =
                    !batches.isEmpty()
                            && batches.getLast().size() < MAX_POINTS
                            && batches.getLast().getFirst().cluster().equals(site.cluster());
            if (!fits) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(site);
        }
        return batches;
    }

    private Uni<Boolean> check(List<Site> batch, Instant day, Instant now) {
        return pool.preparedQuery(VALUES)
                .execute(
                        Tuple.of(
                                Columns.names(batch, site -> site.meteringPoint().value()),
                                Columns.time(day),
                                Columns.time(day.plus(DAY))))
                .map(rows -> findings(days(batch, rows)))
                .chain(findings -> FindingStore.record(pool, findings, now))
                .chain(() -> devices.check(batch.stream().map(Site::meteringPoint).toList(), day))
                .chain(findings -> FindingStore.record(pool, findings, now))
                .replaceWith(true);
    }

    private List<Finding> findings(List<PointDay> days) {
        List<Finding> findings = new ArrayList<>(neighbours.check(days));
        days.forEach(day -> findings.addAll(points.check(day)));
        return findings;
    }

    private static List<PointDay> days(List<Site> batch, RowSet<Row> rows) {
        Map<MeteringPointId, Map<Channel, List<Value>>> values = new HashMap<>();
        for (Row row : rows) {
            values.computeIfAbsent(new MeteringPointId(row.getString(0)), _ -> new HashMap<>())
                    .computeIfAbsent(Channel.valueOf(row.getString(1)), _ -> new ArrayList<>())
                    .add(
                            new Value(
                                    row.getOffsetDateTime(2).toInstant(),
                                    row.getLong(3),
                                    optional(row.getLong(4)),
                                    optional(row.getLong(5)),
                                    optional(row.getLong(6))));
        }
        return batch.stream()
                .map(site ->
                        new PointDay(site, values.getOrDefault(site.meteringPoint(), Map.of())))
                .toList();
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
