package energy.peerwatt.settlement;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.math.BigInteger;

/**
 * What a member's own supplier charges and pays, the yardstick of the never-worse guarantee.
 *
 * @param retailAllIn paid per kWh imported, energy, grid fees, levies and tax together
 * @param feedIn received per kWh exported
 * @param sharedCeiling the most per kWh of shared energy, fees included and before the VAT that the
 *     market's invoices add, that comes to no more than {@code retailAllIn} with it; not above that
 */
public record Tariff(Price retailAllIn, Price feedIn, Price sharedCeiling) {

    public Tariff {
        if (retailAllIn.microPerKwh() >= 0 && !sharedCeiling.isAtMost(retailAllIn)) {
            throw new IllegalArgumentException(
                    "ceiling " + sharedCeiling + " is above retail " + retailAllIn);
        }
    }

    /** Where no VAT is added to shared energy. */
    public Tariff(Price retailAllIn, Price feedIn) {
        this(retailAllIn, feedIn, retailAllIn);
    }

    /** What the member would be credited (debited, if negative) without the market. */
    public Money gridOnly(Energy imported, Energy exported) {
        return feedIn.times(exported).minus(retailAllIn.times(imported));
    }

    /**
     * The most that the member can be billed before the VAT that the market's invoices add, so that
     * with it on top it is not more than {@code money}; rounded down to the nano.
     *
     * @param money at least zero
     * @return zero where retail or ceiling is not positive: they do not tell how much VAT that is
     */
    Money beforeVat(Money money) {
        return hasKnownVat() ? scaled(money, sharedCeiling, retailAllIn) : Money.ZERO;
    }

    /**
     * What the member pays when it is billed {@code money} before VAT; rounded up to the nano.
     *
     * @param money at least zero, and zero where {@link #beforeVat} knows of no more
     */
    Money withVat(Money money) {
        return money.isZero()
                ? money
                : scaled(money.negated(), retailAllIn, sharedCeiling).negated();
    }

    /** Whether invoices surely add no VAT; prices below zero are too coarse to tell. */
    boolean isWithoutVat() {
        return hasKnownVat() && sharedCeiling.equals(retailAllIn);
    }

    private boolean hasKnownVat() {
        return retailAllIn.microPerKwh() > 0 && sharedCeiling.microPerKwh() > 0;
    }

    /** Rounded towards negative infinity; exact where both prices are the same. */
    private static Money scaled(Money money, Price by, Price of) {
        if (by.equals(of)) {
            return money;
        }
        BigInteger product =
                BigInteger.valueOf(money.nano()).multiply(BigInteger.valueOf(by.microPerKwh()));
        BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(of.microPerKwh()));
        long rounded = parts[0].longValueExact();
        return Money.ofNano(parts[1].signum() < 0 ? Math.decrementExact(rounded) : rounded);
    }
}
