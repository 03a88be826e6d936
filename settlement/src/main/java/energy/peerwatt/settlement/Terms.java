package energy.peerwatt.settlement;

import energy.peerwatt.settlement.allocation.Carry;

/**
 * What holds for all members in an interval.
 *
 * @param fees of members without a zone, and the dearest of all: by these pool prices are made
 * @param carried what the key has carried over from the interval before
 * @param zones fees between members that have zones, none above {@code fees}
 */
public record Terms(AreaFees fees, SettlementRules rules, Carry carried, ZoneFees zones) {

    /** One grid fee for all. */
    public Terms(AreaFees fees, SettlementRules rules, Carry carried) {
        this(fees, rules, carried, ZoneFees.NONE);
    }

    /** The default rules with these fees. */
    public static Terms of(AreaFees fees) {
        return new Terms(fees, SettlementRules.DEFAULT, Carry.NONE);
    }
}
