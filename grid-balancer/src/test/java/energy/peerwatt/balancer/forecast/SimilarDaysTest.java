package energy.peerwatt.balancer.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SimilarDaysTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Duration QUARTER = DeliveryInterval.QUARTER_HOUR;

    /** 1,000 Wh on working days, 2,000 on Saturdays, 3,000 on Sundays. */
    private static long byDay(ZonedDateTime time) {
        return switch (time.getDayOfWeek()) {
            case SATURDAY -> 2_000;
            case SUNDAY -> 3_000;
            default -> 1_000;
        };
    }

    @Test
    void knowsNothingWithoutMeasurements() {
        SimilarDays none = similar(List.of(), date -> false);

        assertThat(none.at(at("2026-06-18T12:00"), at("2026-06-18T12:00"))).isEmpty();
    }

    @Test
    void tellsKindsOfDaysApart() {
        SimilarDays days =
                similar(history("2026-05-01", 49, SimilarDaysTest::byDay), date -> false);

        DeliveryInterval friday = at("2026-06-19T00:00");
        assertThat(expected(days, friday, at("2026-06-19T12:00"))).isBetween(1_000.0, 1_250.0);
        assertThat(expected(days, friday, at("2026-06-20T12:00"))).isBetween(1_350.0, 2_000.0);
        assertThat(expected(days, friday, at("2026-06-21T12:00"))).isBetween(1_700.0, 3_000.0);
    }

    @Test
    void takesAHolidayForASunday() {
        LocalDate holiday = LocalDate.parse("2026-06-18");
        List<NetEnergy> values = history("2026-05-01", 48, SimilarDaysTest::byDay);

        DeliveryInterval now = at("2026-06-18T00:00");
        DeliveryInterval noon = at("2026-06-18T12:00");
        double usual = expected(similar(values, date -> false), now, noon);
        assertThat(expected(similar(values, holiday::equals), now, noon))
                .isGreaterThan(usual + 500);
    }

    @Test
    void followsTheWallClockThroughDaylightSaving() {
        // A boiler at seven o'clock; clocks go forward on 2026-03-29.
        Function<ZonedDateTime, Long> boiler = time -> time.getHour() == 7 ? 2_000L : 100L;
        SimilarDays days = similar(history("2026-03-01", 28, boiler), date -> false);

        DeliveryInterval now = at("2026-03-29T00:00");
        assertThat(expected(days, now, at("2026-03-29T07:30"))).isCloseTo(2_000, within(1.0));
        assertThat(expected(days, now, at("2026-03-29T08:30"))).isCloseTo(100, within(1.0));
    }

    @Test
    void learnsFromTheLastHours() {
        List<NetEnergy> values = new ArrayList<>(history("2026-05-01", 48, _ -> 1_000L));
        DeliveryInterval now = at("2026-06-18T12:00");
        for (int i = 48; i >= 1; i--) {
            values.add(new NetEnergy(now.plus(-i), i <= 24 ? 2_000 : 1_000));
        }
        SimilarDays days = similar(values, date -> false);

        double next = expected(days, now, now);
        double later = expected(days, now, now.plus(32));
        assertThat(next).isBetween(1_600.0, 2_000.0);
        assertThat(later).isBetween(1_000.0, 1_200.0);
    }

    @Test
    void neverLooksAtTheTargetOrLater() {
        DeliveryInterval now = at("2026-06-18T12:00");
        List<NetEnergy> before = history("2026-05-01", 48, SimilarDaysTest::byDay);
        List<NetEnergy> after = new ArrayList<>(before);
        for (int i = 0; i < 200; i++) {
            after.add(new NetEnergy(now.plus(i), 50_000));
        }

        for (int ahead : List.of(0, 3, 84, 85, 91, 95, 96, 150)) {
            assertThat(similar(after, date -> false).at(now, now.plus(ahead)))
                    .isEqualTo(similar(before, date -> false).at(now, now.plus(ahead)));
        }
    }

    @Test
    void refusesOtherLengths() {
        SimilarDays days = similar(history("2026-05-01", 3, SimilarDaysTest::byDay), date -> false);
        DeliveryInterval hour =
                new DeliveryInterval(Instant.parse("2026-05-04T10:00:00Z"), Duration.ofHours(1));

        assertThatThrownBy(() -> days.at(hour, hour)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double expected(
            Expectation days, DeliveryInterval now, DeliveryInterval target) {
        return days.at(now, target).orElseThrow();
    }

    private static SimilarDays similar(List<NetEnergy> values, Predicate<LocalDate> holiday) {
        return new SimilarDays(new EnergyHistory(values), VIENNA, holiday);
    }

    private static List<NetEnergy> history(
            String from, int days, Function<ZonedDateTime, Long> value) {
        Instant start = LocalDate.parse(from).atStartOfDay(VIENNA).toInstant();
        Instant end = LocalDate.parse(from).plusDays(days).atStartOfDay(VIENNA).toInstant();
        List<NetEnergy> values = new ArrayList<>();
        for (Instant time = start; time.isBefore(end); time = time.plus(QUARTER)) {
            values.add(
                    new NetEnergy(
                            DeliveryInterval.quarterHourAt(time),
                            value.apply(time.atZone(VIENNA))));
        }
        return values;
    }

    private static DeliveryInterval at(String local) {
        return DeliveryInterval.quarterHourAt(
                LocalDateTime.parse(local).atZone(VIENNA).toInstant());
    }
}
