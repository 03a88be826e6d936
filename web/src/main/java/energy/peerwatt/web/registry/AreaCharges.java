package energy.peerwatt.web.registry;

import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What buyers of an area pay on shared energy over time.
 *
 * @param opening as registered; its grid fee and its levy each hold until {@code changes} say
 *     something else
 * @param invoicing who issues invoices, by first day
 * @param distance between the area's members, the row of the grid fee matrix
 */
public record AreaCharges(
        AreaFees opening, ZoneDistance distance, TariffTable changes, List<Invoicing> invoicing) {

    private static final long WHOLE = 1_000;

    public AreaCharges {
        invoicing = invoicing.stream().sorted(Comparator.comparing(Invoicing::validFrom)).toList();
    }

    /** The same for ever, below one transformer. */
    public static AreaCharges constant(AreaFees fees) {
        return new AreaCharges(
                fees,
                ZoneDistance.SAME_TRANSFORMER,
                TariffTable.of(ZoneOffset.UTC, List.of()),
                List.of());
    }

    /** What holds for an interval that starts then; levies and taxes are one sum. */
    public AreaFees at(Instant start) {
        Optional<Price> levies =
                Stream.of(changes.at(TariffKind.LEVY, start), changes.at(TariffKind.TAX, start))
                        .flatMap(Optional::stream)
                        .reduce(Price::plus);
        return new AreaFees(
                changes.at(TariffKind.GRID_FEE, Optional.of(distance), start)
                        .orElse(opening.gridFee()),
                levies.orElse(opening.levy()));
    }

    /** Who issues invoices on a local day; empty if nobody did yet. */
    public Optional<Invoicing> invoicingOn(LocalDate day) {
        return invoicing.stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((_, later) -> later);
    }

    /**
     * The most that a buyer may pay for shared energy, fees included and before VAT, so that with
     * VAT it pays no more than its own supplier's all-in price.
     *
     * @param retail all-in, with VAT
     */
    public Price ceiling(Price retail, Instant start) {
        LocalDate day = start.atZone(changes.zone()).toLocalDate();
        int permille = invoicingOn(day).map(one -> one.buyersPermille(day)).orElse(0);
        return Price.ofMicroPerKwh(
                Math.floorDiv(Math.multiplyExact(retail.microPerKwh(), WHOLE), WHOLE + permille));
    }
}
