package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.metering.headend.RegisterReading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The registers that the fitter noted when a meter was exchanged.
 *
 * @param at market time, whole milliseconds
 * @param finalWh what the old meter showed last, at least 0
 * @param initialWh what the new meter showed first, at least 0
 */
public record MeterExchange(Instant at, long finalWh, long initialWh) {

    public MeterExchange {
        if (!at.equals(at.truncatedTo(ChronoUnit.MILLIS)) || finalWh < 0 || initialWh < 0) {
            throw new IllegalArgumentException(
                    "exchange at %s from %d Wh to %d Wh".formatted(at, finalWh, initialWh));
        }
    }

    /** The old meter, a millisecond before the new one. */
    public RegisterReading finalReading() {
        return new RegisterReading(at.minusMillis(1), finalWh);
    }

    public RegisterReading initialReading() {
        return new RegisterReading(at, initialWh);
    }
}
