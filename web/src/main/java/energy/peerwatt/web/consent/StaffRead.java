package energy.peerwatt.web.consent;

import energy.peerwatt.web.accounts.AccountRole;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What one of those who run the market read of a member in a day, by its role and not by a grant.
 *
 * @param reader login; a number once the account is removed
 * @param day of market time, UTC
 * @param reads how often, at least 1
 * @param firstAt market time
 * @param lastAt market time, not before {@code firstAt}
 */
public record StaffRead(
        String reader,
        AccountRole role,
        Kind kind,
        LocalDate day,
        long reads,
        Instant firstAt,
        Instant lastAt) {

    /** What was read. */
    public enum Kind {
        INTERVAL_VALUES,
        /** Register readings and their proofs. */
        READINGS,
        /** Energy and money of a day or a longer period, slot by slot. */
        DAY,
        /** Statements and invoices. */
        BILLS
    }
}
