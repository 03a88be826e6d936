package energy.peerwatt.balancer.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.peerwatt.balancer.forecast.SolarOutput.Weather;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SolarOutputTest {

    private static final ClearSky SKY = new ClearSky(48.2, 16.4);
    private static final DeliveryInterval START =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-01T00:00:00Z"));
    private static final int DAY = 96;

    /** Noon of the day after twenty. */
    private static final DeliveryInterval NOON = START.plus(20L * DAY + 44);

    @Test
    void knowsNothingWithoutMeasurements() {
        SolarOutput none = output(List.of(), Weather.UNKNOWN);

        assertThat(none.at(NOON, NOON)).isEmpty();
        assertThat(none.at(NOON, NOON.plus(48))).isEmpty();
    }

    @Test
    void goesOnWithAClearSky() {
        SolarOutput output = output(history(1, 1), Weather.UNKNOWN);

        for (int ahead : List.of(0, 4, 16, DAY, DAY + 20)) {
            DeliveryInterval target = NOON.plus(ahead);
            assertThat(output.at(NOON, target).orElseThrow())
                    .isCloseTo((double) given(target, 1), Percentage.withPercentage(5));
        }
    }

    @Test
    void aCloudLastsAWhileAndPasses() {
        SolarOutput output = output(history(1, 0.3), Weather.UNKNOWN);

        assertThat(part(output, 0)).isBetween(0.3, 0.45);
        assertThat(part(output, 16)).isBetween(0.45, 0.7);
        assertThat(part(output, DAY)).isBetween(0.8, 1.0);
    }

    @Test
    void believesAWeatherServiceFurtherAhead() {
        SolarOutput output = output(history(1, 1), _ -> OptionalDouble.of(0.2));

        assertThat(part(output, 0)).isGreaterThan(0.9);
        assertThat(part(output, DAY)).isBetween(0.2, 0.4);
    }

    @Test
    void nightIsKnownToBeDark() {
        SolarOutput output = output(history(1, 1), Weather.UNKNOWN);

        assertThat(output.at(NOON, NOON.plus(48)).orElseThrow()).isCloseTo(0, within(0.0));
    }

    @Test
    void neverLooksAtTheTargetOrLater() {
        List<NetEnergy> before = history(0.8, 0.5);
        List<NetEnergy> after = new ArrayList<>(before);
        for (int i = 0; i < 200; i++) {
            after.add(new NetEnergy(NOON.plus(i), 50_000));
        }

        for (int ahead : List.of(0, 10, DAY - 1, DAY, DAY + 8)) {
            assertThat(output(after, Weather.UNKNOWN).at(NOON, NOON.plus(ahead)))
                    .isEqualTo(output(before, Weather.UNKNOWN).at(NOON, NOON.plus(ahead)));
        }
    }

    /** What is expected as a part of a clear sky's. */
    private static double part(SolarOutput output, int ahead) {
        DeliveryInterval target = NOON.plus(ahead);
        return output.at(NOON, target).orElseThrow() / given(target, 1);
    }

    private static SolarOutput output(List<NetEnergy> values, Weather weather) {
        return new SolarOutput(new EnergyHistory(values), SKY, weather);
    }

    /** Twenty days and the morning of the next, each as clear as told. */
    private static List<NetEnergy> history(double days, double lastMorning) {
        List<NetEnergy> values = new ArrayList<>();
        for (DeliveryInterval time = START; time.compareTo(NOON) < 0; time = time.next()) {
            long day = Duration.between(START.start(), time.start()).toDays();
            double clearness = day == 20 ? lastMorning : days;
            values.add(new NetEnergy(time, given(time, clearness)));
        }
        return values;
    }

    /** Of 5 kW panels that see the sun as level ground does. */
    private static long given(DeliveryInterval time, double clearness) {
        return Math.round(SKY.radiation(time) * 5 / 4 * clearness);
    }
}
