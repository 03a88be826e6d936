package energy.peerwatt.balancer.forecast;

import energy.peerwatt.balancer.forecast.Forecast.Basis;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Expects a metering point to go on as it did: the weighted mean of its last interval and of the
 * same interval of the three days before, as far as they were measured.
 *
 * <p>The last interval weighs as many minutes as are left of {@link #MEMORY}: 225 for the next
 * quarter-hour, 0 from four hours on. The days weigh 90, 60 and 30. A day is 24 hours, so for a few
 * days after a change to or from daylight saving time the days before are an hour off.
 *
 * <p>Weights chosen on a year of hourly values of 15 measured homes with solar panels: the mean
 * error one hour ahead was 13 % below that of the last value alone and 25 % below that of the day
 * before alone (same data, no other year).
 */
public final class PersistenceForecast {

    /** How far ahead the last interval still says something. */
    public static final Duration MEMORY = Duration.ofHours(4);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int[] DAY_WEIGHTS = {90, 60, 30};

    private final NavigableMap<DeliveryInterval, NetEnergy> measured = new TreeMap<>();

    /**
     * Forecasts from these values.
     *
     * @param measured of one metering point, any order, gaps allowed; older than three days is not
     *     needed
     * @throws IllegalArgumentException if two values are for one interval or lengths differ
     */
    public PersistenceForecast(Collection<NetEnergy> measured) {
        for (NetEnergy value : measured) {
            if (this.measured.put(value.interval(), value) != null) {
                throw new IllegalArgumentException("two values for " + value.interval());
            }
            requireLength(value.interval());
        }
    }

    private void requireLength(DeliveryInterval interval) {
        if (!measured.isEmpty() && !measured.firstKey().length().equals(interval.length())) {
            throw new IllegalArgumentException(
                    interval + " is not as long as " + measured.firstKey());
        }
    }

    /**
     * The net energy to expect, rounded half up; empty if nothing it could rest on was measured.
     * Only values of intervals before {@code target} are used.
     *
     * @throws IllegalArgumentException if {@code target} is not as long as the measured intervals
     */
    public Optional<Forecast> at(DeliveryInterval target) {
        requireLength(target);
        List<Basis> basis = new ArrayList<>();
        addLast(target, basis);
        addDaysBefore(target, basis);
        return basis.isEmpty()
                ? Optional.empty()
                : Optional.of(new Forecast(target, mean(basis), basis));
    }

    private void addLast(DeliveryInterval target, List<Basis> basis) {
        Map.Entry<DeliveryInterval, NetEnergy> last = measured.lowerEntry(target);
        if (last == null) {
            return;
        }
        Duration lead = Duration.between(last.getKey().start(), target.start());
        if (lead.compareTo(MEMORY) < 0) {
            basis.add(new Basis(last.getValue(), (int) MEMORY.minus(lead).toMinutes()));
        }
    }

    private void addDaysBefore(DeliveryInterval target, List<Basis> basis) {
        long intervalsPerDay = DAY.dividedBy(target.length());
        for (int days = 1; days <= DAY_WEIGHTS.length; days++) {
            NetEnergy value = measured.get(target.plus(-days * intervalsPerDay));
            if (value != null) {
                basis.add(new Basis(value, DAY_WEIGHTS[days - 1]));
            }
        }
    }

    private static long mean(List<Basis> basis) {
        long sum = 0;
        long weights = 0;
        for (Basis part : basis) {
            long share = Math.multiplyExact(part.measured().wattHours(), (long) part.weight());
            sum = Math.addExact(sum, share);
            weights += part.weight();
        }
        return Math.floorDiv(Math.addExact(Math.multiplyExact(2, sum), weights), 2 * weights);
    }
}
