package energy.peerwatt.metering.headend.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.estimation.LikeDays.Known;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LikeDaysTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final LocalDate THURSDAY = LocalDate.of(2026, 6, 18);

    private final List<Known> known = new ArrayList<>();

    @Test
    void takesTheSameWeekdayOfThreeWeeksIfAllAreKnown() {
        know(THURSDAY.minusDays(7), 100);
        know(THURSDAY.minusDays(14), 200);
        know(THURSDAY.minusDays(21), 330);
        know(THURSDAY.minusDays(1), 9_000);

        assertThat(likeDays().expectedMilliWh(at(THURSDAY))).hasValue(210_000);
    }

    @Test
    void takesTheNewestTenWorkdaysOtherwise() {
        for (int back = 1; back <= 20; back++) {
            know(THURSDAY.minusDays(back), back == 7 ? -1 : back);
        }

        // The workdays before: 1, 2, 3, 6, 8, 9, 10, 13, 14, 15 days back; the seventh is unknown.
        assertThat(likeDays().expectedMilliWh(at(THURSDAY))).hasValue(8_100);
    }

    @Test
    void tellsWorkdaysSaturdaysAndSundaysApartAndHolidaysAreSundays() {
        LocalDate saturday = THURSDAY.plusDays(2);
        for (int back = 1; back <= 17; back++) {
            LocalDate date = saturday.minusDays(back);
            know(date, date.getDayOfWeek().getValue() == 7 ? 50 : 10);
        }

        // Only two Saturdays are known, but three Sundays with the holiday.
        assertThat(likeDays().expectedMilliWh(at(saturday))).isEmpty();
        assertThat(likeDays().roughlyExpectedMilliWh(at(saturday))).hasValue(14_000);
        LikeDays withHoliday =
                new LikeDays(VIENNA, Set.of(saturday.minusDays(1), saturday.plusDays(1)), known);
        assertThat(withHoliday.expectedMilliWh(at(saturday.plusDays(1)))).hasValue(36_666);
    }

    @Test
    void fewerThanThreeLikeDaysTellNothing() {
        know(THURSDAY.minusDays(1), 5);
        know(THURSDAY.minusDays(2), 7);

        assertThat(likeDays().expectedMilliWh(at(THURSDAY))).isEmpty();
        assertThat(likeDays().roughlyExpectedMilliWh(at(THURSDAY))).hasValue(6_000);
    }

    @Test
    void comparesTheSameLocalTimeAcrossAClockChange() {
        LocalDate monday = LocalDate.of(2026, 3, 30);
        for (int back = 1; back <= 12; back++) {
            know(monday.minusDays(back), 40);
        }

        assertThat(likeDays().expectedMilliWh(at(monday))).hasValue(40_000);
        assertThat(LikeDays.candidates(at(monday), at(monday), VIENNA))
                .contains(Instant.parse("2026-03-27T17:00:00Z"))
                .doesNotContain(at(monday), Instant.parse("2026-03-27T16:00:00Z"));
    }

    private void know(LocalDate date, long wattHours) {
        if (wattHours >= 0) {
            known.add(new Known(at(date), wattHours));
        }
    }

    private LikeDays likeDays() {
        return new LikeDays(VIENNA, Set.of(), known);
    }

    private static Instant at(LocalDate date) {
        return LocalDateTime.of(date, LocalTime.of(18, 0)).atZone(VIENNA).toInstant();
    }
}
