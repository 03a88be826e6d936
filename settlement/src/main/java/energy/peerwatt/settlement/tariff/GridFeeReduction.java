package energy.peerwatt.settlement.tariff;

import energy.peerwatt.unit.Price;

/**
 * By how much the operator's work price is less for shared energy.
 *
 * @param networkLevels which connections it is for, in the law's words
 * @param permille from 0 to 1000 of the full work price
 */
public record GridFeeReduction(
        ZoneDistance distance,
        String networkLevels,
        int permille,
        Validity validity,
        String legalBasis) {

    private static final int WHOLE = 1_000;

    public GridFeeReduction {
        DatedPrice.requireText("networkLevels", networkLevels);
        DatedPrice.requireText("legalBasis", legalBasis);
        if (permille < 0 || permille > WHOLE) {
            throw new IllegalArgumentException("permille: " + permille + " is not 0 to 1000");
        }
    }

    /** What is left of the full work price, rounded half up to the micro. */
    public Price appliedTo(Price workPrice) {
        long kept = Math.multiplyExact(workPrice.microPerKwh(), (long) (WHOLE - permille));
        return Price.ofMicroPerKwh(Math.floorDiv(Math.addExact(kept, WHOLE / 2), WHOLE));
    }
}
