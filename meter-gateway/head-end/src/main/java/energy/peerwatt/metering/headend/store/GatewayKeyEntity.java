package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.protocol.GatewayIdentity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code metering.gateway_key}. */
@Entity
@Table(schema = "metering", name = "gateway_key")
@NullUnmarked
class GatewayKeyEntity {

    @Id
    @Column(name = "key_id")
    String keyId;

    @Column(name = "gateway_id")
    String gatewayId;

    @Column(name = "public_key")
    String publicKey;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "revoked_at")
    @Nullable Instant revokedAt;

    static GatewayKeyEntity of(GatewayIdentity identity, Instant registeredAt) {
        GatewayKeyEntity entity = new GatewayKeyEntity();
        entity.keyId = identity.keyId();
        entity.gatewayId = identity.gatewayId();
        entity.publicKey = identity.publicKeyBase64();
        entity.registeredAt = registeredAt;
        return entity;
    }

    /** False if it is revoked already. */
    boolean revoke(Instant at) {
        if (revokedAt != null) {
            return false;
        }
        // Written here: Hibernate notices changes only inside the entity.
        revokedAt = at;
        return true;
    }

    GatewayKey toRecord() {
        return new GatewayKey(
                GatewayIdentity.of(gatewayId, publicKey),
                registeredAt,
                Optional.ofNullable(revokedAt));
    }
}
