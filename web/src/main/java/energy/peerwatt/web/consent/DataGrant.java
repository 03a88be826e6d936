package energy.peerwatt.web.consent;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a member lets somebody read of its meter's values. Times are market time.
 *
 * @param id from 1; 0 while it is not kept yet
 * @param grantee login of the account when it was granted
 * @param price of each local day whose values are read, once; not negative
 * @param expiresAt from then on nothing is read by it
 * @param revokedAt from then on nothing is read by it, if it was taken back
 * @param account the grantee's; empty before it is kept and once the account was removed
 * @param acceptedAt when the grantee accepted it, with its price; nothing is read by it before
 */
public record DataGrant(
        long id,
        ParticipantId participant,
        String grantee,
        String purpose,
        Resolution resolution,
        Money price,
        Instant grantedAt,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        OptionalLong account,
        Optional<Instant> acceptedAt) {

    /** How finely values are read. */
    public enum Resolution {
        /** Each interval's. */
        INTERVAL,
        /** Sums of local days. */
        DAY
    }

    public DataGrant {
        if (price.nano() < 0) {
            throw new IllegalArgumentException("pricePerDay: must not be negative: " + price);
        }
        if (!expiresAt.isAfter(grantedAt)) {
            throw new IllegalArgumentException("expiresAt: is not to come: " + expiresAt);
        }
    }

    /** Whether values are read by it at a time. */
    public boolean holdsAt(Instant time) {
        return account.isPresent()
                && acceptedAt.isPresent()
                && time.isBefore(expiresAt)
                && revokedAt.filter(at -> !time.isBefore(at)).isEmpty();
    }
}
