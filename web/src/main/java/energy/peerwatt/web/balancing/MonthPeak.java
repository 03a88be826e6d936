package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
    private record Older(
            Instant month, Instant until, Map<MeteringPointId, Instant> since, int watts) {}

    /** W, 0 if nothing was taken or nothing is known yet. */
    public int watts(Area area, List<MeteringPoint> points) {
        Instant now = clock.now();
        Instant month = startOfMonth(area, now);
        Instant late = DeliveryInterval.containing(now.minus(LATE), length()).start();
        Instant recent = late.isBefore(month) ? month : late;
        Map<MeteringPointId, Instant> since = new HashMap<>();
        points.forEach(
                point -> point.inServiceFrom().ifPresent(from -> since.put(point.id(), from)));
        Older known = older.get(area.rules().area());
        if (known == null
                || !known.month().equals(month)
                || !known.since().equals(since)
                || known.until().isAfter(recent)) {
            known = new Older(month, month, since, 0);
        }
        int before = Math.max(known.watts(), highest(since, known.until(), recent));
        older.put(area.rules().area(), new Older(month, recent, since, before));
        return Math.max(before, highest(since, recent, now));
    }

    /**
     * What of it is free to all of a plan: 0 if the plan reaches into the next month, which has its
     * own highest import, of which nothing is reached.
     */
    int watts(Area area, List<MeteringPoint> points, Instant planEnds) {
        Instant now = clock.now();
        Instant next = startOfMonth(area, now).atZone(area.zone()).plusMonths(1).toInstant();
        return planEnds.isAfter(next) ? 0 : watts(area, points);
    }

    private static Duration length() {
        return DeliveryInterval.QUARTER_HOUR;
    }

    static Instant startOfMonth(Area area, Instant now) {
        return now.atZone(area.zone()).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    }

    /** Between two services' beginnings the same points serve. */
    private int highest(Map<MeteringPointId, Instant> since, Instant from, Instant until) {
        TreeSet<Instant> cuts = new TreeSet<>(since.values());
        int highest = 0;
        Instant begin = from;
        while (begin.isBefore(until)) {
            Instant cut = cuts.higher(begin);
            Instant end = cut == null || cut.isAfter(until) ? until : cut;
            highest = Math.max(highest, ofServing(since, begin, end));
            begin = end;
        }
        return highest;
    }

    private int ofServing(Map<MeteringPointId, Instant> since, Instant from, Instant until) {
        List<MeteringPointId> serving =
                since.entrySet().stream()
                        .filter(point -> !point.getValue().isAfter(from))
                        .map(Map.Entry::getKey)
                        .toList();
        if (serving.isEmpty()) {
            return 0;
        }
        long highest = 0;
        for (Net net : values.net(serving, from, until).await().atMost(TIMEOUT)) {
            if (net.values() == (long) CHANNELS * serving.size()) {
                highest = Math.max(highest, net.wattHours());
            }
        }
        return Math.toIntExact(Math.multiplyExact(highest, PER_HOUR));
    }
}
