package energy.peerwatt.web.view;

import energy.peerwatt.web.registry.Invoicing;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who issues an area's invoices from a local day on.
 *
 * @param quietDays days after a month's end, and after its last settlement, from which on its
 *     invoices are issued without being asked for; null: by hand only
 */
public record InvoicingView(
        LocalDate validFrom,
        String series,
        String name,
        String lines,
        String country,
        String vatRole,
        @Nullable Integer quietDays) {

    /** The view. */
    public static InvoicingView of(Invoicing invoicing) {
        return new InvoicingView(
                invoicing.validFrom(),
                invoicing.issuer().series(),
                invoicing.issuer().name(),
                invoicing.issuer().lines(),
                invoicing.country(),
                invoicing.role().name(),
                invoicing.quietDays().orElse(null));
    }
}
