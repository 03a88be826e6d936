package energy.peerwatt.settlement.print;

import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.unit.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a printed statement shows.
 *
 * @param from first local day
 * @param until first local day that is not on it any more
 * @param currency ISO 4217
 * @param data what others paid for reading the member's values
 * @param betterThanGrid what the member gained against supplier and feed-in alone, if known
 */
public record StatementSheet(
        String memberName,
        String areaName,
        LocalDate from,
        LocalDate until,
        ZoneId zone,
        String currency,
        List<OriginLine> lines,
        List<DataCredit> data,
        Optional<Money> betterThanGrid) {

    public StatementSheet {
        lines = List.copyOf(lines);
        data = List.copyOf(data);
    }
}
