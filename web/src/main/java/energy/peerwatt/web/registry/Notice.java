package energy.peerwatt.web.registry;

import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long before it takes effect a change of prices or rules must be known, so that the engine is
 * told of it in time and what programs remember for a moment stays right.
 */
public final class Notice {

    private static final Duration SHORTEST = Duration.ofHours(2);

    /** Wall time within which every process has seen a change; they look every few seconds. */
    private static final Duration SEEN_BY_ALL = Duration.ofSeconds(30);

    private Notice() {}

    /** Market time: two hours, or half a minute of wall time where that is more. */
    public static Duration of(MarketClock clock) {
        Duration seen = SEEN_BY_ALL.multipliedBy(clock.speed());
        return seen.compareTo(SHORTEST) > 0 ? seen : SHORTEST;
    }

    /**
     * Requires that a change takes effect in time.
     *
     * @param horizon how far ahead the area's intervals are traded
     * @throws IllegalArgumentException naming the field {@code validFrom} if it comes too late
     */
    public static void requireAhead(Instant validFrom, Duration horizon, MarketClock clock) {
        Instant earliest = clock.now().plus(horizon).plus(of(clock));
        if (validFrom.isBefore(earliest)) {
            throw new IllegalArgumentException(
                    "validFrom: must begin after " + earliest + ", beyond what is traded now");
        }
    }
}
