package energy.peerwatt.metering.headend.estimation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a register is expected to count in an interval, from what it counted on like days at the
 * same local time.
 *
 * <p>Like days of a day are the same weekday of the three weeks before it, if all three are known;
 * else the newest three to ten days before it of its kind: workday, Saturday, Sunday or holiday. A
 * hour that the clock change repeats counts twice as it was known once. Sources: market rules 4.8;
 * reference 5.4.
 */
public final class LikeDays {

    /** How far back like days are looked for. */
    public static final int LOOK_BACK_DAYS = 35;

    private static final int FEWEST = 3;
    private static final int MOST = 10;
    private static final List<Integer> WEEKS = List.of(7, 14, 21);

    private final ZoneId zone;
    private final Set<LocalDate> holidays;
    private final Map<LocalTime, NavigableMap<LocalDate, Long>> known = new HashMap<>();

    /** An interval's energy. */
    public record Known(Instant start, long wattHours) {}

    /** Like days are taken from {@code known}: values that are not estimates. */
    public LikeDays(ZoneId zone, Set<LocalDate> holidays, Collection<Known> known) {
        this.zone = zone;
        this.holidays = holidays;
        for (Known value : known) {
            ZonedDateTime local = value.start().atZone(zone);
            this.known
                    .computeIfAbsent(local.toLocalTime(), _ -> new TreeMap<>())
                    .putIfAbsent(local.toLocalDate(), value.wattHours());
        }
    }

    /**
     * Starts of the intervals that may be like this one.
     *
     * @param before only those that start before
     */
    public static Stream<Instant> candidates(Instant start, Instant before, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        LocalDate last = before.atZone(zone).toLocalDate();
        LocalDate newest = local.toLocalDate().isAfter(last) ? last : local.toLocalDate();
        return IntStream.rangeClosed(0, LOOK_BACK_DAYS)
                .mapToObj(days -> newest.minusDays(days).atTime(local.toLocalTime()))
                .map(time -> time.atZone(zone).toInstant())
                .filter(candidate -> candidate.isBefore(before) && candidate.isBefore(start));
    }

    /** Average over the like days, in mWh; empty if fewer than three are known. */
    public OptionalLong expectedMilliWh(Instant start) {
        LocalDate date = start.atZone(zone).toLocalDate();
        NavigableMap<LocalDate, Long> days = before(start);
        if (WEEKS.stream().allMatch(back -> isLike(date.minusDays(back), date, days))) {
            return average(WEEKS.stream().mapToLong(back -> value(days, date.minusDays(back))));
        }
        List<Long> like =
                days.descendingMap().entrySet().stream()
                        .filter(day -> kind(day.getKey()) == kind(date))
                        .limit(MOST)
                        .map(Map.Entry::getValue)
                        .toList();
        return like.size() < FEWEST
                ? OptionalLong.empty()
                : average(like.stream().mapToLong(Long::longValue));
    }

    private boolean isLike(LocalDate day, LocalDate date, NavigableMap<LocalDate, Long> days) {
        return days.containsKey(day) && kind(day) == kind(date);
    }

    /** Average over the newest up to ten days of any kind, in mWh; empty if none is known. */
    public OptionalLong roughlyExpectedMilliWh(Instant start) {
        List<Long> any = before(start).descendingMap().values().stream().limit(MOST).toList();
        return any.isEmpty()
                ? OptionalLong.empty()
                : average(any.stream().mapToLong(Long::longValue));
    }

    private NavigableMap<LocalDate, Long> before(Instant start) {
        ZonedDateTime local = start.atZone(zone);
        return Optional.ofNullable(known.get(local.toLocalTime()))
                .map(days -> days.headMap(local.toLocalDate(), false))
                .orElseGet(TreeMap::new);
    }

    private DayKind kind(LocalDate date) {
        return DayKind.of(date, holidays);
    }

    private static long value(NavigableMap<LocalDate, Long> days, LocalDate date) {
        return days.getOrDefault(date, 0L);
    }

    private static OptionalLong average(LongStream wattHours) {
        long[] values = wattHours.toArray();
        long sum = LongStream.of(values).reduce(0, Math::addExact);
        return OptionalLong.of(Math.floorDiv(Math.multiplyExact(sum, 1_000L), values.length));
    }
}
