package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.headend.gateway.GatewayKey.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a gateway.
 *
 * @param publicKey X.509 SubjectPublicKeyInfo, base64
 * @param validUntil end after a rotation, exclusive
 * @param compromisedSince since when somebody else may have had it
 */
public record GatewayKeyView(
        String id,
        String algorithm,
        String publicKey,
        Instant registeredAt,
        @Nullable String introducedBy,
        @Nullable Instant validUntil,
        @Nullable Instant revokedAt,
        @Nullable String revokedBecause,
        @Nullable Instant compromisedSince) {

    public static GatewayKeyView of(GatewayKey key) {
        return new GatewayKeyView(
                key.identity().keyId(),
                key.identity().publicKey().algorithm().name(),
                key.identity().publicKeyBase64(),
                key.registeredAt(),
                key.introducedBy().orElse(null),
                key.validUntil().orElse(null),
                key.revocation().map(Revocation::at).orElse(null),
                key.revocation().map(Revocation::reason).orElse(null),
                key.revocation().flatMap(Revocation::compromisedSince).orElse(null));
    }
}
