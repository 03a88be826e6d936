package energy.peerwatt.web.ingest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.store.CheckStage;
import energy.peerwatt.metering.headend.store.EstimationStage;
import energy.peerwatt.metering.headend.store.IntervalStage;
import energy.peerwatt.metering.headend.store.RevisionStage;
import energy.peerwatt.metering.headend.store.SiteStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has interval values computed as soon as readings make them due, again when late readings change
 * them, and estimated when readings do not come.
 *
 * <p>How long a reading may take counts from when this process runs: while it does not, no reading
 * can arrive.
 */
@Singleton
public final class IntervalLoop implements Stage.Step {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(200);
    private static final Duration SITES_EVERY = Duration.ofMinutes(1);

    private final IntervalStage intervals;
    private final RevisionStage revisions;
    private final EstimationStage estimates;
    private final CheckStage checks;
    private final SiteStore sites;
    private final Registry registry;
    private final MarketClock clock;
    private final Duration patience;
    private final Duration checkPatience;
    private final Instant estimatesFrom;
    private final List<IntSupplier> steps =
            List.of(this::saveSites, this::intervals, this::revise, this::estimate);
    private Instant sitesDue = Instant.MIN;

    public IntervalLoop(
            IntervalStage intervals,
            RevisionStage revisions,
            EstimationStage estimates,
            CheckStage checks,
            SiteStore sites,
            Registry registry,
            MarketClock clock,
            MarketConfig config) {
        this.intervals = intervals;
        this.revisions = revisions;
        this.estimates = estimates;
        this.checks = checks;
        this.sites = sites;
        this.registry = registry;
        this.clock = clock;
        this.patience = config.metering().estimateAfter();
        this.checkPatience = later(patience, config.metering().checkAfter());
        this.estimatesFrom = clock.now().plus(patience);
    }

    /** A step that fails does not stop the others; the failure is thrown after them. */
    @Override
    public Duration run() {
        int moved = 0;
        @Nullable RuntimeException failed = null;
        for (IntSupplier step : steps) {
            try {
                moved += step.getAsInt();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
        return moved > 0 ? Duration.ZERO : NEXT_LOOK;
    }

    private int intervals() {
        return await(intervals.advance());
    }

    private int revise() {
        return await(revisions.advance(clock.now()));
    }

    /** What is not here by now is estimated, and then a day can be checked. */
    private int estimate() {
        Instant now = clock.now();
        if (now.isBefore(estimatesFrom)) {
            return 0;
        }
        int estimated = await(estimates.advance(now.minus(patience)));
        return estimated == 0 && await(checks.advance(now.minus(checkPatience), now))
                ? 1
                : estimated;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private int saveSites() {
        Instant now = clock.now();
        if (now.isBefore(sitesDue)) {
            return 0;
        }
        Map<AreaId, Area> areas =
                await(registry.areas()).stream()
                        .collect(
                                Collectors.toMap(area -> area.rules().area(), Function.identity()));
        List<Site> found =
                await(registry.meteringPoints()).stream()
                        .map(point ->
                                MeterSites.of(
                                        point, Objects.requireNonNull(areas.get(point.area()))))
                        .toList();
        await(sites.save(found).replaceWith(found));
        sitesDue = now.plus(SITES_EVERY);
        return 0;
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
