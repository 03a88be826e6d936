package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;

/**
 * An expected energy and how sure that is.
 *
 * @param low one interval in ten brings less, Wh
 * @param wattHours expected
 * @param high one interval in ten brings more, Wh
 */
public record QuantileForecast(DeliveryInterval interval, long low, long wattHours, long high) {

    public QuantileForecast {
        if (low > wattHours || high < wattHours) {
            throw new IllegalArgumentException(
                    "not in order: " + low + ", " + wattHours + ", " + high);
        }
    }
}
