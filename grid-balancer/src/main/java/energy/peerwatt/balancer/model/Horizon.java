package energy.peerwatt.balancer.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The quarter-hours that are planned.
 *
 * @param start of slot 0, UTC, on a quarter-hour
 * @param slots 96 for a day, 92 or 100 when clocks change; 1 to {@link #LONGEST}
 * @param firstRunning whether slot 0 has begun: then each device that says what it does now keeps
 *     doing so until slot 1
 */
public record Horizon(Instant start, int slots, boolean firstRunning) {

    /** The most slots a horizon may have: two days. */
    public static final int LONGEST = 200;

    public static final Duration SLOT = Duration.ofMinutes(15);

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    public Horizon {
        Checks.range("slots", slots, 1, LONGEST);
        if (start.isBefore(EARLIEST) || start.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "start must be from " + EARLIEST + " to " + LATEST + ", not " + start);
        }
        if (start.getEpochSecond() % SLOT.toSeconds() != 0 || start.getNano() != 0) {
            throw new IllegalArgumentException("start must be on a quarter-hour: " + start);
        }
    }

    /** When {@code slot} begins; the number of slots gives the end of the horizon. */
    public Instant startOf(int slot) {
        return start.plus(SLOT.multipliedBy(slot));
    }
}
