package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.web.registry.Invoicing;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Who issues an area's invoices from a local day on.
 *
 * @param series prefix of the numbers, capital letters, digits and dashes
 * @param lines address, VAT number and whatever else is printed, separated by line feeds
 * @param country AT, DE, ES or IT
 * @param vatRole {@link VatRole} of the issuer
 */
public record InvoicingRequest(
        @NotNull String validFrom,
        @NotBlank @Size(max = 20) String series,
        @NotBlank @Size(max = 200) String name,
        @NotNull @Size(max = 1000) String lines,
        @NotBlank String country,
        @NotNull String vatRole) {

    /** What is asked for; throws what names the field that is wrong. */
    Invoicing toInvoicing() {
        return new Invoicing(
                Inputs.date("validFrom", validFrom).orElseThrow(),
                new Issuer(series, name, lines),
                country,
                Inputs.name("vatRole", VatRole.class, vatRole).orElseThrow());
    }
}
