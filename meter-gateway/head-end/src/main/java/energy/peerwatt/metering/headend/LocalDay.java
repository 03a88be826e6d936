package energy.peerwatt.metering.headend;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
}
