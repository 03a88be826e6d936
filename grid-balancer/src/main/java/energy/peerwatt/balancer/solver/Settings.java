package energy.peerwatt.balancer.solver;

import java.time.Duration;

/**
 * How to plan.
 *
 * @param time how long at most, more than zero
 * @param seed of the solver's random choices; with the same seed and enough time to construct, a
 *     run takes the same steps
 */
public record Settings(Duration time, long seed) {

    public Settings {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time must be more than zero: " + time);
        }
    }

    /** This long, with the usual seed. */
    public static Settings seconds(long seconds) {
        return new Settings(Duration.ofSeconds(seconds), 0);
    }
}
