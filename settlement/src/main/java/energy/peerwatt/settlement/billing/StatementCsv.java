package energy.peerwatt.settlement.billing;

import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Money;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A statement as comma-separated values (RFC 4180), one row per origin of a quarter-hour's kWh. */
public final class StatementCsv {

    private static final String HEADER =
            "interval_start,minutes,origin,counterparty,energy_wh,price_micro_per_kwh,energy_amount,"
                    + "grid_fee,levies_and_taxes,amount,quality,version,trade,lines,proof\r\n";

    private StatementCsv() {}

    /** The rows of energy alone. */
    public static String of(List<OriginLine> lines, Function<OriginLine, String> proof) {
        return of(lines, List.of(), proof);
    }

    /**
     * The rows, then one of totals.
     *
     * @param data what others paid for reading the member's values; a row for each day, of which
     *     the last field names consent and day
     * @param proof what to find a line's proof by; empty where nothing is settled
     */
    public static String of(
            List<OriginLine> lines, List<DataCredit> data, Function<OriginLine, String> proof) {
        StringBuilder text = new StringBuilder(HEADER);
        for (OriginLine line : lines) {
            text.append(row(line, proof.apply(line)));
        }
        Money total = OriginSums.of(lines).total();
        for (DataCredit credit : data) {
            text.append(row(credit));
            total = total.plus(credit.amount());
        }
        return text.append("total,,,,,,,,,")
                .append(total.toDecimalString())
                .append(",,,,,\r\n")
                .toString();
    }

    private static String row(DataCredit credit) {
        return "%s,,DATA_ACCESS,READER,,,,,,%s,,,,,consent %d of %s\r\n"
                .formatted(
                        credit.paidAt(),
                        credit.amount().toDecimalString(),
                        credit.grant(),
                        credit.day());
    }

    private static String row(OriginLine line, String proof) {
        String price =
                line.lines().isEmpty()
                        ? ""
                        : Long.toString(line.lines().getFirst().price().microPerKwh());
        String trade =
                line.lines().stream()
                        .flatMap(one -> one.trade().stream())
                        .map(TradeId::toString)
                        .findFirst()
                        .orElse("");
        String numbers =
                line.lines().stream()
                        .map(SettlementLine::number)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
        return String.join(
                        ",",
                        line.interval().start().toString(),
                        Long.toString(line.interval().length().toMinutes()),
                        line.origin().name(),
                        line.origin().counterparty().name(),
                        Long.toString(line.energy().wattHours()),
                        price,
                        line.amounts().energy().toDecimalString(),
                        line.amounts().gridFee().toDecimalString(),
                        line.amounts().taxes().toDecimalString(),
                        line.amounts().total().toDecimalString(),
                        line.quality().name(),
                        line.version() == 0 ? "" : Integer.toString(line.version()),
                        trade,
                        numbers,
                        proof)
                + "\r\n";
    }
}
