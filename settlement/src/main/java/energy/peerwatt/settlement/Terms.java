package energy.peerwatt.settlement;

import energy.peerwatt.settlement.allocation.Carry;

/**
 * What holds for all members in an interval.
 *
 * @param carried what the key has carried over from the interval before
 */
public record Terms(AreaFees fees, SettlementRules rules, Carry carried) {

    /** The default rules with these fees. */
    public static Terms of(AreaFees fees) {
        return new Terms(fees, SettlementRules.DEFAULT, Carry.NONE);
    }
}
