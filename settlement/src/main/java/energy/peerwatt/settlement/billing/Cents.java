package energy.peerwatt.settlement.billing;

import energy.peerwatt.unit.Money;

/**
 * Whole cents, which documents are made of.
 *
 * <p>The rule, stated on every invoice: each line is rounded once to the cent, half away from zero;
 * the net amount is the sum of the rounded lines; VAT is taken of that sum by rate and rounded the
 * same way; the total is the sum of both. Rounding away from zero makes a credit note the exact
 * opposite of its invoice.
 *
 * @param value positive is what the document asks for, or grants if it is a credit
 */
public record Cents(long value) implements Comparable<Cents> {

    public static final Cents ZERO = new Cents(0);

    private static final long NANO_PER_CENT = 10_000_000;
    private static final long CENTS = 100;
    private static final long WHOLE = 1_000;

    /** The money, rounded half away from zero. */
    public static Cents rounded(Money money) {
        return new Cents(divided(money.nano(), NANO_PER_CENT));
    }

    /** VAT of this net amount, rounded half away from zero. */
    public Cents vat(int ratePermille) {
        return new Cents(divided(Math.multiplyExact(value, (long) ratePermille), WHOLE));
    }

    public Cents plus(Cents other) {
        return new Cents(Math.addExact(value, other.value));
    }

    public Cents negated() {
        return new Cents(Math.negateExact(value));
    }

    /** Units with two decimals, such as {@code -0.07}. */
    public String toDecimalString() {
        long whole = Math.absExact(value) / CENTS;
        long rest = Math.absExact(value) % CENTS;
        return (value < 0 ? "-" : "") + whole + (rest < 10 ? ".0" : ".") + rest;
    }

    private static long divided(long value, long by) {
        long half = Math.addExact(Math.absExact(value), by / 2) / by;
        return value < 0 ? -half : half;
    }

    @Override
    public int compareTo(Cents other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return toDecimalString();
    }
}
