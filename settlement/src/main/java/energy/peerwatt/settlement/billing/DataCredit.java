package energy.peerwatt.settlement.billing;

import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What a member is paid for letting somebody read a local day of its meter values by a consent.
 *
 * @param grant the consent's number
 * @param reader whom it is for, as the member knows it
 * @param purpose what it was given for
 * @param day whose values were read
 * @param amount exact, before VAT; positive
 * @param paidAt market time at which the day was read first, which says the month it is billed in
 */
public record DataCredit(
        long grant, String reader, String purpose, LocalDate day, Money amount, Instant paidAt) {

    public DataCredit {
        if (amount.nano() <= 0) {
            throw new IllegalArgumentException("amount must be positive: " + amount);
        }
    }
}
