package energy.peerwatt.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIntervalTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");

    @Test
    void isHalfOpen() {
        DeliveryInterval interval = DeliveryInterval.quarterHourAt(NOON);

        assertThat(interval.contains(NOON)).isTrue();
        assertThat(interval.contains(interval.end().minusNanos(1))).isTrue();
        assertThat(interval.contains(interval.end())).isFalse();
        assertThat(interval.contains(NOON.minusNanos(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 15, 30, 60})
    void indexNamesTheIntervalThatContainsAnInstant(int minutes) {
        Duration length = Duration.ofMinutes(minutes);
        Instant instant = NOON.plusSeconds(61);
        DeliveryInterval interval = DeliveryInterval.containing(instant, length);

        assertThat(interval.contains(instant)).isTrue();
        assertThat(DeliveryInterval.ofIndex(interval.index(), length)).isEqualTo(interval);
        assertThat(interval.next().index()).isEqualTo(interval.index() + 1);
        assertThat(interval.next().start()).isEqualTo(interval.end());
        assertThat(interval.plus(-3).plus(3)).isEqualTo(interval);
    }

    @Test
    void countsBeforeTheEpochToo() {
        DeliveryInterval last =
                DeliveryInterval.containing(
                        Instant.EPOCH.minusNanos(1), DeliveryInterval.QUARTER_HOUR);

        assertThat(last.index()).isEqualTo(-1);
        assertThat(last.end()).isEqualTo(Instant.EPOCH);
    }

    /** A local day is a run of consecutive numbers, whatever its length. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Vienna, 2026-03-29, 92",
        "Europe/Vienna, 2026-06-18, 96",
        "Europe/Vienna, 2026-10-25, 100",
        "Europe/London, 2026-03-29, 92",
        "Australia/Lord_Howe, 2026-10-04, 94",
        "Australia/Lord_Howe, 2026-04-05, 98"
    })
    void clockChangesNeedNoSpecialCase(ZoneId zone, LocalDate day, long intervals) {
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        DeliveryInterval first = DeliveryInterval.quarterHourAt(start);

        assertThat(DeliveryInterval.quarterHourAt(end).index() - first.index())
                .isEqualTo(intervals);
        assertThat(first.plus(intervals).start()).isEqualTo(end);
    }

    @Test
    void refusesUnalignedStarts() {
        assertThatThrownBy(() -> DeliveryInterval.quarterHourAt(NOON.plusSeconds(300)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeliveryInterval.quarterHourAt(NOON.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> new DeliveryInterval(NOON, Duration.ofMinutes(10)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersByStartThenLength() {
        DeliveryInterval quarter = DeliveryInterval.quarterHourAt(NOON);
        DeliveryInterval hour = new DeliveryInterval(NOON, Duration.ofHours(1));

        assertThat(quarter).isLessThan(hour).isLessThan(quarter.next());
        assertThat(quarter).hasToString("2026-06-18T12:00:00Z/PT15M");
    }
}
