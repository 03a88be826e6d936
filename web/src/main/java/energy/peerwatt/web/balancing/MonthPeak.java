package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.metering.headend.store.IntervalValueStore.Net;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest metered import of an area in the running month, the month of its own time.
 *
 * <p>Only quarter-hours count of which every metering point in service has both values, so it may
 * have been higher. What is older than two days is read once; later corrections of it do not count.
 * Blocks; safe for use by several threads.
 */
@Singleton
public class MonthPeak {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LATE = Duration.ofDays(2);
    private static final int PER_HOUR = 4;
    private static final int CHANNELS = 2;

    private final IntervalValueStore values;
    private final MarketClock clock;
    private final Map<AreaId, Older> older = new ConcurrentHashMap<>();

    MonthPeak(IntervalValueStore values, MarketClock clock) {
        this.values = values;
        this.clock = clock;
    }

    /** The highest of the intervals from the month's start to {@code until}. */
    private record Older(Instant month, Instant until, int points, int watts) {}

    /** W, 0 if nothing was taken or nothing is known yet. */
    public int watts(Area area, List<MeteringPoint> points) {
        Instant now = clock.now();
        Instant month = startOfMonth(area, now);
        Instant late = DeliveryInterval.containing(now.minus(LATE), length()).start();
        Instant recent = late.isBefore(month) ? month : late;
        Older known = older.get(area.rules().area());
        if (known == null
                || !known.month().equals(month)
                || known.points() != points.size()
                || known.until().isAfter(recent)) {
            known = new Older(month, month, points.size(), 0);
        }
        int before = Math.max(known.watts(), highest(points, known.until(), recent));
        older.put(area.rules().area(), new Older(month, recent, points.size(), before));
        return Math.max(before, highest(points, recent, now));
    }

    private static Duration length() {
        return DeliveryInterval.QUARTER_HOUR;
    }

    static Instant startOfMonth(Area area, Instant now) {
        return now.atZone(area.zone()).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    }

    private int highest(List<MeteringPoint> points, Instant from, Instant until) {
        if (!from.isBefore(until)) {
            return 0;
        }
        long highest = 0;
        var ids = points.stream().map(MeteringPoint::id).toList();
        for (Net net : values.net(ids, from, until).await().atMost(TIMEOUT)) {
            long serving =
                    points.stream()
                            .flatMap(point -> point.inServiceFrom().stream())
                            .filter(since -> !since.isAfter(net.start()))
                            .count();
            if (serving > 0 && net.values() >= CHANNELS * serving) {
                highest = Math.max(highest, net.wattHours());
            }
        }
        return Math.toIntExact(Math.multiplyExact(highest, PER_HOUR));
    }
}
