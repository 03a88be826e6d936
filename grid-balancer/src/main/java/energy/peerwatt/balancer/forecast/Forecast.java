package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.util.List;

/**
 * Expected net energy of one metering point in one interval.
 *
 * @param wattHours import minus export in Wh; positive is taken from the grid, negative given to it
 * @param basis what it was computed from, newest first; never empty
 */
public record Forecast(DeliveryInterval interval, long wattHours, List<Basis> basis) {

    public Forecast {
        basis = List.copyOf(basis);
        if (basis.isEmpty()) {
            throw new IllegalArgumentException("a forecast needs a basis: " + interval);
        }
    }

    /**
     * One measured value and its share in the forecast.
     *
     * @param weight relative to the sum of all weights, at least 1
     */
    public record Basis(NetEnergy measured, int weight) {}
}
