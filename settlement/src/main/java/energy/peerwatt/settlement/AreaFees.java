package energy.peerwatt.settlement;

import energy.peerwatt.unit.Price;

/**
 * Charges on energy traded inside an area, paid by the buyer on top of the net price and passed
 * through.
 *
 * @param gridFee to the grid operator per kWh, not negative
 * @param levy levies and electricity tax per kWh, not negative
 */
public record AreaFees(Price gridFee, Price levy) {

    public static final AreaFees NONE = new AreaFees(Price.ZERO, Price.ZERO);

    public AreaFees {
        if (gridFee.microPerKwh() < 0 || levy.microPerKwh() < 0) {
            throw new IllegalArgumentException(
                    "fees must not be negative: " + gridFee + ", " + levy);
        }
    }

    /** Grid fee and levy together. */
    public Price total() {
        return gridFee.plus(levy);
    }
}
