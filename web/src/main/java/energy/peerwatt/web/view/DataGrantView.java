package energy.peerwatt.web.view;

import energy.peerwatt.unit.Money;
import energy.peerwatt.web.consent.DataGrant;
import energy.peerwatt.web.consent.DataPayment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member lets an account read of its meter's values.
 *
 * @param grantee login of the account
 * @param pricePerDay of each local day that is read, once; in the currency of the member's area
 * @param revokedAt null unless it was taken back
 * @param acceptedAt null until the grantee accepts it; one without a price needs no acceptance
 * @param holds whether values are read by it now
 * @param paidDays local days that were read and paid
 * @param paid what the grantee owes the member for them
 */
public record DataGrantView(
        long id,
        long participantId,
        String grantee,
        String purpose,
        String resolution,
        String pricePerDay,
        Instant grantedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant acceptedAt,
        boolean holds,
        int paidDays,
        String paid) {

    /** The view at a market time. */
    public static DataGrantView of(DataGrant grant, List<DataPayment> paid, Instant now) {
        return new DataGrantView(
                grant.id(),
                grant.participant().value(),
                grant.grantee(),
                grant.purpose(),
                grant.resolution().name(),
                grant.price().toDecimalString(),
                grant.grantedAt(),
                grant.expiresAt(),
                grant.revokedAt().orElse(null),
                grant.acceptedAt().orElse(null),
                grant.holdsAt(now),
                paid.size(),
                paid.stream()
                        .map(DataPayment::amount)
                        .reduce(Money.ZERO, Money::plus)
                        .toDecimalString());
    }
}
