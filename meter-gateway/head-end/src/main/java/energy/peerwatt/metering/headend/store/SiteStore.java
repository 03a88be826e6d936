package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.Site;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps where metering points are. */
@ApplicationScoped
public class SiteStore {

    private static final String SAVE =
            """
            INSERT INTO metering.site (metering_point, time_zone, cluster, peak_w)
            SELECT * FROM unnest($1::varchar[], $2::varchar[], $3::varchar[], $4::bigint[])
            ON CONFLICT (metering_point) DO UPDATE SET time_zone = excluded.time_zone,
                cluster = excluded.cluster, peak_w = excluded.peak_w
            WHERE (site.time_zone, site.cluster, site.peak_w)
                IS DISTINCT FROM (excluded.time_zone, excluded.cluster, excluded.peak_w)
            """;

    private final Pool pool;

    public SiteStore(Pool pool) {
        this.pool = pool;
    }

    /** Keeps these sites; may be repeated. */
    public Uni<Void> save(List<Site> sites) {
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfString(Columns.names(sites, s -> s.meteringPoint().value()))
                        .addArrayOfString(Columns.names(sites, s -> s.zone().getId()))
                        .addArrayOfString(Columns.names(sites, Site::cluster))
                        .addArrayOfLong(Columns.longs(sites, Site::peakWatts));
        return DatabaseFailure.named(
                "save sites", pool.preparedQuery(SAVE).execute(columns).replaceWithVoid());
    }
}
