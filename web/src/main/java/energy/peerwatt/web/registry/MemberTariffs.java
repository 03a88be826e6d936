package energy.peerwatt.web.registry;

import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a member's own supplier charges and pays over time.
 *
 * @param opening as registered; holds until {@code changes} say something else
 */
public record MemberTariffs(Tariffs opening, TariffTable changes) {

    /** The same for ever. */
    public static MemberTariffs constant(Tariffs tariffs) {
        return new MemberTariffs(tariffs, TariffTable.of(ZoneOffset.UTC, List.of()));
    }

    /** What holds for an interval that starts then. */
    public Tariffs at(Instant start) {
        return new Tariffs(
                changes.at(TariffKind.RETAIL, start).orElse(opening.retail()),
                changes.at(TariffKind.FEED_IN, start).orElse(opening.feedIn()));
    }
}
