package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.Site.Sources;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Keeps where metering points are and what is behind them. */
@ApplicationScoped
public class SiteStore {

    private static final String SAVE =
            """
            INSERT INTO metering.site (metering_point, time_zone, cluster, peak_w, has_storage)
            SELECT * FROM unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::bigint[],
                $5::boolean[])
            ON CONFLICT (metering_point) DO UPDATE SET time_zone = excluded.time_zone,
                cluster = excluded.cluster, peak_w = excluded.peak_w,
                has_storage = excluded.has_storage
            WHERE (site.time_zone, site.cluster, site.peak_w, site.has_storage)
                IS DISTINCT FROM (excluded.time_zone, excluded.cluster, excluded.peak_w,
                    excluded.has_storage)
            """;

    private static final String PLACE =
            """
            UPDATE metering.site SET latitude_e6 = $2, longitude_e6 = $3 WHERE metering_point = $1
            """;

    private static final String ALL =
            """
            SELECT metering_point, time_zone, cluster, peak_w, has_storage, latitude_e6,
                longitude_e6
            FROM metering.site ORDER BY cluster, metering_point
            """;

    private final Pool pool;

    public SiteStore(Pool pool) {
        this.pool = pool;
    }

    /** Keeps these sites, but not their locations; may be repeated. */
    public Uni<Void> save(List<Site> sites) {
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfString(Columns.names(sites, s -> s.meteringPoint().value()))
                        .addArrayOfString(Columns.names(sites, s -> s.zone().getId()))
                        .addArrayOfString(Columns.names(sites, Site::cluster))
                        .addArrayOfLong(Columns.longs(sites, s -> s.sources().peakWatts()))
                        .addArrayOfBoolean(
                                Columns.of(sites, s -> s.sources().hasStorage(), Boolean[]::new));
        return DatabaseFailure.named(
                "save sites", pool.preparedQuery(SAVE).execute(columns).replaceWithVoid());
    }

    /**
     * Says where a metering point is.
     *
     * @return false if its site is not kept
     */
    public Uni<Boolean> place(MeteringPointId point, Location location) {
        return DatabaseFailure.named(
                "place site",
                pool.preparedQuery(PLACE)
                        .execute(
                                Tuple.of(
                                        point.value(),
                                        location.latitudeE6(),
                                        location.longitudeE6()))
                        .map(rows -> rows.rowCount() == 1));
    }

    /** All sites by cluster and metering point. */
    public Uni<List<Site>> sites() {
        return DatabaseFailure.named(
                "read sites",
                pool.preparedQuery(ALL)
                        .execute()
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(SiteStore::site)
                                        .toList()));
    }

    private static Site site(Row row) {
        @Nullable Integer latitude = row.getInteger(5);
        return new Site(
                new MeteringPointId(row.getString(0)),
                ZoneId.of(row.getString(1)),
                row.getString(2),
                new Sources(row.getLong(3), row.getBoolean(4)),
                latitude == null
                        ? Optional.empty()
                        : Optional.of(new Location(latitude, row.getInteger(6))));
    }
}
