package energy.peerwatt.settlement;

import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.unit.Price;
import java.util.List;

/**
 * What holds for all members in an interval.
 *
 * @param fees where no zones say something else; what contracts paid in full are charged
 * @param dearestGridFee of all that there are, per kWh and not below that of {@code fees}: orders
 *     are matched and pool prices made by it, so that buyers' limits hold whoever sells
 * @param carried what the key has carried over from the interval before
 * @param zones fees between members that have zones, none above {@code dearestGridFee}
 * @param gifts what partners agreed on, the earlier first; of no effect where contracts are paid in
 *     full
 */
public record Terms(
        AreaFees fees,
        Price dearestGridFee,
        SettlementRules rules,
        Carry carried,
        ZoneFees zones,
        List<Gift> gifts) {

    public Terms {
        gifts = List.copyOf(gifts);
        if (!fees.gridFee().isAtMost(dearestGridFee)) {
            throw new IllegalArgumentException(
                    "grid fee %s is above the dearest, %s"
                            .formatted(fees.gridFee(), dearestGridFee));
        }
    }

    /** One grid fee for all. */
    public Terms(AreaFees fees, SettlementRules rules, Carry carried) {
        this(fees, fees.gridFee(), rules, carried, ZoneFees.NONE, List.of());
    }

    /** The same with these gifts. */
    public Terms giving(List<Gift> agreed) {
        return new Terms(fees, dearestGridFee, rules, carried, zones, agreed);
    }

    /** The default rules with these fees. */
    public static Terms of(AreaFees fees) {
        return new Terms(fees, SettlementRules.DEFAULT, Carry.NONE);
    }

    /** The most that a buyer pays on shared energy, whoever sells. */
    AreaFees dearest() {
        return new AreaFees(dearestGridFee, fees.levy());
    }
}
