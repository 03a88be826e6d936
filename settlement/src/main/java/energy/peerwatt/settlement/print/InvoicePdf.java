package energy.peerwatt.settlement.print;

import energy.peerwatt.settlement.billing.Cents;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import energy.peerwatt.settlement.billing.InvoiceLine;
import energy.peerwatt.settlement.billing.Shown;
import energy.peerwatt.settlement.tariff.VatTreatment;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** An invoice or credit note on paper. */
public final class InvoicePdf {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final String ROUNDING =
            "Each line is rounded once to the cent, half up; the net amount is the sum of the lines,"
                    + " and VAT is taken of that sum and rounded the same way. What your own supplier"
                    + " delivers and takes is not on this document.";

    private static final int ENERGY = 300;
    private static final int PRICE = 370;
    private static final int NET = 460;
    private static final int PERMILLE_PER_PERCENT = 10;

    private final Sheet sheet;
    private final Invoice invoice;
    private int y = Letterhead.END;

    private InvoicePdf(Sheet sheet, Invoice invoice) {
        this.sheet = sheet;
        this.invoice = invoice;
    }

    /**
     * The document as PDF.
     *
     * @param zone in whose local time its date is meant
     */
    public static byte[] of(Invoice invoice, ZoneId zone) {
        try (Sheet sheet = new Sheet(title(invoice) + " " + invoice.fullNumber())) {
            new InvoicePdf(sheet, invoice).draw(zone);
            return sheet.finish(invoice.issuer().name() + "  ·  " + invoice.fullNumber());
        }
    }

    private static String title(Invoice invoice) {
        return switch (invoice.draft().kind()) {
            case INVOICE -> "Invoice";
            case SELF_BILLED -> "Self-billed invoice";
            case DATA_ACCESS -> "Invoice";
            case INVOICE_REVERSAL, SELF_BILLED_REVERSAL, DATA_ACCESS_REVERSAL -> "Credit note";
        };
    }

    private void draw(ZoneId zone) {
        Letterhead.draw(
                sheet,
                invoice.issuer().name(),
                title(invoice),
                invoice.fullNumber()
                        + "  ·  "
                        + DAY.format(invoice.issuedAt().atZone(zone).toLocalDate()));
        parties();
        subject();
        lines();
        totals();
        notes();
    }

    private void parties() {
        sheet.text(Sheet.LEFT, y, 8, Tone.INK_3, "For");
        sheet.bold(Sheet.LEFT, y + 16, 12, Tone.INK, invoice.subject().memberName());
        sheet.text(Sheet.LEFT, y + 32, 9, Tone.INK_2, about());
        int line = y;
        for (String text : invoice.issuer().lines().split("\n", -1)) {
            sheet.right(Sheet.RIGHT, line, 9, Tone.INK_2, text.strip());
            line += 13;
        }
        y = Math.max(y + 66, line + 20);
    }

    /** A reader of data need not know who the member is whose values it read. */
    private String about() {
        long grant = invoice.subject().grant();
        return grant > 0 ? "Consent " + grant : "Member " + invoice.subject().participant();
    }

    private void subject() {
        String month =
                invoice.subject().month().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        + " "
                        + invoice.subject().month().getYear();
        String what =
                switch (invoice.draft().kind()) {
                    case INVOICE -> "What you bought from your neighbours in " + month;
                    case SELF_BILLED -> "What you sold to your neighbours in " + month;
                    case DATA_ACCESS -> "Meter values that you read by consent in " + month;
                    case INVOICE_REVERSAL, SELF_BILLED_REVERSAL, DATA_ACCESS_REVERSAL ->
                            "Takes back "
                                    + invoice.shownNumber(invoice.reverses().orElseThrow())
                                    + " of "
                                    + month;
                };
        sheet.bold(Sheet.LEFT, y, 15, Tone.INK, what);
        y += 18;
        if (invoice.draft().kind().isReversal()) {
            sheet.text(Sheet.LEFT, y, 9, Tone.INK_2, "Reason: " + invoice.reason());
        }
        y += 24;
    }

    private void lines() {
        sheet.text(Sheet.LEFT, y, 8, Tone.INK_3, "For");
        sheet.right(ENERGY, y, 8, Tone.INK_3, "kWh");
        sheet.right(PRICE, y, 8, Tone.INK_3, "ct/kWh, average");
        sheet.right(NET, y, 8, Tone.INK_3, "Net");
        sheet.right(Sheet.RIGHT, y, 8, Tone.INK_3, "VAT " + rate());
        sheet.rule(y + 5);
        y += 22;
        for (InvoiceLine line : invoice.draft().lines()) {
            sheet.text(Sheet.LEFT, y, 10, Tone.INK, line.text());
            line.energy()
                    .ifPresent(energy -> {
                        sheet.right(ENERGY, y, 10, Tone.INK, Shown.kilowattHours(energy));
                        sheet.right(
                                PRICE, y, 10, Tone.INK_2, Shown.centsPerKwh(line.exact(), energy));
                    });
            sheet.right(NET, y, 10, Tone.INK, money(line.net()));
            sheet.right(Sheet.RIGHT, y, 10, Tone.INK_2, money(line.vat()));
            y += 20;
        }
        sheet.rule(y - 8);
        y += 10;
    }

    private void totals() {
        InvoiceDraft draft = invoice.draft();
        total("Net", draft.net());
        total("VAT " + rate(), draft.tax());
        sheet.fill(PRICE - 70, y - 4, Sheet.RIGHT - PRICE + 70, 32, Tone.PAPER);
        sheet.bold(PRICE - 58, y + 17, 12, Tone.INK, totalTitle());
        sheet.boldRight(Sheet.RIGHT - 12, y + 17, 13, Tone.INK, money(draft.gross()));
        y += 56;
    }

    private void total(String title, Cents amount) {
        sheet.text(PRICE - 58, y, 10, Tone.INK_2, title);
        sheet.right(Sheet.RIGHT - 12, y, 10, Tone.INK, money(amount));
        y += 18;
    }

    /** Who pays whom, in words and not by a sign. */
    private String totalTitle() {
        InvoiceKind kind = invoice.draft().kind();
        boolean memberPays =
                kind == InvoiceKind.INVOICE
                        || kind == InvoiceKind.SELF_BILLED_REVERSAL
                        || kind == InvoiceKind.DATA_ACCESS;
        // A credit note's amounts are those of the document it takes back, negated.
        boolean usual = (invoice.draft().gross().value() >= 0) != kind.isReversal();
        return memberPays == usual ? "You pay" : "You receive";
    }

    private void notes() {
        invoice.draft()
                .vatNote()
                .ifPresent(note -> {
                    sheet.bold(Sheet.LEFT, y, 9, Tone.INK, "No VAT is charged: " + note);
                    y += 18;
                });
        y = sheet.paragraph(y, 8, Tone.INK_3, ROUNDING);
    }

    private String rate() {
        if (invoice.draft().vat().treatment() != VatTreatment.CHARGED) {
            return "none";
        }
        int permille = invoice.draft().vat().ratePermille();
        int rest = permille % PERMILLE_PER_PERCENT;
        return permille / PERMILLE_PER_PERCENT + (rest == 0 ? "" : "." + rest) + " %";
    }

    /** A credit note is shown as the amounts that it gives back. */
    private String money(Cents cents) {
        Cents shown = invoice.draft().kind().isReversal() ? cents.negated() : cents;
        return ShownMoney.of(shown, invoice.subject().currency());
    }
}
