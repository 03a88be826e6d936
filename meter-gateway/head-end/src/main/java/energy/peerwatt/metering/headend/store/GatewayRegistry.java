package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The gateways' keys. A gateway may have several keys; a key belongs to one gateway for good. */
@ApplicationScoped
public class GatewayRegistry {

    private final Sessions sessions;

    public GatewayRegistry(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = new Sessions(sessions, vertx);
    }

    /**
     * Trusts the key from now on. Repeating it changes nothing, and does not bring back a revoked
     * key.
     *
     * <p>Fails with {@link IllegalArgumentException} if the key is another gateway's.
     *
     * @param at market time
     */
    public Uni<Void> register(GatewayIdentity identity, Instant at) {
        return sessions.write(session ->
                        session.find(GatewayKeyEntity.class, identity.keyId())
                                .chain(known -> register(session, known, identity, at)))
                // Somebody registered the same key at the same moment: now it is found.
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1);
    }

    private static Uni<Void> register(
            Mutiny.Session session,
            @Nullable GatewayKeyEntity known,
            GatewayIdentity identity,
            Instant at) {
        if (known != null) {
            return known.gatewayId.equals(identity.gatewayId())
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(keyOfAnother(identity, known.gatewayId));
        }
        return session.persist(GatewayKeyEntity.of(identity, at))
                .chain(() ->
                        session.createNativeQuery(
                                        """
                                        INSERT INTO metering.gateway_position (gateway_id)
                                        VALUES (:gateway) ON CONFLICT DO NOTHING
                                        """)
                                .setParameter("gateway", identity.gatewayId())
                                .executeUpdate())
                .replaceWithVoid();
    }

    private static IllegalArgumentException keyOfAnother(GatewayIdentity identity, String owner) {
        return new IllegalArgumentException(
                "key " + identity.keyId() + " is of " + owner + ", not " + identity.gatewayId());
    }

    /**
     * Refuses the key's blocks from now on. What it signed before stays.
     *
     * @param at market time
     * @return false if there is no such key or it is revoked already
     */
    public Uni<Boolean> revoke(String keyId, Instant at) {
        return sessions.write(session ->
                session.find(GatewayKeyEntity.class, keyId)
                        .map(key -> key != null && key.revoke(at)));
    }

    /** The key with this id (16 hex digits), revoked or not. */
    public Uni<Optional<GatewayKey>> find(String keyId) {
        return sessions.read(session ->
                session.find(GatewayKeyEntity.class, keyId)
                        .map(key -> Optional.ofNullable(key).map(GatewayKeyEntity::toRecord)));
    }

    /** Keys of all gateways by gateway id, revoked ones included. */
    public Uni<List<GatewayKey>> keys() {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from GatewayKeyEntity k order by k.gatewayId,"
                                        + " k.registeredAt, k.keyId",
                                GatewayKeyEntity.class)
                        .getResultList()
                        .map(keys -> keys.stream().map(GatewayKeyEntity::toRecord).toList()));
    }
}
