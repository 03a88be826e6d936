package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult.Refusal;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.protocol.BrokerPassword;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The gateways and their keys. A gateway may have several keys; a key belongs to one gateway for
 * good.
 */
@ApplicationScoped
public class GatewayRegistry {

    private static final String INSERT =
            """
            INSERT INTO metering.gateway_position (gateway_id, all_points) VALUES ($1, $2)
            ON CONFLICT DO NOTHING
            """;

    // Who had the key could have introduced others with it, and those others again.
    private static final String REVOKE =
            """
            WITH RECURSIVE distrusted AS (
                SELECT key_id FROM metering.gateway_key WHERE key_id = $1
                UNION
                SELECT k.key_id FROM metering.gateway_key k
                JOIN distrusted d ON k.introduced_by = d.key_id
                WHERE k.registered_at >= $4)
            UPDATE metering.gateway_key k
            SET revoked_at = coalesce(k.revoked_at, $2),
                revoked_because = coalesce(k.revoked_because, $3),
                compromised_since = least(k.compromised_since, $4)
            FROM distrusted d WHERE k.key_id = d.key_id
            AND (k.revoked_at IS NULL OR $4 < coalesce(k.compromised_since, 'infinity'))
            RETURNING k.key_id
            """;

    // With the key somebody may have had the password, too.
    private static final String CLOSE_LOGIN =
            """
            DELETE FROM metering.gateway_login WHERE gateway = $1 AND ($2 OR NOT EXISTS (
                SELECT FROM metering.gateway_key k
                JOIN metering.gateway_position p USING (gateway_id)
                WHERE p.number = $1 AND k.revoked_at IS NULL))
            """;

    private static final String LOGIN =
            """
            SELECT l.password_hash FROM metering.gateway_login l
            JOIN metering.gateway_position p ON p.number = l.gateway WHERE p.gateway_id = $1
            """;

    private final Pool pool;

    public GatewayRegistry(Pool pool) {
        this.pool = pool;
    }

    /**
     * Creates a gateway without keys.
     *
     * @param allPoints whether it may report every metering point, as a utility's own concentrator
     *     does
     * @return false if there is one with this id; it stays as it is
     */
    public Uni<Boolean> create(String gatewayId, boolean allPoints, Actor actor) {
        return DatabaseFailure.named(
                "create gateway",
                pool.withTransaction(
                        connection -> create(connection, gatewayId, allPoints, actor)));
    }

    private static Uni<Boolean> create(
            SqlConnection connection, String gatewayId, boolean allPoints, Actor actor) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(gatewayId, allPoints))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().item(false);
                    }
                    String what = allPoints ? "for all metering points" : "without metering points";
                    return GatewayChange.lock(connection, gatewayId, actor)
                            .chain(change -> change.orElseThrow().record(Kind.CREATED, what))
                            .replaceWith(true);
                });
    }

    /**
     * Trusts the key of a concentrator that may report every metering point, and creates it unless
     * it is known. Repeating it changes nothing, and does not bring back a revoked key.
     *
     * <p>Fails with {@link IllegalArgumentException} if the key is another gateway's.
     *
     * @param at market time
     */
    public Uni<Void> register(GatewayIdentity identity, Instant at) {
        Actor actor = new Actor("setup", at, "");
        return create(identity.gatewayId(), true, actor)
                .chain(() -> registerKey(identity, actor))
                .invoke(result -> {
                    if (result.orElseThrow() instanceof EnrolmentResult.Refused refused
                            && refused.reason() == Refusal.KEY_OF_ANOTHER) {
                        throw new IllegalArgumentException(
                                "key " + identity.keyId() + " is another gateway's");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Trusts a key on an operator's word; repeating it changes nothing.
     *
     * @return empty if there is no such gateway
     */
    public Uni<Optional<EnrolmentResult>> registerKey(GatewayIdentity identity, Actor actor) {
        return DatabaseFailure.named(
                "register key",
                pool.withTransaction(connection ->
                        GatewayChange.lock(connection, identity.gatewayId(), actor)
                                .chain(change ->
                                        change.isEmpty()
                                                ? Uni.createFrom().item(Optional.empty())
                                                : trust(
                                                                change.get(),
                                                                identity,
                                                                null,
                                                                Kind.KEY_REGISTERED)
                                                        .map(Optional::of))));
    }

    /** Adds the key to the gateway's unless it is there; a key that is known stays as it is. */
    static Uni<EnrolmentResult> trust(
            GatewayChange change,
            GatewayIdentity identity,
            @Nullable String introducedBy,
            Kind kind) {
        return KeyTable.insert(change.connection(), identity, change.actor().at(), introducedBy)
                .chain(inserted ->
                        inserted
                                ? change.record(kind, identity.publicKey().toString())
                                        .replaceWith(new EnrolmentResult.Trusted(identity))
                                : KeyTable.key(change.connection(), identity.keyId())
                                        .map(known -> known(known.orElseThrow(), identity)));
    }

    private static EnrolmentResult known(GatewayKey key, GatewayIdentity identity) {
        if (!key.identity().equals(identity)) {
            return new EnrolmentResult.Refused(Refusal.KEY_OF_ANOTHER);
        }
        return key.revocation().isPresent()
                ? new EnrolmentResult.Refused(Refusal.REVOKED_KEY)
                : new EnrolmentResult.Trusted(identity);
    }

    /**
     * Refuses the key's blocks from now on, whenever they were signed. What was committed stays.
     *
     * @param compromisedSince since when somebody else may have had the key; keys that it
     *     introduced from then on are revoked as well. May be told after a revocation without it
     * @return ids of the keys this changed; empty if there is no such key or nothing is new
     */
    public Uni<List<String>> revoke(String keyId, Optional<Instant> compromisedSince, Actor actor) {
        return DatabaseFailure.named(
                "revoke key",
                pool.withTransaction(connection ->
                        KeyTable.key(connection, keyId)
                                .chain(key ->
                                        key.isEmpty()
                                                ? Uni.createFrom().item(List.of())
                                                : revoke(
                                                        connection,
                                                        key.get(),
                                                        compromisedSince,
                                                        actor))));
    }

    private static Uni<List<String>> revoke(
            SqlConnection connection,
            GatewayKey key,
            Optional<Instant> compromisedSince,
            Actor actor) {
        Tuple values =
                Tuple.of(
                        key.identity().keyId(),
                        Columns.time(actor.at()),
                        actor.reason(),
                        compromisedSince.map(Columns::time).orElse(null));
        return GatewayChange.lock(connection, key.identity().gatewayId(), actor)
                .map(Optional::orElseThrow)
                .chain(change ->
                        connection
                                .preparedQuery(REVOKE)
                                .execute(values)
                                .map(rows ->
                                        StreamSupport.stream(rows.spliterator(), false)
                                                .map(row -> row.getString(0))
                                                .sorted()
                                                .toList())
                                .call(keys -> closed(change, keys, compromisedSince)));
    }

    private static Uni<Void> closed(
            GatewayChange change, List<String> keys, Optional<Instant> compromisedSince) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String since = compromisedSince.map(at -> ", compromised since " + at).orElse("");
        return change.connection()
                .preparedQuery(CLOSE_LOGIN)
                .execute(Tuple.of(change.number(), compromisedSince.isPresent()))
                .chain(() -> change.record(Kind.KEY_REVOKED, String.join(", ", keys) + since));
    }

    /** The key with this id (16 hex digits), revoked or not. */
    public Uni<Optional<GatewayKey>> find(String keyId) {
        return DatabaseFailure.named("find key", KeyTable.key(pool, keyId));
    }

    /** The key with this id and how many changes its gateway has seen. */
    Uni<Optional<KeyTable.Versioned>> findVersioned(String keyId) {
        return DatabaseFailure.named("find key", KeyTable.find(pool, keyId));
    }

    /** Keys of all gateways by gateway id, revoked ones included. */
    public Uni<List<GatewayKey>> keys() {
        return DatabaseFailure.named("keys", KeyTable.all(pool));
    }

    /** Keys of one gateway, the oldest first, revoked ones included. */
    public Uni<List<GatewayKey>> keys(String gatewayId) {
        return DatabaseFailure.named("keys", KeyTable.of(pool, gatewayId));
    }

    /** Whether a gateway has this password at the broker; not after all its keys were revoked. */
    public Uni<Boolean> mayLogIn(String gatewayId, BrokerPassword password) {
        Uni<Boolean> may =
                pool.preparedQuery(LOGIN)
                        .execute(Tuple.of(gatewayId))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .anyMatch(row -> same(row.getString(0), password.hash())));
        return DatabaseFailure.named("broker login", may);
    }

    /** Takes as long for any two texts of one length. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
