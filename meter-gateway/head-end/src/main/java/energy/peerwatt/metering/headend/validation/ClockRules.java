package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;

/**
 * How far clocks of gateways may be wrong. None may be negative.
 *
 * @param ahead what a gateway says of a time so far after its arrival is not believed
 * @param off a clock that is known to be wrong by more is a finding
 * @param reject a reading by a clock that is known to be wrong by more is not used
 * @param jump an offset that changes by more from one reading to the next is a finding
 * @param driftPerDay an offset that changes by more in a day, or at that rate, is a finding
 * @param meterRecords a reading whose time is further from that of its meter's own record, where
 *     the meter's clock was synchronised, is not used
 */
public record ClockRules(
        Duration ahead,
        Duration off,
        Duration reject,
        Duration jump,
        Duration driftPerDay,
        Duration meterRecords) {

    /** Sources: market rules 4.8 (10 s, half an interval), reference 5.4 (jump, trend). */
    public static final ClockRules DEFAULTS =
            new ClockRules(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    DeliveryInterval.QUARTER_HOUR.dividedBy(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60));

    public ClockRules {
        requireNotNegative(ahead);
        requireNotNegative(off);
        requireNotNegative(reject);
        requireNotNegative(jump);
        requireNotNegative(driftPerDay);
        requireNotNegative(meterRecords);
    }

    private static void requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("must not be negative: " + duration);
        }
    }

    /** Whether a reading by this clock cannot be used; one that says nothing of itself can. */
    public boolean rejects(ClockState clock) {
        return isBeyond(clock, reject);
    }

    /** Whether the clock is known to be wrong by more than {@link #off}. */
    public boolean isOff(ClockState clock) {
        return isBeyond(clock, off);
    }

    private static boolean isBeyond(ClockState clock, Duration most) {
        return clock.deviation()
                .map(deviation -> Math.abs((long) deviation.offsetMillis()) > most.toMillis())
                .orElse(false);
    }
}
