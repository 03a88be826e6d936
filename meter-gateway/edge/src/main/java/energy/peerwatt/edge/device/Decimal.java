package energy.peerwatt.edge.device;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * Exact decimals of foreign origin as whole numbers. Empty where the result does not fit a long; a
 * huge exponent costs nothing.
 */
public final class Decimal {

    private static final int MAX_DIGITS = 18;

    private Decimal() {}

    /** {@code raw × 10^exponent}, rounded down. */
    public static OptionalLong floor(long raw, int exponent) {
        return floor(BigDecimal.valueOf(raw), exponent);
    }

    /** {@code value × 10^exponent}, rounded down (towards negative infinity). */
    public static OptionalLong floor(BigDecimal value, int exponent) {
        return rounded(value, exponent, RoundingMode.FLOOR);
    }

    /** {@code value × 10^exponent}, rounded to the nearest, halves away from zero. */
    public static OptionalLong nearest(BigDecimal value, int exponent) {
        return rounded(value, exponent, RoundingMode.HALF_UP);
    }

    private static OptionalLong rounded(BigDecimal value, int exponent, RoundingMode mode) {
        if (value.signum() == 0) {
            return OptionalLong.of(0);
        }
        long digits = (long) value.precision() - value.scale() + exponent;
        if (digits > MAX_DIGITS) {
            return OptionalLong.empty();
        }
        if (digits < 0) {
            boolean down = mode == RoundingMode.FLOOR && value.signum() < 0;
            return OptionalLong.of(down ? -1 : 0);
        }
        return OptionalLong.of(
                value.scaleByPowerOfTen(exponent).setScale(0, mode).longValueExact());
    }
}
