package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.Expectation;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.SimilarDays;
import energy.peerwatt.balancer.forecast.SolarOutput;
import energy.peerwatt.balancer.forecast.Spread;
import energy.peerwatt.time.DeliveryInterval;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the homes of an area took and made together besides planned devices, and how far forecasts
 * of that were off. Only quarter-hours of which all homes are known count. Belongs to one thread.
 */
final class AreaPast {

    private static final int PER_HOUR = 4;

    private static final class Sum {
        private long load;
        private long solar;
        private int homes;
    }

    private final TreeMap<DeliveryInterval, Sum> sums = new TreeMap<>();
    private int homes;

    void add(HomeHistory history) {
        homes++;
        for (NetEnergy load : history.load()) {
            Sum sum = sums.computeIfAbsent(load.interval(), _ -> new Sum());
            sum.load += load.wattHours();
            sum.homes++;
        }
        for (NetEnergy solar : history.solar()) {
            sums.computeIfAbsent(solar.interval(), _ -> new Sum()).solar += solar.wattHours();
        }
    }

    /** How sure net power is from {@code now} on; none until some days are known. */
    Uncertainty uncertainty(
            DeliveryInterval now,
            int slots,
            ClearSky sky,
            ZoneId zone,
            Predicate<LocalDate> holiday) {
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        List<NetEnergy> net = new ArrayList<>();
        sums.forEach((interval, sum) -> {
            if (sum.homes == homes) {
                load.add(new NetEnergy(interval, sum.load));
                solar.add(new NetEnergy(interval, sum.solar));
                net.add(new NetEnergy(interval, sum.load - sum.solar));
            }
        });
        Expectation loads = new SimilarDays(new EnergyHistory(load), zone, holiday);
        Expectation panels =
                new SolarOutput(new EnergyHistory(solar), sky, SolarOutput.Weather.UNKNOWN);
        Spread spread =
                new Spread(
                        new EnergyHistory(net),
                        (then, target) -> difference(loads, panels, then, target),
                        false);
        List<Integer> less = new ArrayList<>();
        List<Integer> more = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            var found = spread.at(now, now.plus(slot));
            if (found.isEmpty()) {
                return Uncertainty.UNKNOWN;
            }
            less.add(watts(found.get().wattHours() - found.get().low()));
            more.add(watts(found.get().high() - found.get().wattHours()));
        }
        return new Uncertainty(less, more);
    }

    private static OptionalDouble difference(
            Expectation loads, Expectation panels, DeliveryInterval now, DeliveryInterval target) {
        OptionalDouble taken = loads.at(now, target);
        OptionalDouble made = panels.at(now, target);
        return taken.isEmpty() || made.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(taken.getAsDouble() - made.getAsDouble());
    }

    private static int watts(long wattHours) {
        return Math.clamp(wattHours * PER_HOUR, 0, AreaLimit.LARGEST_W);
    }
}
