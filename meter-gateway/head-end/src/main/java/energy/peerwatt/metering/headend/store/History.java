package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.estimation.LikeDays;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what is known of intervals like those that are missing, for many registers at once. */
record History(SqlConnection connection, EstimationRules rules) {

    private static final String ZONES =
            """
            SELECT metering_point, time_zone FROM metering.site
            WHERE metering_point = ANY ($1::varchar[])
            """;

    private static final String VALUES =
            """
            SELECT w.number, w.start, v.energy_wh, v.quality <> 'ESTIMATED'
            FROM unnest($1::integer[], $2::varchar[], $3::varchar[], $4::timestamptz[])
                AS w(number, metering_point, channel, start)
            CROSS JOIN LATERAL (SELECT v.energy_wh, v.quality FROM metering.interval_value v
                WHERE v.interval_start = w.start AND v.metering_point = w.metering_point
                AND v.channel = w.channel ORDER BY v.version DESC LIMIT 1) v
            """;

    // Few neighbours show the sky as well as many. The same ones for every interval of a gap would
    // be better still, but a missing one only adds noise to a weight.
    private static final String NEIGHBOURS =
            """
            SELECT w.number, w.start, sum(v.energy_wh)::bigint
            FROM unnest($1::integer[], $2::varchar[], $3::varchar[], $4::timestamptz[])
                AS w(number, metering_point, channel, start)
            JOIN metering.site s ON s.metering_point = w.metering_point
            CROSS JOIN LATERAL (SELECT n.metering_point FROM metering.site n
                WHERE n.cluster = s.cluster AND n.metering_point <> s.metering_point
                AND n.peak_w > 0 ORDER BY n.metering_point LIMIT 20) n
            CROSS JOIN LATERAL (SELECT v.energy_wh, v.quality FROM metering.interval_value v
                WHERE v.interval_start = w.start AND v.metering_point = n.metering_point
                AND v.channel = w.channel ORDER BY v.version DESC LIMIT 1) v
            WHERE s.peak_w > 0 AND v.quality <> 'ESTIMATED'
            GROUP BY w.number, w.start HAVING count(*) >= 3
            """;

    /**
     * What is asked for.
     *
     * @param before only values of intervals that start before are looked at
     * @param quarters starts of the intervals that are missing
     * @param neighbours whether neighbours may tell their shape
     */
    record Wanted(
            RegisterId register, Instant before, List<Instant> quarters, boolean neighbours) {}

    /**
     * What is known.
     *
     * @param last newest value before, of any quality; null if there is none
     * @param neighboursWh what at least three neighbours had, by interval start
     */
    record Found(LikeDays likeDays, @Nullable Long last, Map<Instant, Long> neighboursWh) {}

    /** One value that may be there. */
    private record Candidate(int number, RegisterId register, Instant start) {}

    Uni<Map<Wanted, Found>> of(List<Wanted> wanted) {
        return zones(wanted)
                .chain(zones ->
                        rows(VALUES, candidates(wanted, zones))
                                .chain(values ->
                                        rows(NEIGHBOURS, neighbours(wanted))
                                                .map(neighbours ->
                                                        found(wanted, zones, values, neighbours))));
    }

    private Uni<Map<String, ZoneId>> zones(List<Wanted> wanted) {
        String[] points = Columns.names(wanted, w -> w.register().meteringPoint().value());
        return connection
                .preparedQuery(ZONES)
                .execute(Tuple.tuple().addArrayOfString(points))
                .map(rows -> {
                    Map<String, ZoneId> zones = new HashMap<>();
                    rows.forEach(row -> zones.put(row.getString(0), ZoneId.of(row.getString(1))));
                    return zones;
                });
    }

    private ZoneId zone(Wanted wanted, Map<String, ZoneId> zones) {
        return zones.getOrDefault(wanted.register().meteringPoint().value(), rules.zone());
    }

    private List<Candidate> candidates(List<Wanted> wanted, Map<String, ZoneId> zones) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            int number = i;
            ZoneId zone = zone(one, zones);
            Stream.concat(
                            Stream.of(lastBefore(one)),
                            one.quarters().stream()
                                    .flatMap(q -> LikeDays.candidates(q, one.before(), zone)))
                    .distinct()
                    .forEach(start -> candidates.add(new Candidate(number, one.register(), start)));
        }
        return candidates;
    }

    private static Instant lastBefore(Wanted wanted) {
        return wanted.before().minus(DeliveryInterval.QUARTER_HOUR);
    }

    private static List<Candidate> neighbours(List<Wanted> wanted) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            int number = i;
            if (one.neighbours()) {
                one.quarters()
                        .forEach(start ->
                                candidates.add(new Candidate(number, one.register(), start)));
            }
        }
        return candidates;
    }

    private Uni<List<Row>> rows(String query, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfInteger(
                                Columns.of(candidates, Candidate::number, Integer[]::new))
                        .addArrayOfString(
                                Columns.names(
                                        candidates, c -> c.register().meteringPoint().value()))
                        .addArrayOfString(
                                Columns.names(candidates, c -> c.register().channel().name()))
                        .addArrayOfOffsetDateTime(Columns.times(candidates, Candidate::start));
        return connection.preparedQuery(query).execute(columns).map(History::list);
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private Map<Wanted, Found> found(
            List<Wanted> wanted, Map<String, ZoneId> zones, List<Row> values, List<Row> sums) {
        Map<Wanted, Found> found = new HashMap<>();
        Map<Integer, List<Row>> byNumber = byNumber(values);
        Map<Integer, List<Row>> neighbours = byNumber(sums);
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            List<Row> own = byNumber.getOrDefault(i, List.of());
            Map<Instant, Long> around = new HashMap<>();
            neighbours
                    .getOrDefault(i, List.of())
                    .forEach(row -> around.put(start(row), row.getLong(2)));
            found.put(
                    one,
                    new Found(
                            new LikeDays(zone(one, zones), rules.holidays(), known(own)),
                            last(own, lastBefore(one)).orElse(null),
                            around));
        }
        return found;
    }

    private static Map<Integer, List<Row>> byNumber(List<Row> rows) {
        Map<Integer, List<Row>> byNumber = new HashMap<>();
        rows.forEach(row ->
                byNumber.computeIfAbsent(row.getInteger(0), _ -> new ArrayList<>()).add(row));
        return byNumber;
    }

    private static List<LikeDays.Known> known(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getBoolean(3))
                .map(row -> new LikeDays.Known(start(row), row.getLong(2)))
                .toList();
    }

    private static Optional<Long> last(List<Row> rows, Instant start) {
        return rows.stream()
                .filter(row -> start(row).equals(start))
                .map(row -> row.getLong(2))
                .findFirst();
    }

    private static Instant start(Row row) {
        return row.getOffsetDateTime(1).toInstant();
    }
}
