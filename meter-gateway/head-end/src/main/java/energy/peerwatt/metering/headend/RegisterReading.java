package energy.peerwatt.metering.headend;

import java.time.Instant;

/**
 * What a register showed at one moment.
 *
 * @param at market time
 * @param registerWh cumulative Wh, at least 0
 */
public record RegisterReading(Instant at, long registerWh) {

    public RegisterReading {
        if (registerWh < 0) {
            throw new IllegalArgumentException("register must not be negative: " + registerWh);
        }
    }
}
