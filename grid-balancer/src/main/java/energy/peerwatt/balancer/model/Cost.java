package energy.peerwatt.balancer.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount to pay, exact: one W over a quarter-hour at one micro-currency per kWh is one quarter
 * of a nano-currency.
 *
 * @param quarterNano in 0.25 nano-currency; positive is paid, negative earned
 */
public record Cost(long quarterNano) implements Comparable<Cost> {

    public static final Cost ZERO = new Cost(0);

    /** What {@code watts} over one slot cost at {@code microPerKwh}. */
    public static Cost ofSlot(long watts, long microPerKwh) {
        return new Cost(Math.multiplyExact(watts, microPerKwh));
    }

    /** What {@code watts} of peak cost at {@code microPerKw}. */
    public static Cost ofPeak(long watts, long microPerKw) {
        return new Cost(Math.multiplyExact(Math.multiplyExact(4, watts), microPerKw));
    }

    public Cost plus(Cost other) {
        return new Cost(Math.addExact(quarterNano, other.quarterNano));
    }

    public Cost minus(Cost other) {
        return new Cost(Math.subtractExact(quarterNano, other.quarterNano));
    }

    /** In currency units with all its digits, such as {@code 31.5825}; no digit is rounded. */
    public String toDecimal() {
        BigDecimal exact = BigDecimal.valueOf(quarterNano).multiply(new BigDecimal("0.25E-9"));
        BigDecimal plain = exact.stripTrailingZeros();
        return plain.setScale(Math.max(2, plain.scale())).toPlainString();
    }

    /** Reads what {@link #toDecimal} wrote. */
    public static Cost ofDecimal(String text) {
        BigDecimal units = new BigDecimal(text).multiply(BigDecimal.valueOf(4_000_000_000L));
        return new Cost(units.longValueExact());
    }

    /** Rounded half up to a hundredth, for reading. */
    public String toCents() {
        BigDecimal exact = BigDecimal.valueOf(quarterNano).multiply(new BigDecimal("0.25E-9"));
        return exact.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    @Override
    public int compareTo(Cost other) {
        return Long.compare(quarterNano, other.quarterNano);
    }
}
