package energy.peerwatt.settlement;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;

/**
 * What a member's own supplier charges and pays, the yardstick of the never-worse guarantee.
 *
 * @param retailAllIn paid per kWh imported, energy, grid fees, levies and tax together
 * @param feedIn received per kWh exported
 */
public record Tariff(Price retailAllIn, Price feedIn) {

    /** What the member would be credited (debited, if negative) without the market. */
    public Money gridOnly(Energy imported, Energy exported) {
        return feedIn.times(exported).minus(retailAllIn.times(imported));
    }
}
