package energy.peerwatt.web.consent;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * What a member lets somebody read of its meter's values. Times are market time.
 *
 * @param id from 1; 0 while it is not kept yet
 * @param grantee login of an account
 * @param price of each local day whose values are read, once; not negative
 * @param expiresAt from then on nothing is read by it
 * @param revokedAt from then on nothing is read by it, if it was taken back
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
        Optional<Instant> revokedAt) {

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
        return time.isBefore(expiresAt) && revokedAt.filter(at -> !time.isBefore(at)).isEmpty();
    }
}
