package energy.peerwatt.web.ingest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/**
 * Takes from the balancing what erasures of metering points cover: energy of devices by their
 * telemetry, devices that households run by the plan, and plans of before, which show all homes of
 * an area. Neither is evidence for settlement, so they go at once. The plan in force goes when the
 * next one is.
 *
 * <p>May be repeated and run in several processes.
 */
@Singleton
public final class BalancingErasure {

    private static final String ERASE =
            """
            WITH energy AS (DELETE FROM market.device_energy d USING metering.erasure e
                WHERE d.metering_point = e.metering_point AND d.interval_start < e.before),
            loads AS (DELETE FROM market.flexible_load l USING metering.erasure e
                WHERE l.metering_point = e.metering_point AND l.changed_at < e.before),
            newest AS (SELECT area_id,
                    coalesce(max(version) FILTER (WHERE published), max(version)) AS version
                FROM market.balancing_plan GROUP BY area_id)
            DELETE FROM market.balancing_plan p
            USING metering.erasure e
                JOIN market.metering_point m ON m.id = e.metering_point
                JOIN newest n ON n.area_id = m.area_id
            WHERE p.area_id = n.area_id AND p.version < n.version AND p.made_at < e.before
            """;

    private final Pool pool;

    BalancingErasure(Pool pool) {
        this.pool = pool;
    }

    /** Erases what is left of the time that any erasure is for. */
    Uni<Void> advance() {
        return pool.query(ERASE).execute().replaceWithVoid();
    }
}
