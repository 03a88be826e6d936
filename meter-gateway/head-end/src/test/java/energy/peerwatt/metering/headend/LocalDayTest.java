package energy.peerwatt.metering.headend;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class LocalDayTest {

    private static final ZoneId CET = ZoneId.of("Europe/Vienna");

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(
            resources = "local-day-cases.csv",
            delimiter = ';',
            useHeadersInDisplayName = true)
    void isAsLongAsTheClockSays(
            String zone,
            LocalDate date,
            Instant start,
            Instant end,
            long minutes,
            long halfHours,
            int quarterHours,
            int fiveMinutes) {
        LocalDay day = new LocalDay(date, ZoneId.of(zone));
        List<DeliveryInterval> quarters = day.intervals(DeliveryInterval.QUARTER_HOUR);

        assertThat(day.start()).isEqualTo(start);
        assertThat(day.end()).isEqualTo(end);
        assertThat(day.length()).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(day.length().dividedBy(Duration.ofMinutes(30))).isEqualTo(halfHours);
        assertThat(quarters).hasSize(quarterHours);
        assertThat(quarters.getFirst().start()).isEqualTo(start);
        assertThat(quarters.getLast().end()).isEqualTo(end);
        assertThat(day.intervals(Duration.ofMinutes(5))).hasSize(fiveMinutes);
    }

    /** Nord Pool: on the short day of the British half-hours 02:00 to 03:00 is missing. */
    @Test
    void theShortDayHasNoHourFromTwoToThree() {
        LocalDay day = new LocalDay(LocalDate.parse("2026-03-29"), CET);

        assertThat(day.intervals(Duration.ofMinutes(30)))
                .hasSize(46)
                .noneMatch(half -> half.start().atZone(CET).toLocalTime().getHour() == 2)
                .anyMatch(
                        half -> half.start().atZone(CET).toLocalTime().equals(LocalTime.of(3, 0)));
    }

    /** IBEX: on the long day hour 3 comes twice. */
    @Test
    void theLongDayRepeatsTheThirdHour() {
        assertThat(hourLabels(new LocalDay(LocalDate.parse("2026-10-25"), CET)))
                .hasSize(25)
                .startsWith("1", "2", "3a", "3b", "4")
                .endsWith("24");
        assertThat(hourLabels(new LocalDay(LocalDate.parse("2026-03-29"), CET)))
                .hasSize(23)
                .startsWith("1", "2", "4");
    }

    /** The day's hours as exchanges label them: 1 to 24, the repeated one as 3a and 3b. */
    private static List<String> hourLabels(LocalDay day) {
        List<Integer> hours =
                Stream.iterate(
                                day.start(),
                                at -> at.isBefore(day.end()),
                                at -> at.plusSeconds(3_600))
                        .map(at -> at.atZone(day.zone()).getHour() + 1)
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
