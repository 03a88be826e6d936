package energy.peerwatt.settlement;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;

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
}
