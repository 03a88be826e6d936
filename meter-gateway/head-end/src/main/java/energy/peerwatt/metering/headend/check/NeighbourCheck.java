package energy.peerwatt.metering.headend.check;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.check.PointDay.Value;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what panels gave, as a part of what they gave at that time on the seven days before,
 * with the median of their neighbours, in units of the median absolute deviation. So neither the
 * weather nor the direction of a roof is odd, only what is new at one of them. The deviation counts
 * as at least 10 % of the median (and of 0.3): neighbours that agree closely do not make a small
 * difference a large one.
 */
public record NeighbourCheck(CheckRules rules) {

    private static final int FEWEST = 5;
    private static final long LEAST_DEVIATION_PERCENT = 10;
    private static final long LEAST_MEDIAN_PERMILLE = 300;

    /** Of the highest of the week before; less is dawn, dusk or night. */
    private static final long DAYLIGHT_PERCENT = 25;

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final long NORMAL_PER_10_000 = 14_826;

    /** Median and deviation over the panels of one interval, in permille of what is usual. */
    private record Sky(long median, long deviation) {}

    /** Panels that differ for hours; fewer than five neighbours tell nothing. */
    public List<Finding> check(List<PointDay> days) {
        List<PointDay> panels =
                days.stream()
                        .filter(day -> day.site().sources().peakWatts() > 0)
                        .filter(day -> !day.of(Channel.GENERATION).isEmpty())
                        .toList();
        if (panels.size() < FEWEST) {
            return List.of();
        }
        Map<Instant, Sky> sky = sky(panels);
        List<Finding> findings = new ArrayList<>();
        panels.forEach(day -> unlike(day, sky, findings));
        return findings;
    }

    private void unlike(PointDay day, Map<Instant, Sky> skies, List<Finding> findings) {
        int run = 0;
        Instant previous = Instant.MIN;
        long highest = highest(day);
        for (Value value : day.of(Channel.GENERATION)) {
            Sky sky = skies.get(value.start());
            boolean follows = previous.equals(value.start().minus(DeliveryInterval.QUARTER_HOUR));
            boolean odd =
                    sky != null
                            && isDaylight(value, highest)
                            && Math.abs(part(value) - sky.median())
                                    > rules.sun().robustZ() * sky.deviation();
            run = odd ? (follows ? run : 0) + 1 : 0;
            previous = value.start();
            // One finding a day says it.
            if (run == rules.sun().intervals()) {
                findings.add(finding(day, value, run));
                return;
            }
        }
    }

    private static long highest(PointDay day) {
        return day.of(Channel.GENERATION).stream()
                .mapToLong(value -> value.weekBefore().orElse(0))
                .max()
                .orElse(0);
    }

    private static boolean isDaylight(Value value, long highest) {
        long week = value.weekBefore().orElse(0);
        return week > 0 && week * 100 >= DAYLIGHT_PERCENT * highest;
    }

    private Finding finding(PointDay day, Value value, int intervals) {
        return new Finding(
                day.site().meteringPoint(),
                Channel.GENERATION,
                value.start(),
                Check.UNLIKE_NEIGHBOURS,
                rules.severity(Check.UNLIKE_NEIGHBOURS),
                "far from usual for %d intervals, unlike the panels around".formatted(intervals));
    }

    private static Map<Instant, Sky> sky(List<PointDay> panels) {
        Map<Instant, List<Long>> parts = new TreeMap<>();
        for (PointDay day : panels) {
            long highest = highest(day);
            for (Value value : day.of(Channel.GENERATION)) {
                if (isDaylight(value, highest)) {
                    parts.computeIfAbsent(value.start(), _ -> new ArrayList<>()).add(part(value));
                }
            }
        }
        Map<Instant, Sky> sky = new TreeMap<>();
        parts.forEach((start, values) -> {
            if (values.size() >= FEWEST) {
                long median = median(values);
                long deviation =
                        NORMAL_PER_10_000
                                * median(values.stream().map(v -> Math.abs(v - median)).toList())
                                / 10_000;
                long least =
                        LEAST_DEVIATION_PERCENT * Math.max(median, LEAST_MEDIAN_PERMILLE) / 100;
                sky.put(start, new Sky(median, Math.max(deviation, least)));
            }
        });
        return sky;
    }

    /** Permille of what is usual at that time. */
    private static long part(Value value) {
        return value.wattHours() * 7_000 / value.weekBefore().orElse(1);
    }

    private static long median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Math.floorDiv(sorted[middle - 1] + sorted[middle], 2);
    }
}
