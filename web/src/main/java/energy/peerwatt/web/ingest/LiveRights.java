package energy.peerwatt.web.ingest;

import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.metering.headend.store.PointAssignments;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Which gateways may report which metering points, a few seconds old at most. Telemetry comes too
 * often to ask the database about each.
 */
@Singleton
public class LiveRights {

    private static final Duration REFRESH_EVERY = Duration.ofSeconds(2);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);

    private final PointAssignments assignments;
    private volatile PointRights rights = PointRights.NONE;
    private long refreshedAt = System.nanoTime() - REFRESH_EVERY.toNanos();

    public LiveRights(PointAssignments assignments) {
        this.assignments = assignments;
    }

    /** Asks the database if that was long ago. Blocks; belongs to one thread. */
    void refresh() {
        long now = System.nanoTime();
        if (now - refreshedAt < REFRESH_EVERY.toNanos()) {
            return;
        }
        rights = assignments.rights(rights).await().atMost(DATABASE_TIMEOUT);
        refreshedAt = now;
    }

    /** As last read; nobody has any before that. Safe for use by several threads. */
    PointRights known() {
        return rights;
    }
}
