package energy.peerwatt.web.registry;

import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatTable;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Who issues an area's invoices from a local day on, until the next one.
 *
 * @param country whose VAT rules hold, {@link CountryPack}
 * @param role of the issuer, who is the supplier on what buyers pay
 * @param quietDays days after a month's end, and after its last settlement, from which on its
 *     invoices are issued without being asked for; empty: by hand only
 */
public record Invoicing(
        LocalDate validFrom,
        Issuer issuer,
        String country,
        VatRole role,
        Optional<Integer> quietDays) {

    /** Invoices are issued by hand. */
    public Invoicing(LocalDate validFrom, Issuer issuer, String country, VatRole role) {
        this(validFrom, issuer, country, role, Optional.empty());
    }

    public Invoicing {
        if (CountryPack.of(country).isEmpty()) {
            throw new IllegalArgumentException(
                    "country: " + country + " is none of " + CountryPack.COUNTRIES);
        }
    }

    /** The country's VAT rules. */
    public VatTable vat() {
        return CountryPack.of(country).orElseThrow().vat();
    }

    /**
     * VAT that a member who cannot deduct it pays on what it buys.
     *
     * @throws IllegalArgumentException if no rule is known for that day
     */
    public int buyersPermille(LocalDate day) {
        return vat().of(role, VatRole.PRIVATE, day).ratePermille();
    }

    /**
     * Whether members pay no VAT on what they buy from the first day to this one.
     *
     * @throws IllegalArgumentException if no rule is known for a day
     */
    public boolean isFreeUntil(LocalDate last) {
        return vat().isFree(role, VatRole.PRIVATE, validFrom, last);
    }
}
