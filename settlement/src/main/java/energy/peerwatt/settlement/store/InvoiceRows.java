package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.Cents;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.billing.Invoice.Subject;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import energy.peerwatt.settlement.billing.InvoiceLine;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatRule;
import energy.peerwatt.settlement.tariff.VatTreatment;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invoices as rows of {@code settlement.invoice} and {@code settlement.invoice_line}. */
final class InvoiceRows {

    static final String INSERT =
            """
            INSERT INTO settlement.invoice (issuer, number, area, participant, month, kind, version,
                reverses, currency, issuer_name, issuer_lines, member_name, issued_at, vat_role,
                vat_treatment, vat_permille, vat_from, vat_until, vat_basis, net_cents, vat_cents,
                reason, data_grant)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22, $23)
            """;

    static final String INSERT_LINE =
            "INSERT INTO settlement.invoice_line VALUES ($1, $2, $3, $4, $5, $6)";

    static final String SELECT =
            """
            SELECT i.*, l.text, l.energy_wh, l.exact_nano FROM settlement.invoice i
                JOIN settlement.invoice_line l ON l.issuer = i.issuer AND l.number = i.number
            """;

    static final String ORDER = " ORDER BY i.issuer, i.number, l.position";

    private record Key(String series, long number) {}

    private InvoiceRows() {}

    static Tuple tuple(Invoice invoice, int version) {
        InvoiceDraft draft = invoice.draft();
        VatRule vat = draft.vat();
        return Tuple.tuple()
                .addString(invoice.issuer().series())
                .addLong(invoice.number())
                .addInteger(invoice.subject().area().value())
                .addLong(invoice.subject().participant().value())
                .addLocalDate(invoice.subject().month().atDay(1))
                .addString(draft.kind().name())
                .addInteger(version)
                .addLong(invoice.reverses().orElse(null))
                .addString(invoice.subject().currency())
                .addString(invoice.issuer().name())
                .addString(invoice.issuer().lines())
                .addString(invoice.subject().memberName())
                .addOffsetDateTime(invoice.issuedAt().atOffset(ZoneOffset.UTC))
                .addString(vat.role().name())
                .addString(vat.treatment().name())
                .addInteger(vat.ratePermille())
                .addLocalDate(vat.validity().from())
                .addLocalDate(vat.validity().until().orElse(null))
                .addString(vat.legalBasis())
                .addLong(draft.net().value())
                .addLong(draft.tax().value())
                .addString(invoice.reason())
                .addLong(invoice.subject().grant());
    }

    static List<Tuple> lines(Invoice invoice) {
        List<Tuple> rows = new ArrayList<>();
        for (InvoiceLine line : invoice.draft().lines()) {
            rows.add(
                    Tuple.tuple()
                            .addString(invoice.issuer().series())
                            .addLong(invoice.number())
                            .addInteger(rows.size() + 1)
                            .addString(line.text())
                            .addLong(line.energy().map(Energy::wattHours).orElse(null))
                            .addLong(line.exact().nano()));
        }
        return rows;
    }

    /** Rows of {@link #SELECT} in {@link #ORDER}. */
    static List<Invoice> invoices(RowSet<Row> rows) {
        Map<Key, List<Row>> byNumber = new LinkedHashMap<>();
        for (Row row : rows) {
            Key key = new Key(row.getString("issuer"), row.getLong("number"));
            byNumber.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }
        return byNumber.values().stream().map(InvoiceRows::invoice).toList();
    }

    private static Invoice invoice(List<Row> lines) {
        Row row = lines.getFirst();
        Subject subject =
                new Subject(
                        new AreaId(row.getInteger("area")),
                        new ParticipantId(row.getLong("participant")),
                        row.getString("member_name"),
                        YearMonth.from(row.getLocalDate("month")),
                        row.getString("currency"),
                        row.getLong("data_grant"));
        return new Invoice(
                new Issuer(
                        row.getString("issuer"),
                        row.getString("issuer_name"),
                        row.getString("issuer_lines")),
                row.getLong("number"),
                subject,
                draft(row, lines),
                Optional.ofNullable(row.getLong("reverses")),
                row.getOffsetDateTime("issued_at").toInstant(),
                row.getString("reason"));
    }

    private static InvoiceDraft draft(Row row, List<Row> lines) {
        VatRule vat =
                new VatRule(
                        VatRole.valueOf(row.getString("vat_role")),
                        VatTreatment.valueOf(row.getString("vat_treatment")),
                        row.getInteger("vat_permille"),
                        new Validity(
                                row.getLocalDate("vat_from"),
                                Optional.ofNullable(row.getLocalDate("vat_until"))),
                        row.getString("vat_basis"));
        return new InvoiceDraft(
                InvoiceKind.valueOf(row.getString("kind")),
                lines.stream().map(line -> line(line, vat)).toList(),
                vat,
                new Cents(row.getLong("net_cents")),
                new Cents(row.getLong("vat_cents")));
    }

    private static InvoiceLine line(Row row, VatRule vat) {
        return InvoiceLine.of(
                row.getString("text"),
                Optional.ofNullable(row.getLong("energy_wh")).map(Energy::ofWattHours),
                Money.ofNano(row.getLong("exact_nano")),
                vat.ratePermille());
    }
}
