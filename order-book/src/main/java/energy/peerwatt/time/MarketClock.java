package energy.peerwatt.time;

import java.time.Duration;
import java.time.Instant;

/** The only source of time in the product. May run faster than the wall clock. Thread-safe. */
public interface MarketClock {

    /** Current market time. */
    Instant now();

    /** Wall-clock time that passes until market time reaches {@code marketTime}; zero if past. */
    Duration wallTimeUntil(Instant marketTime);

    /** Market seconds per wall second, at least 1. */
    int speed();
}
