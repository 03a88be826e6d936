package energy.peerwatt.edge.simulator.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The beginning of one slice as everybody in the street sees it.
 *
 * @param epochSecond a multiple of the slice
 * @param day local date
 * @param secondOfDay local time by the clock on the wall
 */
record Moment(long epochSecond, LocalDate day, int secondOfDay, Sun sun) {

    static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    static Moment at(long epochSecond) {
        ZonedDateTime local = Instant.ofEpochSecond(epochSecond).atZone(ZONE);
        return new Moment(
                epochSecond,
                local.toLocalDate(),
                local.toLocalTime().toSecondOfDay(),
                Sun.at(epochSecond));
    }

    boolean weekend() {
        return weekend(day);
    }

    static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    double hour() {
        return secondOfDay / 3_600.0;
    }
}
