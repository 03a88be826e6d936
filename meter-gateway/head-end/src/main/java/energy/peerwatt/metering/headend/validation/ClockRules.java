package energy.peerwatt.metering.headend.validation;

import java.time.Duration;

/**
 * How far clocks may be wrong.
 *
 * @param ahead what a gateway says of a time so far after its arrival is not believed; not negative
 */
public record ClockRules(Duration ahead) {

    public ClockRules {
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("must not be negative: " + ahead);
        }
    }
}
