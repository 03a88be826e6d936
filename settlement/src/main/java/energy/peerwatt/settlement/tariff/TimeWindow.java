package energy.peerwatt.settlement.tariff;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * The hours of the week of a time-of-use price, in local time: the 25th hour of a day counts like
 * the 24 others by its clock time, a missing hour not at all.
 *
 * @param days on which it holds, at least one
 * @param from first time of day, inclusive
 * @param until last time of day, exclusive; midnight means the end of the day
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime until) {

    /** All hours of all days. */
    public static final TimeWindow ALWAYS =
            new TimeWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    public TimeWindow {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days: none is given");
        }
        if (!until.equals(LocalTime.MIDNIGHT) && !until.isAfter(from)) {
            throw new IllegalArgumentException("timeUntil: " + until + " is not after " + from);
        }
    }

    /** Whether this is all hours of all days. */
    public boolean isAlways() {
        return equals(ALWAYS);
    }

    /** Whether this moment of local time lies in it. */
    public boolean contains(ZonedDateTime local) {
        LocalTime time = local.toLocalTime();
        return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && isBeforeEnd(time);
    }

    /** Whether there is a moment of local time in both. */
    public boolean overlaps(TimeWindow other) {
        return days.stream().anyMatch(other.days::contains)
                && isBeforeEnd(other.from)
                && other.isBeforeEnd(from);
    }

    private boolean isBeforeEnd(LocalTime time) {
        return until.equals(LocalTime.MIDNIGHT) || time.isBefore(until);
    }
}
