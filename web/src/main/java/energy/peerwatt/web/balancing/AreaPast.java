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
 * of that were off. A home of which less than a week is known is left out, and counted; of the
 * others only quarter-hours count of which all of them are known. Belongs to one thread.
 */
final class AreaPast {

    private static final int PER_HOUR = 4;

    /** Quarter-hours that must be known of a home: a week of them. */
    static final int LEAST_KNOWN = 7 * 24 * PER_HOUR;

    private final List<HomeHistory> homes = new ArrayList<>();

    private static final class Sum {
        private long load;
        private long solar;
        private int homes;
    }

    /**
     * Sums over homes.
     *
     * @param load Wh, at least 0, by interval
     * @param solar Wh, at least 0, of the same intervals
     * @param homes that are in it
     * @param unknown that are not
     */
    record Totals(List<NetEnergy> load, List<NetEnergy> solar, int homes, int unknown) {}

    void add(HomeHistory history) {
        homes.add(history);
    }

    /** The sums of all homes of which enough is known. */
    Totals totals() {
        List<HomeHistory> known =
                homes.stream().filter(home -> home.load().size() >= LEAST_KNOWN).toList();
        TreeMap<DeliveryInterval, Sum> sums = new TreeMap<>();
        for (HomeHistory history : known) {
            for (NetEnergy load : history.load()) {
                Sum sum = sums.computeIfAbsent(load.interval(), _ -> new Sum());
                sum.load += load.wattHours();
                sum.homes++;
            }
            for (NetEnergy solar : history.solar()) {
                sums.computeIfAbsent(solar.interval(), _ -> new Sum()).solar += solar.wattHours();
            }
        }
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        sums.forEach((interval, sum) -> {
            if (sum.homes == known.size()) {
                load.add(new NetEnergy(interval, sum.load));
                solar.add(new NetEnergy(interval, sum.solar));
            }
        });
        return new Totals(load, solar, known.size(), homes.size() - known.size());
    }

    /** How sure net power is from {@code now} on; none until some days are known. */
    Uncertainty uncertainty(
            DeliveryInterval now,
            int slots,
            ClearSky sky,
            ZoneId zone,
            Predicate<LocalDate> holiday) {
        Totals totals = totals();
        List<NetEnergy> net = new ArrayList<>();
        for (int i = 0; i < totals.load().size(); i++) {
            NetEnergy load = totals.load().get(i);
            long solar = totals.solar().get(i).wattHours();
            net.add(new NetEnergy(load.interval(), load.wattHours() - solar));
        }
        Expectation loads = new SimilarDays(new EnergyHistory(totals.load()), zone, holiday);
        Expectation panels =
                new SolarOutput(
                        new EnergyHistory(totals.solar()), sky, SolarOutput.Weather.UNKNOWN);
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
        return new Uncertainty(less, more, totals.unknown());
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
