package energy.peerwatt.metering.headend;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A delivery day as people in a time zone know it. Clock changes make it shorter or longer: 92, 96
 * or 100 quarter-hours, 98 or 94 on Lord Howe Island.
 */
public record LocalDay(LocalDate date, ZoneId zone) {

    public Instant start() {
        return date.atStartOfDay(zone).toInstant();
    }

    /** Exclusive. */
    public Instant end() {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    public Duration length() {
        return Duration.between(start(), end());
    }

    /**
     * The day's intervals, ascending. Where local midnight is inside an interval, as on half-hours
     * in Kathmandu, that interval is the first one.
     *
     * @param length of an interval; see {@link DeliveryInterval}
     */
    public List<DeliveryInterval> intervals(Duration length) {
        return Stream.iterate(
                        DeliveryInterval.containing(start(), length),
                        interval -> interval.start().isBefore(end()),
                        DeliveryInterval::next)
                .toList();
    }

    /** The day's hours as exchanges label them: 1 to 24, the repeated one as 3a and 3b. */
    public List<String> hourLabels() {
        List<Integer> hours =
                Stream.iterate(start(), at -> at.isBefore(end()), at -> at.plusSeconds(3_600))
                        .map(at -> at.atZone(zone).getHour() + 1)
                        .toList();
        List<String> labels = new ArrayList<>(hours.size());
        for (int i = 0; i < hours.size(); i++) {
            int hour = hours.get(i);
            boolean first = i + 1 < hours.size() && hours.get(i + 1) == hour;
            boolean second = i > 0 && hours.get(i - 1) == hour;
            labels.add(hour + (first ? "a" : second ? "b" : ""));
        }
        return labels;
    }
}
