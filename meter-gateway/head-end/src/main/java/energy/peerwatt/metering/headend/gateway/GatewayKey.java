package energy.peerwatt.metering.headend.gateway;

import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of a gateway. It is never deleted, so what it signed can be verified for ever.
 *
 * @param registeredAt market time
 * @param introducedBy id of the key that it followed in a rotation
 * @param validUntil end of its time after a rotation; market time, exclusive
 * @param revocation why nothing of it is taken any more
 */
public record GatewayKey(
        GatewayIdentity identity,
        Instant registeredAt,
        Optional<String> introducedBy,
        Optional<Instant> validUntil,
        Optional<Revocation> revocation) {

    /**
     * The operator's word that a key is not to be trusted.
     *
     * @param at market time since which its blocks are refused, whenever they were signed
     * @param compromisedSince since when somebody else may have had the key
     */
    public record Revocation(Instant at, String reason, Optional<Instant> compromisedSince) {}

    /** Why a block that arrives at {@code now} is refused; empty if it is not. */
    public Optional<RefusalReason> refusal(Instant now) {
        if (revocation.isPresent()) {
            return Optional.of(RefusalReason.REVOKED_KEY);
        }
        return validUntil.filter(end -> !now.isBefore(end)).map(_ -> RefusalReason.EXPIRED_KEY);
    }
}
