package energy.peerwatt.unit;

import java.math.BigDecimal;

/**
 * An amount of money in the area's currency.
 *
 * @param nano nano-currency (1e-9); positive is a credit, negative a debit
 */
public record Money(long nano) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    private static final int SCALE = 9;

    public static Money ofNano(long nano) {
        return new Money(nano);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nano, other.nano));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nano, other.nano));
    }

    public Money negated() {
        return new Money(Math.negateExact(nano));
    }

    public boolean isZero() {
        return nano == 0;
    }

    /** The exact decimal text used in JSON, without exponent or trailing zeros: {@code "0.42"}. */
    public String toDecimalString() {
        if (nano == 0) {
            return "0";
        }
        return BigDecimal.valueOf(nano, SCALE).stripTrailingZeros().toPlainString();
    }

    /**
     * Reads what {@link #toDecimalString} wrote.
     *
     * @throws IllegalArgumentException if the text is no decimal or finer than 1e-9
     */
    public static Money parse(String decimal) {
        try {
            return new Money(new BigDecimal(decimal).movePointRight(SCALE).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not an amount of money: " + decimal, e);
        }
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nano, other.nano);
    }

    @Override
    public String toString() {
        return toDecimalString();
    }
}
