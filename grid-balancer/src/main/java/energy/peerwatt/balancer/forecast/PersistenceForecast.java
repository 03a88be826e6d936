package energy.peerwatt.balancer.forecast;

import energy.peerwatt.balancer.forecast.Forecast.Basis;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

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
public final class PersistenceForecast implements Expectation {

    /** How far ahead the last interval still says something. */
    public static final Duration MEMORY = Duration.ofHours(4);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int[] DAY_WEIGHTS = {90, 60, 30};

    private final EnergyHistory history;

    /**
     * Forecasts from these values.
     *
     * @param measured of one metering point, any order, gaps allowed; older than three days is not
     *     needed
     * @throws IllegalArgumentException if two values are for one interval or lengths differ
     */
    public PersistenceForecast(Collection<NetEnergy> measured) {
        this(new EnergyHistory(measured));
    }

    /** Forecasts from this history. */
    public PersistenceForecast(EnergyHistory history) {
        this.history = history;
    }

    /**
     * The net energy to expect, rounded half up; empty if nothing it could rest on was measured.
     * Only values of intervals before {@code target} are used.
     *
     * @throws IllegalArgumentException if {@code target} is not as long as the measured intervals
     */
    public Optional<Forecast> at(DeliveryInterval target) {
        List<Basis> basis = basis(target, target);
        return basis.isEmpty()
                ? Optional.empty()
                : Optional.of(new Forecast(target, mean(basis), basis));
    }

    @Override
    public OptionalDouble at(DeliveryInterval now, DeliveryInterval target) {
        List<Basis> basis = basis(now, target);
        return basis.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) mean(basis));
    }

    private List<Basis> basis(DeliveryInterval now, DeliveryInterval target) {
        history.requireLength(target);
        List<Basis> basis = new ArrayList<>();
        addLast(now, target, basis);
        addDaysBefore(now, target, basis);
        return basis;
    }

    private void addLast(DeliveryInterval now, DeliveryInterval target, List<Basis> basis) {
        Optional<NetEnergy> last = history.lastBefore(now);
        if (last.isEmpty()) {
            return;
        }
        Duration lead = Duration.between(last.get().interval().start(), target.start());
        if (lead.compareTo(MEMORY) < 0) {
            basis.add(new Basis(last.get(), (int) MEMORY.minus(lead).toMinutes()));
        }
    }

    private void addDaysBefore(DeliveryInterval now, DeliveryInterval target, List<Basis> basis) {
        long intervalsPerDay = DAY.dividedBy(target.length());
        for (int days = 1; days <= DAY_WEIGHTS.length; days++) {
            DeliveryInterval then = target.plus(-days * intervalsPerDay);
            OptionalLong value = then.compareTo(now) < 0 ? history.at(then) : OptionalLong.empty();
            if (value.isPresent()) {
                basis.add(new Basis(new NetEnergy(then, value.getAsLong()), DAY_WEIGHTS[days - 1]));
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
