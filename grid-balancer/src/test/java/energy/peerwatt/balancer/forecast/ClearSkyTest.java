package energy.peerwatt.balancer.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClearSkyTest {

    private static final ClearSky VIENNA = new ClearSky(48.2, 16.4);
    private static final ClearSky QUITO = new ClearSky(-0.2, -78.5);

    @Test
    void isDarkAtNight() {
        assertThat(VIENNA.radiation(quarter("2026-06-21T23:00:00Z"))).isZero();
        assertThat(VIENNA.radiation(quarter("2026-12-21T16:00:00Z"))).isZero();
        assertThat(VIENNA.radiation(quarter("2026-12-21T07:30:00Z"))).isPositive();
    }

    @Test
    void followsTheSunsHeight() {
        // 65.2 and 18.4 degrees at noon: 1,098 sin h exp(-0.057 / sin h).
        assertThat(VIENNA.radiation(quarter("2026-06-21T10:45:00Z"))).isCloseTo(936, within(5.0));
        assertThat(VIENNA.radiation(quarter("2026-12-21T10:45:00Z"))).isCloseTo(289, within(6.0));
        // At the equator in March the sun stands overhead.
        assertThat(QUITO.radiation(quarter("2026-03-20T17:15:00Z"))).isCloseTo(1_037, within(3.0));
    }

    @Test
    void isTheSameBeforeAndAfterSolarNoon() {
        // Solar noon of 2026-10-15 in Vienna: 12:00 - 65.6 min - 14.1 min = 10:40 UTC.
        Instant noon = Instant.parse("2026-10-15T10:40:00Z");
        Duration five = Duration.ofMinutes(5);
        for (int i = 6; i < 50; i += 6) {
            double before =
                    VIENNA.radiation(
                            new DeliveryInterval(noon.minus(five.multipliedBy(i + 1)), five));
            double after =
                    VIENNA.radiation(new DeliveryInterval(noon.plus(five.multipliedBy(i)), five));
            assertThat(after).isCloseTo(before, within(10.0));
        }
    }

    @Test
    void refusesPlacesOffTheEarth() {
        assertThatThrownBy(() -> new ClearSky(91, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearSky(0, 181)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearSky(Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DeliveryInterval quarter(String start) {
        return DeliveryInterval.quarterHourAt(Instant.parse(start));
    }
}
