package energy.peerwatt.edge.testkit;

import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;

/** A market clock that a test moves by hand. Thread-safe. */
public final class HandClock implements MarketClock {

    private final int speed;
    private volatile Instant now;

    public HandClock(String now, int speed) {
        this.now = Instant.parse(now);
        this.speed = speed;
    }

    /** Lets wall time pass. */
    public void pass(Duration wallTime) {
        now = now.plus(wallTime.multipliedBy(speed));
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Duration wallTimeUntil(Instant marketTime) {
        Duration wait = Duration.between(now, marketTime).dividedBy(speed);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    @Override
    public int speed() {
        return speed;
    }
}
