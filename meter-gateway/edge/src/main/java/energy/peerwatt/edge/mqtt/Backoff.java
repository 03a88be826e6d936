package energy.peerwatt.edge.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts: 0.25 s, doubling to 10 s, each shortened at random by up to half
 * so that many gateways do not return at once. Used by one thread.
 */
public final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private Duration next = FIRST;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The pause before the next attempt. */
    public Duration pause() {
        Duration longest = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        long half = longest.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** An attempt succeeded. */
    public void reset() {
        next = FIRST;
    }
}
