package energy.peerwatt.balancer.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.forecast.Forecast.Basis;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersistenceForecastTest {

    private static final int DAY = 96;
    private static final DeliveryInterval TARGET =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T12:00:00Z"));

    @Test
    void knowsNothingWithoutMeasurements() {
        assertThat(forecast().at(TARGET)).isEmpty();
    }

    @Test
    void continuesTheLastIntervalAndSaysSo() {
        NetEnergy last = measured(-1, -250);

        assertThat(forecast(last).at(TARGET))
                .contains(new Forecast(TARGET, -250, List.of(new Basis(last, 225))));
    }

    @Test
    void weighsTheLastIntervalAndTheDaysBefore() {
        NetEnergy last = measured(-4, 100);
        NetEnergy yesterday = measured(-DAY, 200);
        NetEnergy dayBefore = measured(-2 * DAY, 300);
        NetEnergy threeDaysAgo = measured(-3 * DAY, 400);

        // (180 * 100 + 90 * 200 + 60 * 300 + 30 * 400) / 360 = 183.3
        assertThat(forecast(threeDaysAgo, last, dayBefore, yesterday).at(TARGET))
                .contains(
                        new Forecast(
                                TARGET,
                                183,
                                List.of(
                                        new Basis(last, 180),
                                        new Basis(yesterday, 90),
                                        new Basis(dayBefore, 60),
                                        new Basis(threeDaysAgo, 30))));
    }

    @Test
    void restsOnTheDaysBeforeAloneFourHoursAhead() {
        NetEnergy yesterday = measured(-DAY, 200);

        assertThat(forecast(measured(-16, 100), yesterday).at(TARGET))
                .contains(new Forecast(TARGET, 200, List.of(new Basis(yesterday, 90))));
    }

    @Test
    void isSilentWhereOnlyOldOrOtherIntervalsAreKnown() {
        assertThat(forecast(measured(-16, 100), measured(-DAY - 1, 5)).at(TARGET)).isEmpty();
        assertThat(forecast(measured(-4 * DAY, 100)).at(TARGET)).isEmpty();
    }

    @Test
    void neverLooksAtTheTargetOrLater() {
        assertThat(forecast(measured(0, 100), measured(1, 100)).at(TARGET)).isEmpty();
    }

    @Test
    void aMeasuredZeroIsAForecastOfZero() {
        assertThat(forecast(measured(-1, 0)).at(TARGET))
                .hasValueSatisfying(found -> assertThat(found.wattHours()).isZero());
    }

    @Test
    void roundsHalfUp() {
        // Weights 90 and 30: 3/4 and 1/4.
        assertThat(at(measured(-DAY, 1), measured(-3 * DAY, -1))).isEqualTo(1);
        assertThat(at(measured(-DAY, -1), measured(-3 * DAY, 1))).isZero();
        assertThat(at(measured(-DAY, -1), measured(-3 * DAY, 0))).isEqualTo(-1);
    }

    @Test
    void worksForOtherIntervalLengths() {
        DeliveryInterval hour = new DeliveryInterval(TARGET.start(), Duration.ofHours(1));

        assertThat(forecast(new NetEnergy(hour.plus(-24), 70)).at(hour))
                .hasValueSatisfying(found -> assertThat(found.wattHours()).isEqualTo(70));
    }

    @Test
    void refusesAmbiguousMeasurements() {
        DeliveryInterval hour = new DeliveryInterval(TARGET.start(), Duration.ofHours(1));

        assertThatThrownBy(() -> forecast(measured(-1, 1), measured(-1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> forecast(measured(-1, 1), new NetEnergy(hour, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> forecast(measured(-1, 1)).at(hour))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long at(NetEnergy... values) {
        return forecast(values).at(TARGET).orElseThrow().wattHours();
    }

    private static PersistenceForecast forecast(NetEnergy... values) {
        return new PersistenceForecast(Arrays.asList(values));
    }

    private static NetEnergy measured(int intervalsAfterTarget, long wattHours) {
        return new NetEnergy(TARGET.plus(intervalsAfterTarget), wattHours);
    }
}
