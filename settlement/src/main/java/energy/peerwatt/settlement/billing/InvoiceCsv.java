package energy.peerwatt.settlement.billing;

import energy.peerwatt.unit.Energy;
import java.util.List;

/** Invoices as comma-separated values (RFC 4180), one row per line. */
public final class InvoiceCsv {

    private static final String HEADER =
            "number,kind,reverses,issued_at,month,participant,member,line,energy_wh,net,vat_permille,"
                    + "vat_treatment,vat,document_net,document_vat,document_total,currency\r\n";

    private InvoiceCsv() {}

    /** The lines of these invoices, in their order. */
    public static String of(List<Invoice> invoices) {
        StringBuilder text = new StringBuilder(HEADER);
        for (Invoice invoice : invoices) {
            for (InvoiceLine line : invoice.draft().lines()) {
                text.append(row(invoice, line)).append("\r\n");
            }
        }
        return text.toString();
    }

    private static String row(Invoice invoice, InvoiceLine line) {
        InvoiceDraft draft = invoice.draft();
        return String.join(
                ",",
                invoice.fullNumber(),
                draft.kind().name(),
                invoice.reverses().map(invoice::shownNumber).orElse(""),
                invoice.issuedAt().toString(),
                invoice.subject().month().toString(),
                invoice.subject().participant().toString(),
                quoted(invoice.subject().memberName()),
                quoted(line.text()),
                line.energy().map(Energy::wattHours).map(String::valueOf).orElse(""),
                line.net().toDecimalString(),
                Integer.toString(draft.vat().ratePermille()),
                draft.vat().treatment().name(),
                line.vat().toDecimalString(),
                draft.net().toDecimalString(),
                draft.tax().toDecimalString(),
                draft.gross().toDecimalString(),
                invoice.subject().currency());
    }

    /** Quoted, and never taken for a formula by a spreadsheet. */
    private static String quoted(String text) {
        String safe = text.matches("(?s)[=+\\-@\t\r].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
