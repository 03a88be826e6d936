package energy.peerwatt.settlement.billing;

import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.List;
import java.util.Optional;

/**
 * What one quarter-hour's kWh of one origin came to.
 *
 * @param version of the settlement; 0 where nothing is settled, for own energy
 * @param energy zero for an {@link Origin} that moves none
 * @param lines of the settlement that it is made of, by number: the energy's own and those of its
 *     fees; their proofs prove it
 */
public record OriginLine(
        DeliveryInterval interval,
        int version,
        Origin origin,
        Energy energy,
        Quality quality,
        Amounts amounts,
        List<SettlementLine> lines) {

    public OriginLine {
        lines = List.copyOf(lines);
        Money sum = lines.stream().map(SettlementLine::amount).reduce(Money.ZERO, Money::plus);
        if (!sum.equals(amounts.total())) {
            throw new IllegalArgumentException(
                    "lines of " + interval + " add up to " + sum + ", not " + amounts.total());
        }
    }

    /** Number of the line that moves the energy; empty for own energy. */
    public Optional<Integer> number() {
        return lines.stream().map(SettlementLine::number).findFirst();
    }

    /**
     * What the kWh cost or earned, exact.
     *
     * @param energy positive is credited
     * @param gridFee never positive for a buyer
     * @param taxes levies and taxes per kWh; VAT is on the invoice
     */
    public record Amounts(Money energy, Money gridFee, Money taxes) {

        public static final Amounts NONE = new Amounts(Money.ZERO, Money.ZERO, Money.ZERO);

        /** Everything together; positive is credited. */
        public Money total() {
            return energy.plus(gridFee).plus(taxes);
        }

        /** Part by part. */
        public Amounts plus(Amounts other) {
            return new Amounts(
                    energy.plus(other.energy),
                    gridFee.plus(other.gridFee),
                    taxes.plus(other.taxes));
        }
    }
}
