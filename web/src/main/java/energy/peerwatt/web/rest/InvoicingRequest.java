package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.web.registry.Invoicing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who issues an area's invoices from a local day on.
 *
 * @param series prefix of the numbers, capital letters, digits and dashes
 * @param lines address, VAT number and whatever else is printed, separated by line feeds
 * @param country AT, DE, ES or IT
 * @param vatRole {@link VatRole} of the issuer
 * @param quietDays days after a month's end, and after its last settlement, from which on its
 *     invoices are issued without being asked for; null: by hand only
 */
public record InvoicingRequest(
        @NotNull String validFrom,
        @NotBlank @Size(max = 20) String series,
        @NotBlank @Size(max = 200) String name,
        @NotNull @Size(max = 1000) String lines,
        @NotBlank String country,
        @NotNull String vatRole,
        @Nullable @Min(0) @Max(MOST_DAYS) Integer quietDays) {

    private static final int MOST_DAYS = 366;

    /** What is asked for; throws what names the field that is wrong. */
    Invoicing toInvoicing() {
        return new Invoicing(
                Inputs.date("validFrom", validFrom).orElseThrow(),
                new Issuer(series, name, lines),
                country,
                Inputs.name("vatRole", VatRole.class, vatRole).orElseThrow(),
                Optional.ofNullable(quietDays));
    }
}
