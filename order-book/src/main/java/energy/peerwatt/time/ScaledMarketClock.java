package energy.peerwatt.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A market clock that ran through {@code marketStart} when the wall clock showed {@code wallStart}
 * and has advanced {@code speed} market seconds per wall second since.
 *
 * <p>Every process of one market uses the same three values, so all agree on the time.
 *
 * @param marketStart market time at the anchor
 * @param wallStart wall time at the anchor, millisecond precision
 * @param speed market seconds per wall second, at least 1
 * @param wall the wall clock
 */
public record ScaledMarketClock(
        Instant marketStart, Instant wallStart, int speed, InstantSource wall)
        implements MarketClock {

    public ScaledMarketClock {
        if (speed < 1) {
            throw new IllegalArgumentException("speed must be at least 1: " + speed);
        }
    }

    /** Market time that is wall time, on the system clock. */
    public static ScaledMarketClock realTime() {
        return new ScaledMarketClock(Instant.EPOCH, Instant.EPOCH, 1, InstantSource.system());
    }

    @Override
    public Instant now() {
        return marketTimeAt(wall.instant());
    }

    /** Market time when the wall clock shows {@code wallTime}. */
    public Instant marketTimeAt(Instant wallTime) {
        return marketStart.plus(Duration.between(wallStart, wallTime).multipliedBy(speed));
    }

    /** Wall time at which market time reaches {@code marketTime}, rounded down to the nano. */
    public Instant wallTimeAt(Instant marketTime) {
        return wallStart.plus(Duration.between(marketStart, marketTime).dividedBy(speed));
    }

    @Override
    public Duration wallTimeUntil(Instant marketTime) {
        Duration wait = Duration.between(wall.instant(), wallTimeAt(marketTime));
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
