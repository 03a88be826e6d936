package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far the running quarter-hour has got when a plan is made.
 *
 * @param secondsLeft 1 to 900
 * @param meanWatts what metering points have taken in it so far on average by their telemetry, W,
 *     negative for giving; those of which hardly anything is known are missing
 */
record RunningQuarter(int secondsLeft, Map<MeteringPointId, Long> meanWatts) {

    private static final int SECONDS = (int) Horizon.SLOT.toSeconds();

    /** None has begun. */
    static final RunningQuarter WHOLE = new RunningQuarter(SECONDS, Map.of());

    RunningQuarter {
        meanWatts = Map.copyOf(meanWatts);
    }

    /** That of {@code current} at {@code now}. */
    static RunningQuarter at(
            DeliveryInterval current, Instant now, Map<MeteringPointId, Long> meanWatts) {
        long left = Duration.between(now, current.end()).toSeconds();
        return new RunningQuarter(Math.clamp(left, 1, SECONDS), meanWatts);
    }

    /** When what is left of {@code first} begins. */
    Instant begins(DeliveryInterval first) {
        return first.end().minusSeconds(secondsLeft);
    }

    /**
     * What is left to be planned. A home that does not say what it has taken is expected to have
     * taken what it is expected to take besides its planned devices.
     *
     * @param silentWatts what homes of which nothing is known are expected to take together, W
     */
    Horizon.Rest rest(List<Home> homes, long silentWatts) {
        if (secondsLeft == SECONDS) {
            return Horizon.Rest.WHOLE;
        }
        long watts = silentWatts;
        for (Home home : homes) {
            long expected = (long) home.loadWatts().at(0) - home.solar().watts().at(0);
            watts += meanWatts.getOrDefault(new MeteringPointId(home.id()), expected);
        }
        long most = (long) secondsLeft * AreaLimit.LARGEST_W;
        return new Horizon.Rest(
                secondsLeft, Math.clamp(watts * (SECONDS - secondsLeft), -most, most));
    }
}
