package energy.peerwatt.web.view;

import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.OriginSums;
import energy.peerwatt.unit.Money;
import java.util.Arrays;
import java.util.List;

/**
 * What a period comes to by origin of the kWh; what there is none of is left out.
 *
 * @param data what others paid for reading the member's values
 * @param amount all together; positive is credited
 */
public record StatementSumsView(
        String period, String currency, List<Sum> origins, Data data, String amount) {

    /**
     * What one origin came to.
     *
     * @param energyWh 0 for an origin that moves no energy
     * @param estimatedWh how much of it is not measured in the end
     */
    public record Sum(
            String origin,
            String counterparty,
            long energyWh,
            long estimatedWh,
            String energyAmount,
            String gridFee,
            String taxes,
            String amount) {}

    /** Days that were read first in the period and what they were paid. */
    public record Data(int days, String amount) {}

    /** The sums of these lines. */
    public static StatementSumsView of(
            String period, String currency, List<OriginLine> lines, List<DataCredit> data) {
        OriginSums sums = OriginSums.of(lines);
        Money paid = data.stream().map(DataCredit::amount).reduce(Money.ZERO, Money::plus);
        return new StatementSumsView(
                period,
                currency,
                Arrays.stream(Origin.values())
                        .filter(origin -> !sums.of(origin).equals(OriginSums.Sum.NONE))
                        .map(origin -> sum(origin, sums.of(origin)))
                        .toList(),
                new Data(data.size(), paid.toDecimalString()),
                sums.total().plus(paid).toDecimalString());
    }

    private static Sum sum(Origin origin, OriginSums.Sum sum) {
        return new Sum(
                origin.name(),
                origin.counterparty().name(),
                sum.energy().wattHours(),
                sum.estimated().wattHours(),
                sum.amounts().energy().toDecimalString(),
                sum.amounts().gridFee().toDecimalString(),
                sum.amounts().taxes().toDecimalString(),
                sum.amounts().total().toDecimalString());
    }
}
