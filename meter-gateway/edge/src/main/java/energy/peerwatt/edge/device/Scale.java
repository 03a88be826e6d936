package energy.peerwatt.edge.device;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one step of a register is worth: {@code factor × 10^exponent}.
 *
 * @param factor not 0; negative if the device counts the other way round
 */
record Scale(long factor, int exponent) {

    private static final long MILLI = 1_000;

    Scale {
        if (factor == 0 || Math.abs(exponent) > 30) {
            throw new IllegalArgumentException("scale " + factor + "E" + exponent);
        }
    }

    static Scale of(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return new Scale(plain.unscaledValue().longValueExact(), -plain.scale());
    }

    /** Exactly. */
    BigDecimal times(BigDecimal raw) {
        return raw.multiply(BigDecimal.valueOf(factor)).scaleByPowerOfTen(exponent);
    }

    /**
     * An energy register that counts in whole steps of this many Wh.
     *
     * @param range where the raw register starts again from 0; 0 if it never does
     * @return empty if it is negative or more than a meter can count
     */
    Optional<RegisterValue> energy(BigDecimal raw, long range) {
        OptionalLong milliWh = Decimal.floor(times(raw), 3);
        OptionalLong wrap = Decimal.floor(times(BigDecimal.valueOf(range)), 3);
        return register(milliWh, Decimal.floor(times(BigDecimal.ONE).abs(), 3), wrap.orElse(0));
    }

    /**
     * A floating point energy register, to the nearest Wh: a {@code float} below 16,384 kWh is
     * closer than half a Wh to the truth.
     *
     * @param step to the next number that the register can show
     */
    Optional<RegisterValue> energy(BigDecimal value, BigDecimal step) {
        OptionalLong wattHours = Decimal.nearest(times(value), 0);
        OptionalLong milliWh =
                wattHours.isPresent() && Math.abs(wattHours.getAsLong()) < Long.MAX_VALUE / MILLI
                        ? OptionalLong.of(wattHours.getAsLong() * MILLI)
                        : OptionalLong.empty();
        BigDecimal stepMilliWh = times(step).abs().scaleByPowerOfTen(3);
        long rounded = stepMilliWh.setScale(0, RoundingMode.HALF_UP).longValue();
        return register(milliWh, OptionalLong.of(Math.max(MILLI, rounded)), 0);
    }

    private static Optional<RegisterValue> register(
            OptionalLong milliWh, OptionalLong step, long wrap) {
        if (milliWh.isEmpty() || milliWh.getAsLong() < 0 || step.isEmpty()) {
            return Optional.empty();
        }
        int resolution = Math.clamp(step.getAsLong(), 1, Integer.MAX_VALUE);
        return Optional.of(new RegisterValue(milliWh.getAsLong(), resolution, wrap));
    }
}
