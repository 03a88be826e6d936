package energy.peerwatt.web.ingest;

import energy.peerwatt.metering.headend.store.Erasures;
import energy.peerwatt.metering.headend.store.ReadingPartitions;
import energy.peerwatt.metering.headend.store.ReadingPartitions.Overview;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.stage.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps the raw readings in order: makes days before they come, drops those whose time is over,
 * carries out erasures, and tells of readings that belong to no day.
 */
@Singleton
public final class RawReadingsLoop implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(RawReadingsLoop.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    private final ReadingPartitions partitions;
    private final Erasures erasures;
    private final BalancingErasure balancing;
    private final MarketClock clock;
    private final Duration retention;
    private final Duration evidence;
    private Instant droppedFor = Instant.MIN;
    private long countedAt = System.nanoTime() - COUNT_EVERY.toNanos();
    private volatile Overview overview = new Overview(0, 0, Optional.empty(), Optional.empty());

    public RawReadingsLoop(
            ReadingPartitions partitions,
            Erasures erasures,
            BalancingErasure balancing,
            MarketClock clock,
            MarketConfig config,
            MeterRegistry metrics) {
        this.partitions = partitions;
        this.erasures = erasures;
        this.balancing = balancing;
        this.clock = clock;
        retention = config.metering().keepReadings();
        evidence = config.metering().keepEvidence();
        Gauge.builder("market.readings.days", this, loop -> loop.overview.days())
                .description("days of raw readings")
                .register(metrics);
        Gauge.builder("market.readings.strays", this, loop -> loop.overview.strays())
                .description("raw readings of days that have no partition: clocks that are wrong")
                .register(metrics);
    }

    @Override
    public Duration run() {
        Instant now = clock.now();
        await(partitions.createAhead(now));
        boolean more = drop(now);
        more |= await(erasures.advance(now, evidence));
        await(balancing.advance());
        count();
        return more ? Duration.ZERO : NEXT_LOOK;
    }

    /** Once a day, and again while there is more. */
    private boolean drop(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        if (retention.isZero() || today.equals(droppedFor)) {
            return false;
        }
        int dropped = await(partitions.drop(now.minus(retention)));
        if (dropped > 0) {
            LOG.infof("dropped %d partitions of readings older than %s", dropped, retention);
            return true;
        }
        droppedFor = today;
        return false;
    }

    private void count() {
        if (System.nanoTime() - countedAt < COUNT_EVERY.toNanos()) {
            return;
        }
        Overview counted = await(partitions.overview());
        if (counted.strays() > overview.strays()) {
            LOG.warnf(
                    "%d readings belong to no day, from %s to %s: a gateway's clock is wrong",
                    counted.strays(),
                    counted.firstStray().orElseThrow(),
                    counted.lastStray().orElseThrow());
        }
        overview = counted;
        countedAt = System.nanoTime();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
