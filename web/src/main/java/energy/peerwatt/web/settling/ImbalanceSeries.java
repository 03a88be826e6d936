package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Imbalance prices by area and interval; what is kept is never changed, only followed. */
@ApplicationScoped
public class ImbalanceSeries {

    private static final String COLUMNS =
            "SELECT id, area_id, interval_start, version, short_micro, long_micro, source, set_by,"
                    + " set_at, reason FROM market.imbalance_price ";

    private static final String OF_AREA =
            COLUMNS
                    + "WHERE area_id = $1 AND interval_start >= $2 AND interval_start < $3"
                    + " ORDER BY interval_start, version";

    private static final String LATEST =
            COLUMNS + "WHERE area_id = $1 AND interval_start = $2 ORDER BY version DESC LIMIT 1";

    private static final String AFTER = COLUMNS + "WHERE id > $1 ORDER BY id LIMIT $2";

    /** One writer after the other: ids become visible in order and versions have no gap. */
    private static final String LOCK =
            "LOCK TABLE market.imbalance_price IN SHARE ROW EXCLUSIVE MODE";

    private static final String ADD =
            """
            INSERT INTO market.imbalance_price (area_id, interval_start, version, short_micro,
                long_micro, source, set_by, set_at, reason)
            SELECT $1, given.start, coalesce(last.version, 0) + 1, given.short, given.long,
                $5, $6, $7, $8
            FROM unnest($2::timestamptz[], $3::bigint[], $4::bigint[]) AS given(start, short, long)
            LEFT JOIN LATERAL (SELECT * FROM market.imbalance_price
                WHERE area_id = $1 AND interval_start = given.start
                ORDER BY version DESC LIMIT 1) AS last ON true
            WHERE last.version IS NULL
                OR (last.short_micro, last.long_micro) <> (given.short, given.long)
            ORDER BY given.start
            """;

    private final Pool pool;

    public ImbalanceSeries(Pool pool) {
        this.pool = pool;
    }

    /** Prices of the interval that starts then; {@code whenLong} at most {@code whenShort}. */
    public record Offered(Instant start, Price whenShort, Price whenLong) {}

    /**
     * Keeps all of these prices or none: the first of an interval as its version 1, one that
     * differs from the last as the next version. What is the same already adds nothing.
     *
     * @param offered at most one of each interval
     * @return how many were added
     */
    public Uni<Integer> add(AreaId area, List<Offered> offered, String source, Actor actor) {
        Tuple values =
                Tuple.tuple()
                        .addInteger(area.value())
                        .addArrayOfOffsetDateTime(
                                offered.stream()
                                        .map(one -> time(one.start()))
                                        .toArray(OffsetDateTime[]::new))
                        .addArrayOfLong(micros(offered.stream().map(Offered::whenShort).toList()))
                        .addArrayOfLong(micros(offered.stream().map(Offered::whenLong).toList()))
                        .addString(source)
                        .addString(actor.login())
                        .addOffsetDateTime(time(actor.at()))
                        .addString(actor.reason());
        return DatabaseFailure.named(
                "imbalance prices",
                pool.withTransaction(connection ->
                        connection
                                .query(LOCK)
                                .execute()
                                .chain(() -> connection.preparedQuery(ADD).execute(values))
                                .map(rows -> rows.rowCount())));
    }

    /** All versions of the intervals that start in [from, to), by interval and version. */
    public Uni<List<SeriesPrice>> of(AreaId area, Instant from, Instant to) {
        return list(OF_AREA, Tuple.of(area.value(), time(from), time(to)));
    }

    /** What counts for the interval that starts then; empty while it is not known. */
    public Uni<Optional<SeriesPrice>> at(AreaId area, Instant start) {
        return list(LATEST, Tuple.of(area.value(), time(start)))
                .map(found -> found.stream().findFirst());
    }

    /** What was kept after the price with this id, oldest first. */
    Uni<List<SeriesPrice>> after(long id, int limit) {
        return list(AFTER, Tuple.of(id, limit));
    }

    private Uni<List<SeriesPrice>> list(String query, Tuple parameters) {
        return DatabaseFailure.named(
                "imbalance prices",
                pool.preparedQuery(query)
                        .execute(parameters)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(ImbalanceSeries::price)
                                        .toList()));
    }

    private static SeriesPrice price(Row row) {
        return new SeriesPrice(
                row.getLong(0),
                new AreaId(row.getInteger(1)),
                row.getOffsetDateTime(2).toInstant(),
                row.getInteger(3),
                Price.ofMicroPerKwh(row.getLong(4)),
                Price.ofMicroPerKwh(row.getLong(5)),
                row.getString(6),
                new Actor(
                        row.getString(7), row.getOffsetDateTime(8).toInstant(), row.getString(9)));
    }

    private static Long[] micros(List<Price> prices) {
        return prices.stream().map(Price::microPerKwh).toArray(Long[]::new);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
