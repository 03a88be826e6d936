package energy.peerwatt.settlement.billing;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.Optional;

/**
 * A line of an invoice.
 *
 * @param text what it is for
 * @param energy what it is charged on; empty for fixed amounts
 * @param exact before rounding
 * @param net {@code exact} rounded to the cent
 * @param vat of the line; shown, while the document's VAT is that of the sum
 */
public record InvoiceLine(String text, Optional<Energy> energy, Money exact, Cents net, Cents vat) {

    public InvoiceLine {
        if (!net.equals(Cents.rounded(exact))) {
            throw new IllegalArgumentException("net: " + net + " is not " + exact + " rounded");
        }
    }

    /** The line of this exact amount. */
    public static InvoiceLine of(
            String text, Optional<Energy> energy, Money exact, int ratePermille) {
        Cents net = Cents.rounded(exact);
        return new InvoiceLine(text, energy, exact, net, net.vat(ratePermille));
    }

    InvoiceLine negated() {
        return new InvoiceLine(text, energy, exact.negated(), net.negated(), vat.negated());
    }
}
