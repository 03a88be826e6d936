package energy.peerwatt.metering.headend.validation;

import java.time.Duration;
import java.util.List;

/**
 * What is plausible for a register.
 *
 * @param capacityWatts what a connection of unknown size can carry, 1 to 10^9 W
 * @param tolerancePercent added to it, 0 to 100
 * @param registerDelay how old a shown register may be, in market time
 * @param rolloversWh energies in Wh at which registers start again from 0
 * @param reset when a lower register is believed without an operator's word
 * @param clock how far gateways' clocks may be wrong
 */
public record ValidationRules(
        long capacityWatts,
        int tolerancePercent,
        Duration registerDelay,
        List<Long> rolloversWh,
        ResetEvidence reset,
        ClockRules clock) {

    /** Three phases of 100 A at 230 V; registers of 5 and 6 digits in kWh and of 32 bits in Wh. */
    public static final ValidationRules DEFAULTS =
            new ValidationRules(
                    69_000,
                    5,
                    Duration.ofSeconds(60),
                    List.of(100_000_000L, 1_000_000_000L, 1L << 32),
                    new ResetEvidence(3, Duration.ofMinutes(15)),
                    ClockRules.DEFAULTS);

    private static final long GIGAWATT = 1_000_000_000L;
    private static final long TEN_YEARS_SECONDS = Duration.ofDays(3_653).toSeconds();

    public ValidationRules {
        requireCapacity(capacityWatts);
        if (tolerancePercent < 0 || tolerancePercent > 100) {
            throw new IllegalArgumentException("tolerance of 0 to 100 %: " + tolerancePercent);
        }
        if (registerDelay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + registerDelay);
        }
        rolloversWh = List.copyOf(rolloversWh);
        if (rolloversWh.stream().anyMatch(wh -> wh < 1)) {
            throw new IllegalArgumentException("rollovers must be positive: " + rolloversWh);
        }
    }

    /** Checks a connection's capacity: 1 to 10^9 W. */
    public static void requireCapacity(long watts) {
        if (watts < 1 || watts > GIGAWATT) {
            throw new IllegalArgumentException("capacity of 1 W to 1 GW: " + watts);
        }
    }

    /**
     * Most Wh that flow through a connection of {@code watts} in {@code time}, tolerance included,
     * rounded up. More than ten years count as ten.
     */
    public long mostWh(Duration time, long watts) {
        requireCapacity(watts);
        long seconds = Math.min(time.plusNanos(999_999_999).toSeconds(), TEN_YEARS_SECONDS);
        return Math.ceilDiv(Math.ceilDiv(watts * (100 + tolerancePercent), 100L) * seconds, 3_600L);
    }

    /**
     * How long a lower register must count up before it is believed to have been reset.
     *
     * @param readings at least this many, 2 or more
     * @param period over at least this much market time
     */
    public record ResetEvidence(int readings, Duration period) {

        public ResetEvidence {
            if (readings < 2 || period.isNegative()) {
                throw new IllegalArgumentException(readings + " readings over " + period);
            }
        }
    }
}
