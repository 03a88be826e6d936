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
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The highest metered import of an area in the running month, the month of its own time.
 *
 * <p>Only quarter-hours count of which every metering point in service has both values, so it may
 * have been higher; if there is none it is not known. What is older than two days is read once;
 * later corrections of it do not count. Blocks; safe for use by several threads.
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

    /**
     * What is known of the running month.
     *
     * @param watts the highest import, 0 if nothing was taken; empty if no quarter-hour is known of
     *     every home
     * @param partly the highest import of homes that have values in quarter-hours in which others
     *     have none, W
     * @param quarterHours that are known of every home
     */
    public record Reached(OptionalInt watts, int partly, int quarterHours) {

        static final Reached NOTHING = new Reached(OptionalInt.empty(), 0, 0);

        /** What plans take as reached: as long as nothing is known of all, what some took. */
        int forPlans() {
            return watts.orElse(partly);
        }

        private Reached and(Reached other) {
            OptionalInt most = IntStream.concat(watts.stream(), other.watts.stream()).max();
            return new Reached(
                    most, Math.max(partly, other.partly), quarterHours + other.quarterHours);
        }

        private Reached and(Net net, int serving) {
            int taken = Math.toIntExact(Math.max(0, Math.multiplyExact(net.wattHours(), PER_HOUR)));
            return and(
                    net.values() == (long) CHANNELS * serving
                            ? new Reached(OptionalInt.of(taken), 0, 1)
                            : new Reached(OptionalInt.empty(), taken, 0));
        }
    }

    /** What is known of the intervals from the month's start to {@code until}. */
    private record Older(
            Instant month, Instant until, Map<MeteringPointId, Instant> since, Reached reached) {}

    /** What is known by now. */
    public Reached reached(Area area, List<MeteringPoint> points) {
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
            known = new Older(month, month, since, Reached.NOTHING);
        }
        Reached before = known.reached().and(highest(since, known.until(), recent));
        older.put(area.rules().area(), new Older(month, recent, since, before));
        return before.and(highest(since, recent, now));
    }

    /**
     * What of it is free to all of a plan: 0 if the plan reaches into the next month, which has its
     * own highest import, of which nothing is reached.
     */
    int watts(Area area, List<MeteringPoint> points, Instant planEnds) {
        Instant now = clock.now();
        Instant next = startOfMonth(area, now).atZone(area.zone()).plusMonths(1).toInstant();
        return planEnds.isAfter(next) ? 0 : reached(area, points).forPlans();
    }

    private static Duration length() {
        return DeliveryInterval.QUARTER_HOUR;
    }

    static Instant startOfMonth(Area area, Instant now) {
        return now.atZone(area.zone()).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    }

    /** Between two services' beginnings the same points serve. */
    private Reached highest(Map<MeteringPointId, Instant> since, Instant from, Instant until) {
        TreeSet<Instant> cuts = new TreeSet<>(since.values());
        Reached highest = Reached.NOTHING;
        Instant begin = from;
        while (begin.isBefore(until)) {
            Instant cut = cuts.higher(begin);
            Instant end = cut == null || cut.isAfter(until) ? until : cut;
            highest = highest.and(ofServing(since, begin, end));
            begin = end;
        }
        return highest;
    }

    private Reached ofServing(Map<MeteringPointId, Instant> since, Instant from, Instant until) {
        List<MeteringPointId> serving =
                since.entrySet().stream()
                        .filter(point -> !point.getValue().isAfter(from))
                        .map(Map.Entry::getKey)
                        .toList();
        Reached reached = Reached.NOTHING;
        if (!serving.isEmpty()) {
            for (Net net : values.net(serving, from, until).await().atMost(TIMEOUT)) {
                reached = reached.and(net, serving.size());
            }
        }
        return reached;
    }
}
