package energy.peerwatt.web.view;

import energy.peerwatt.settlement.billing.Cents;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import java.util.List;
import java.util.function.Function;

/**
 * An area's documents of a month and what they come to, credit notes taken off.
 *
 * @param problems members of whom nothing could be issued when it was tried last
 */
public record AreaInvoicesView(
        String month, Totals totals, List<InvoiceView> invoices, List<Problem> problems) {

    /** Why a member has no document. */
    public record Problem(long participantId, String problem) {}

    /**
     * Sums over the documents.
     *
     * @param boughtNet what members pay, before VAT
     * @param soldNet what members are paid, before VAT
     * @param dataNet what readers of members' values pay, before VAT
     */
    public record Totals(
            String boughtNet,
            String boughtVat,
            String soldNet,
            String soldVat,
            String dataNet,
            String dataVat) {}

    /** The documents of a month by number. */
    public static AreaInvoicesView of(
            String month, List<Invoice> invoices, List<Problem> problems) {
        List<InvoiceDraft> bought =
                drafts(invoices, InvoiceKind.INVOICE, InvoiceKind.INVOICE_REVERSAL);
        List<InvoiceDraft> sold =
                drafts(invoices, InvoiceKind.SELF_BILLED, InvoiceKind.SELF_BILLED_REVERSAL);
        List<InvoiceDraft> data =
                drafts(invoices, InvoiceKind.DATA_ACCESS, InvoiceKind.DATA_ACCESS_REVERSAL);
        return new AreaInvoicesView(
                month,
                new Totals(
                        sum(bought, InvoiceDraft::net),
                        sum(bought, InvoiceDraft::tax),
                        sum(sold, InvoiceDraft::net),
                        sum(sold, InvoiceDraft::tax),
                        sum(data, InvoiceDraft::net),
                        sum(data, InvoiceDraft::tax)),
                invoices.stream().map(InvoiceView::of).toList(),
                problems);
    }

    private static List<InvoiceDraft> drafts(
            List<Invoice> invoices, InvoiceKind kind, InvoiceKind reversal) {
        return invoices.stream()
                .map(Invoice::draft)
                .filter(draft -> draft.kind() == kind || draft.kind() == reversal)
                .toList();
    }

    private static String sum(List<InvoiceDraft> drafts, Function<InvoiceDraft, Cents> part) {
        return drafts.stream().map(part).reduce(Cents.ZERO, Cents::plus).toDecimalString();
    }
}
