package energy.peerwatt.web.consent;

import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What a grantee pays the member for a local day of values.
 *
 * @param amount positive
 * @param paidAt market time at which the day was read first
 */
public record DataPayment(
        long grant, String grantee, String purpose, LocalDate day, Money amount, Instant paidAt) {

    /** The same as it stands on the member's statement and invoice. */
    public DataCredit credit() {
        return new DataCredit(grant, grantee, purpose, day, amount, paidAt);
    }
}
