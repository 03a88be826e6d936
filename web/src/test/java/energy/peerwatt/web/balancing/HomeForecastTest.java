package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HomeForecastTest {

    private static final DeliveryInterval NOW =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T10:00:00Z"));
    private static final ClearSky SKY = new ClearSky(48, 0);
    private static final int SLOTS = 96;
    private static final int PEAK = 4_000;

    /** 100 Wh and up to 100 more by chance; panels by the sun, a half to all of it. */
    private static HomeForecast forecast(int days) {
        SplittableRandom random = new SplittableRandom(7);
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        for (int back = days * SLOTS; back >= 1; back--) {
            DeliveryInterval then = NOW.plus(-back);
            long clear = Math.round(SKY.radiation(then) * PEAK / 4_000);
            load.add(new NetEnergy(then, 100 + random.nextInt(101)));
            solar.add(new NetEnergy(then, clear / 2 + random.nextInt((int) clear / 2 + 1)));
        }
        HomeHistory history = new HomeHistory(load, solar, true);
        return new HomeForecast(history, PEAK, SKY, ZoneOffset.UTC, _ -> false);
    }

    @Test
    void rangesLieAroundTheForecast() {
        HomeForecast forecast = forecast(20);
        Home.Spread spread = forecast.spread(NOW, SLOTS).orElseThrow();
        Series load = forecast.loadWatts(NOW, SLOTS);
        Series solar = forecast.solarWatts(NOW, SLOTS);

        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(spread.loadLow().at(slot)).isBetween(300, load.at(slot) - 20);
            assertThat(spread.loadHigh().at(slot)).isBetween(load.at(slot) + 20, 900);
            assertThat(spread.solarLow().at(slot)).isBetween(0, solar.at(slot));
            assertThat(spread.solarHigh().at(slot)).isBetween(solar.at(slot), PEAK);
        }
        assertThat(spread.solarHigh().at(8)).isGreaterThan(spread.solarLow().at(8) + 200);
    }

    @Test
    void noRangeHasSunAtNight() {
        Home.Spread spread = forecast(20).spread(NOW, SLOTS).orElseThrow();

        int midnight = 14 * 4;
        assertThat(SKY.radiation(NOW.plus(midnight))).isZero();
        assertThat(spread.solarHigh().at(midnight)).isZero();
    }

    @Test
    void nothingIsSaidOnTheFirstDay() {
        assertThat(forecast(1).spread(NOW, SLOTS)).isEmpty();
    }
}
