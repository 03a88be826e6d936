package energy.peerwatt.edge.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * When MQTT meters publish: about once per wall second, evenly within each quarter-hour and never
 * on its boundary, so that the last message before and the first after a boundary are equally near.
 *
 * @param perQuarterHour messages in a quarter-hour
 */
record PublishSchedule(int perQuarterHour) {

    /** With one message alone, both would be half a tick away, where registers change. */
    private static final int MIN_PER_QUARTER_HOUR = 2;

    private static final long QUARTER_HOUR_MILLIS =
            Duration.ofSeconds(TickSchedule.QUARTER_HOUR_SECONDS).toMillis();

    static PublishSchedule forSpeed(int speed) {
        int perSecond = Math.ceilDiv(TickSchedule.QUARTER_HOUR_SECONDS, speed);
        return new PublishSchedule(Math.max(MIN_PER_QUARTER_HOUR, perSecond));
    }

    /** First publication after {@code time}. */
    Instant nextAfter(Instant time) {
        long millis = time.toEpochMilli();
        long quarter = millis - Math.floorMod(millis, QUARTER_HOUR_MILLIS);
        for (long k = (millis - quarter) * perQuarterHour / QUARTER_HOUR_MILLIS; ; k++) {
            long next = quarter + (2 * k + 1) * QUARTER_HOUR_MILLIS / (2L * perQuarterHour);
            if (next > millis) {
                return Instant.ofEpochMilli(next);
            }
        }
    }
}
