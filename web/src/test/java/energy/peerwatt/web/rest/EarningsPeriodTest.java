package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarningsPeriodTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

    @Test
    void daysHaveAsManyIntervalsAsTheClockLeavesThem() {
        assertThat(bounds("2026-03-29")).hasSize(92 + 1);
        assertThat(bounds("2026-06-18")).hasSize(96 + 1);
        assertThat(bounds("2026-10-25")).hasSize(100 + 1);
    }

    @Test
    void monthsAreMadeOfLocalDays() {
        List<Instant> march = bounds("2026-03");

        assertThat(march).hasSize(31 + 1).isSorted();
        assertThat(march.getFirst()).isEqualTo("2026-02-28T23:00:00Z");
        assertThat(march.getLast()).isEqualTo("2026-03-31T22:00:00Z");
    }

    @Test
    void yearsAreMadeOfMonths() {
        assertThat(bounds("2026")).hasSize(12 + 1);
    }

    private static List<Instant> bounds(String period) {
        return EarningsPeriod.of(period).bounds(VIENNA, QUARTER_HOUR);
    }
}
