package energy.peerwatt.web.billing;

import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a member's energy would have come to with its own supplier alone. */
public final class SupplierAlone {

    /** Kinds of lines whose energy no meter has counted. */
    private static final Set<LineKind> BEYOND_THE_METER =
            EnumSet.of(LineKind.UNDELIVERED, LineKind.IMBALANCE_SHORT, LineKind.IMBALANCE_LONG);

    private SupplierAlone() {}

    /**
     * The line's energy at the supplier's prices, positive is credited; own energy at what buying
     * it would have cost. Unknown where contracts were settled that no meter has confirmed.
     */
    public static Optional<Money> of(OriginLine line, Tariffs tariffs) {
        if (line.origin() == Origin.OWN) {
            return Optional.of(tariffs.retail().times(line.energy()).negated());
        }
        Money sum = Money.ZERO;
        for (SettlementLine part : line.lines()) {
            if (BEYOND_THE_METER.contains(part.kind())) {
                return Optional.empty();
            }
            sum = sum.plus(of(part, tariffs));
        }
        return Optional.of(sum);
    }

    private static Money of(SettlementLine line, Tariffs tariffs) {
        return switch (line.direction()) {
            case BOUGHT -> tariffs.retail().times(line.energy()).negated();
            case SOLD -> tariffs.feedIn().times(line.energy());
            case NONE -> Money.ZERO;
        };
    }
}
