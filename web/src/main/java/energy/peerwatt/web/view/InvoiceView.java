package energy.peerwatt.web.view;

import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceLine;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issued document. Amounts have two decimals; those of a credit note are below zero where it
 * gives back what an invoice asked for.
 *
 * @param reverses number of the document that it takes back
 * @param grant number of the consent that a document for data is about; null for energy
 * @param vatNote what the law wants to be read where no VAT is charged
 */
public record InvoiceView(
        String number,
        String kind,
        @Nullable String reverses,
        String issuer,
        int areaId,
        long participantId,
        String name,
        String month,
        Instant issuedAt,
        String reason,
        String currency,
        @Nullable Long grant,
        List<Line> lines,
        String net,
        String vatTreatment,
        int vatPermille,
        @Nullable String vatNote,
        String vat,
        String total) {

    /** One line; {@code energyWh} is null for amounts that no energy is behind. */
    public record Line(String text, @Nullable Long energyWh, String exact, String net, String vat) {

        static Line of(InvoiceLine line) {
            return new Line(
                    line.text(),
                    line.energy().map(Energy::wattHours).orElse(null),
                    line.exact().toDecimalString(),
                    line.net().toDecimalString(),
                    line.vat().toDecimalString());
        }
    }

    public static InvoiceView of(Invoice invoice) {
        InvoiceDraft draft = invoice.draft();
        return new InvoiceView(
                invoice.fullNumber(),
                draft.kind().name(),
                invoice.reverses().map(invoice::shownNumber).orElse(null),
                invoice.issuer().name(),
                invoice.subject().area().value(),
                invoice.subject().participant().value(),
                invoice.subject().memberName(),
                invoice.subject().month().toString(),
                invoice.issuedAt(),
                invoice.reason(),
                invoice.subject().currency(),
                invoice.subject().grant() > 0 ? invoice.subject().grant() : null,
                draft.lines().stream().map(Line::of).toList(),
                draft.net().toDecimalString(),
                draft.vat().treatment().name(),
                draft.vat().ratePermille(),
                draft.vatNote().orElse(null),
                draft.tax().toDecimalString(),
                draft.gross().toDecimalString());
    }
}
