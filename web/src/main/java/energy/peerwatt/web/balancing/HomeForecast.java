package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.Expectation;
import energy.peerwatt.balancer.forecast.Forecast;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.PersistenceForecast;
import energy.peerwatt.balancer.forecast.QuantileForecast;
import energy.peerwatt.balancer.forecast.SimilarDays;
import energy.peerwatt.balancer.forecast.SolarOutput;
import energy.peerwatt.balancer.forecast.Spread;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.time.DeliveryInterval;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a home will take and could make in the coming quarter-hours, without its devices.
 *
 * <p>As on similar days and under a similar sky; on a home's first day the load as in the last
 * hours and further ahead the mean of all that was measured, the panels by a clear sky in the ratio
 * of the last measured quarter-hour.
 */
final class HomeForecast {

    private static final int PER_HOUR = 4;

    /** Weaker radiation is too weak to compare with, W per square metre. */
    private static final int LEAST_RADIATION = 40;

    /** Panels reach their peak at this radiation, W per square metre. */
    private static final int FULL_RADIATION = 1_000;

    private final HomeHistory history;
    private final int peakWatts;
    private final ToDoubleFunction<DeliveryInterval> radiation;
    private final Expectation similarDays;
    private final Expectation similarSky;
    private final PersistenceForecast persistence;

    /**
     * Forecasts from what was measured.
     *
     * @param history with at least one interval
     * @param peakWatts of the panels, 0 without
     * @param zone of the home's days
     * @param holiday whether a date is like a Sunday
     */
    HomeForecast(
            HomeHistory history,
            int peakWatts,
            ClearSky sky,
            ZoneId zone,
            Predicate<LocalDate> holiday) {
        if (history.load().isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.history = history;
        this.peakWatts = peakWatts;
        this.radiation = sky::radiation;
        this.similarDays = new SimilarDays(new EnergyHistory(history.load()), zone, holiday);
        this.similarSky =
                new SolarOutput(
                        new EnergyHistory(history.solar()), sky, SolarOutput.Weather.UNKNOWN);
        this.persistence = new PersistenceForecast(history.load());
    }

    /** What the home takes besides planned devices, W in each quarter-hour from {@code now}. */
    Series loadWatts(DeliveryInterval now, int slots) {
        int[] watts = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            DeliveryInterval target = now.plus(slot);
            OptionalDouble expected = similarDays.at(now, target);
            watts[slot] =
                    expected.isPresent()
                            ? watts(Math.round(expected.getAsDouble()))
                            : watts(
                                    persistence
                                            .at(target)
                                            .map(Forecast::wattHours)
                                            .orElseGet(this::meanLoad));
        }
        return Series.of(watts);
    }

    /** What the panels could give, W in each quarter-hour from {@code now}. */
    Series solarWatts(DeliveryInterval now, int slots) {
        int[] watts = new int[slots];
        for (int slot = 0; slot < slots && peakWatts > 0; slot++) {
            DeliveryInterval target = now.plus(slot);
            OptionalDouble expected = similarSky.at(now, target);
            watts[slot] =
                    expected.isPresent()
                            ? watts(Math.round(expected.getAsDouble()))
                            : bySun(target);
        }
        return Series.of(watts);
    }

    /**
     * How far load and panels may be off in the coming quarter-hours, by how far their forecasts
     * were off at about this time of day on the last fourteen days.
     *
     * @return empty until some days are known
     */
    Optional<Home.Spread> spread(DeliveryInterval now, int slots) {
        Series load = loadWatts(now, slots);
        Series solar = solarWatts(now, slots);
        Spread loads = new Spread(new EnergyHistory(history.load()), similarDays, true);
        Spread panels = new Spread(new EnergyHistory(history.solar()), similarSky, true);
        int[][] bounds = new int[4][slots];
        for (int slot = 0; slot < slots; slot += PER_HOUR) {
            Optional<QuantileForecast> taken = loads.at(now, now.plus(slot));
            Optional<QuantileForecast> made = panels.at(now, now.plus(slot));
            if (taken.isEmpty() || (peakWatts > 0 && made.isEmpty())) {
                return Optional.empty();
            }
            for (int at = slot; at < Math.min(slots, slot + PER_HOUR); at++) {
                bounds[0][at] = load.at(at) - less(taken.get(), load.at(at));
                bounds[1][at] = load.at(at) + more(taken.get());
                boolean shines = peakWatts > 0 && radiation.applyAsDouble(now.plus(at)) > 0;
                int sun = solar.at(at);
                bounds[2][at] = shines ? sun - less(made.get(), sun) : sun;
                bounds[3][at] =
                        shines ? Math.min(Math.max(sun, peakWatts), sun + more(made.get())) : sun;
            }
        }
        return Optional.of(
                new Home.Spread(
                        Series.of(bounds[0]),
                        Series.of(bounds[1]),
                        Series.of(bounds[2]),
                        Series.of(bounds[3])));
    }

    /** W that it may be below a forecast of {@code watts}, which is not negative. */
    private static int less(QuantileForecast quantiles, int watts) {
        return Math.min(watts, watts(quantiles.wattHours() - quantiles.low()));
    }

    private static int more(QuantileForecast quantiles) {
        return watts(quantiles.high() - quantiles.wattHours());
    }

    private int bySun(DeliveryInterval target) {
        Optional<NetEnergy> last =
                history.solar().stream()
                        .filter(value -> value.interval().compareTo(target) < 0)
                        .max(Comparator.comparing(NetEnergy::interval));
        double sun = radiation.applyAsDouble(target);
        double then = last.map(value -> radiation.applyAsDouble(value.interval())).orElse(0.0);
        double watts =
                last.isPresent() && then >= LEAST_RADIATION
                        ? watts(last.get().wattHours()) * sun / then
                        : peakWatts * sun / FULL_RADIATION;
        return (int) Math.min(peakWatts, Math.round(watts));
    }

    private long meanLoad() {
        long sum = history.load().stream().mapToLong(NetEnergy::wattHours).sum();
        return sum / history.load().size();
    }

    private static int watts(long wattHours) {
        return Math.clamp(wattHours, 0, AreaLimit.LARGEST_W / PER_HOUR) * PER_HOUR;
    }
}
