package energy.peerwatt.edge.simulator;

import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;

/** A market clock that stands still until a test moves it. Thread-safe. */
final class SteppedClock implements MarketClock {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final int speed;
    private volatile Instant now;

    SteppedClock(Instant now, int speed) {
        this.now = now;
        this.speed = speed;
    }

    void set(Instant time) {
        now = time;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Duration wallTimeUntil(Instant marketTime) {
        return marketTime.isAfter(now) ? LOOK_AGAIN : Duration.ZERO;
    }

    @Override
    public int speed() {
        return speed;
    }
}
