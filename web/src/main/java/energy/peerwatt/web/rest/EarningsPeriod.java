package energy.peerwatt.web.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A year, month or day and what it is made of.
 *
 * @param first its first local day
 * @param unit years, months or days: its length
 */
record EarningsPeriod(LocalDate first, ChronoUnit unit) {

    private static final Pattern NAME = Pattern.compile("20\\d\\d(-\\d\\d){0,2}");
    private static final int YEAR = "2026".length();
    private static final int MONTH = "2026-06".length();

    /** Refuses what is no year from 2000 to 2099, or a month or day of one. */
    static EarningsPeriod of(String text) {
        if (!NAME.matcher(text).matches()) {
            throw Inputs.invalid("period", "is not such as 2026, 2026-06 or 2026-06-18");
        }
        String first = text + "-01-01".substring(text.length() - YEAR);
        return new EarningsPeriod(
                Inputs.date("period", first).orElseThrow(),
                text.length() == YEAR
                        ? ChronoUnit.YEARS
                        : text.length() == MONTH ? ChronoUnit.MONTHS : ChronoUnit.DAYS);
    }

    /** Starts of its months, days or intervals, and its end; ascending. */
    List<Instant> bounds(ZoneId zone, Duration interval) {
        LocalDate end = first.plus(1, unit);
        if (unit == ChronoUnit.DAYS) {
            Instant last = end.atStartOfDay(zone).toInstant();
            return Stream.iterate(
                            first.atStartOfDay(zone).toInstant(),
                            start -> !start.isAfter(last),
                            start -> start.plus(interval))
                    .toList();
        }
        ChronoUnit part = unit == ChronoUnit.YEARS ? ChronoUnit.MONTHS : ChronoUnit.DAYS;
        return Stream.iterate(first, start -> !start.isAfter(end), start -> start.plus(1, part))
                .map(start -> start.atStartOfDay(zone).toInstant())
                .toList();
    }
}
