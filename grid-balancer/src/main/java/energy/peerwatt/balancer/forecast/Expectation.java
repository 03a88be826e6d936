package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.util.OptionalDouble;

/** A way to say what an interval will bring from what was measured before another. */
@FunctionalInterface
public interface Expectation {

    /**
     * The energy to expect.
     *
     * @param now the interval that runs: only values of intervals before it are used
     * @param target {@code now} or later, of the same length
     * @return Wh, not rounded; empty if nothing it could rest on was measured
     */
    OptionalDouble at(DeliveryInterval now, DeliveryInterval target);
}
