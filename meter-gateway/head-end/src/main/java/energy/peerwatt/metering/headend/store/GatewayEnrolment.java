package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult.Refusal;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult.Trusted;
import energy.peerwatt.metering.headend.gateway.GatewayEvent;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.EnrolmentRequest;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.KeyRotation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gateways bring their keys themselves: a first one with a code of the operator, a next one with
 * the word of the one before. Each proves that it has the key.
 *
 * <p>Everything may be repeated: a gateway that did not get the answer asks again and gets it.
 */
@ApplicationScoped
public class GatewayEnrolment {

    /** How long a key may go on at most after the next one was introduced. */
    public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private static final String SAVE_CODE =
            """
            INSERT INTO metering.enrolment_code (gateway, token_hash, expires_at)
            VALUES ($1, $2, $3) ON CONFLICT (gateway) DO UPDATE
            SET token_hash = $2, expires_at = $3, used_by = NULL
            """;

    private static final String FIND_CODE =
            """
            SELECT token_hash, expires_at, used_by FROM metering.enrolment_code WHERE gateway = $1
            """;

    private static final String USE_CODE =
            """
            WITH login AS (
                INSERT INTO metering.gateway_login (gateway, password_hash) VALUES ($1, $3)
                ON CONFLICT (gateway) DO UPDATE SET password_hash = $3)
            UPDATE metering.enrolment_code SET used_by = $2 WHERE gateway = $1
            """;

    private static final String END_OLD_KEY =
            """
            UPDATE metering.gateway_key SET valid_until = least(valid_until, $2) WHERE key_id = $1
            """;

    private final Pool pool;
    private final SecureRandom random = new SecureRandom();

    public GatewayEnrolment(Pool pool) {
        this.pool = pool;
    }

    /**
     * Makes a code with which one key of the gateway can be enrolled until {@code expiresAt}; a
     * code of before is void. Only its hash is kept.
     *
     * @return empty if there is no such gateway
     */
    public Uni<Optional<EnrolmentCode>> issueCode(
            String gatewayId, Instant expiresAt, Actor actor) {
        return DatabaseFailure.named(
                "issue enrolment code",
                pool.withTransaction(connection ->
                        GatewayChange.lock(connection, gatewayId, actor)
                                .chain(change ->
                                        change.isEmpty()
                                                ? Uni.createFrom().item(Optional.empty())
                                                : issueCode(change.get(), gatewayId, expiresAt)
                                                        .map(Optional::of))));
    }

    private Uni<EnrolmentCode> issueCode(
            GatewayChange change, String gatewayId, Instant expiresAt) {
        EnrolmentCode code = EnrolmentCode.generate(gatewayId, random);
        return change.connection()
                .preparedQuery(SAVE_CODE)
                .execute(
                        Tuple.of(change.number(), tokenHash(code.token()), Columns.time(expiresAt)))
                .chain(() -> change.record(Kind.CODE_ISSUED, "until " + expiresAt))
                .replaceWith(code);
    }

    /**
     * Trusts the key of a gateway that has a code and the key, and takes its broker password. The
     * code is used up by it.
     *
     * @param request see {@link EnrolmentRequest#sign}
     * @param now market time
     */
    public Uni<EnrolmentResult> enrol(byte[] request, Instant now) {
        Optional<EnrolmentRequest> proven = EnrolmentRequest.verify(request);
        if (proven.isEmpty()) {
            return refused(Refusal.NOT_PROVEN);
        }
        Actor actor = new Actor(GatewayEvent.GATEWAY, now, "");
        return DatabaseFailure.named(
                "enrol gateway",
                pool.withTransaction(connection ->
                        GatewayChange.lock(connection, proven.get().identity().gatewayId(), actor)
                                .chain(change ->
                                        change.isEmpty()
                                                ? refused(Refusal.WRONG_CODE)
                                                : enrol(change.get(), proven.get()))));
    }

    private static Uni<EnrolmentResult> enrol(GatewayChange change, EnrolmentRequest request) {
        return change.connection()
                .preparedQuery(FIND_CODE)
                .execute(Tuple.of(change.number()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).findFirst())
                .chain(code -> {
                    Optional<Refusal> refusal =
                            code.isEmpty()
                                    ? Optional.of(Refusal.WRONG_CODE)
                                    : refusal(code.get(), request, change.actor().at());
                    return refusal.isPresent() ? refused(refusal.get()) : useCode(change, request);
                });
    }

    private static Optional<Refusal> refusal(Row code, EnrolmentRequest request, Instant now) {
        if (!GatewayRegistry.same(code.getString("token_hash"), tokenHash(request.token()))) {
            return Optional.of(Refusal.WRONG_CODE);
        }
        @Nullable String usedBy = code.getString("used_by");
        if (usedBy != null) {
            return usedBy.equals(request.identity().keyId())
                    ? Optional.empty()
                    : Optional.of(Refusal.USED_CODE);
        }
        return now.isBefore(code.getOffsetDateTime("expires_at").toInstant())
                ? Optional.empty()
                : Optional.of(Refusal.EXPIRED_CODE);
    }

    private static Uni<EnrolmentResult> useCode(GatewayChange change, EnrolmentRequest request) {
        GatewayIdentity identity = request.identity();
        return GatewayRegistry.trust(change, identity, null, Kind.KEY_ENROLLED)
                .call(result ->
                        result instanceof Trusted
                                ? change.connection()
                                        .preparedQuery(USE_CODE)
                                        .execute(
                                                Tuple.of(
                                                        change.number(),
                                                        identity.keyId(),
                                                        request.brokerPasswordHash()))
                                : Uni.createFrom().voidItem());
    }

    /**
     * Trusts a gateway's next key on the word of its old one, which ends when the gateway says.
     *
     * @param rotation see {@link KeyRotation#sign}; the old key's end lies within {@link
     *     #LONGEST_OVERLAP}
     * @param now market time
     */
    public Uni<EnrolmentResult> rotate(byte[] rotation, Instant now) {
        Optional<String> oldKeyId = KeyRotation.oldKeyId(rotation);
        if (oldKeyId.isEmpty()) {
            return refused(Refusal.NOT_PROVEN);
        }
        return DatabaseFailure.named(
                "rotate key",
                pool.withTransaction(connection ->
                        KeyTable.key(connection, oldKeyId.get())
                                .chain(old -> rotate(connection, old, rotation, now))));
    }

    private static Uni<EnrolmentResult> rotate(
            SqlConnection connection, Optional<GatewayKey> old, byte[] rotation, Instant now) {
        Optional<KeyRotation> proven =
                old.flatMap(key -> KeyRotation.verify(rotation, key.identity()));
        if (proven.isEmpty()) {
            return refused(Refusal.NOT_PROVEN);
        }
        GatewayIdentity identity = proven.get().identity();
        String oldKeyId = old.orElseThrow().identity().keyId();
        Actor actor = new Actor(GatewayEvent.GATEWAY, now, "");
        return GatewayChange.lock(connection, identity.gatewayId(), actor)
                .map(Optional::orElseThrow)
                .chain(change ->
                        // Read again: it may have been revoked before we had the lock.
                        KeyTable.key(connection, oldKeyId)
                                .chain(key -> rotate(change, key.orElseThrow(), proven.get())));
    }

    private static Uni<EnrolmentResult> rotate(
            GatewayChange change, GatewayKey old, KeyRotation rotation) {
        String oldKeyId = old.identity().keyId();
        return KeyTable.key(change.connection(), rotation.identity().keyId())
                .chain(next -> {
                    boolean repeated =
                            next.isPresent()
                                    && next.get().introducedBy().equals(Optional.of(oldKeyId));
                    Optional<Refusal> refusal =
                            repeated ? Optional.empty() : refusal(old, rotation, change.actor());
                    return refusal.isPresent()
                            ? refused(refusal.get())
                            : introduce(change, oldKeyId, rotation);
                });
    }

    private static Optional<Refusal> refusal(GatewayKey old, KeyRotation rotation, Actor actor) {
        Instant now = actor.at();
        Optional<RefusalReason> reason = old.refusal(now);
        if (reason.isPresent()) {
            return Optional.of(
                    reason.get() == RefusalReason.REVOKED_KEY
                            ? Refusal.REVOKED_KEY
                            : Refusal.EXPIRED_KEY);
        }
        boolean ahead =
                rotation.oldValidUntil().isAfter(now)
                        && !rotation.oldValidUntil().isAfter(now.plus(LONGEST_OVERLAP));
        return ahead ? Optional.empty() : Optional.of(Refusal.BAD_PERIOD);
    }

    private static Uni<EnrolmentResult> introduce(
            GatewayChange change, String oldKeyId, KeyRotation rotation) {
        return GatewayRegistry.trust(change, rotation.identity(), oldKeyId, Kind.KEY_ROTATED)
                .call(result ->
                        result instanceof Trusted
                                ? change.connection()
                                        .preparedQuery(END_OLD_KEY)
                                        .execute(
                                                Tuple.of(
                                                        oldKeyId,
                                                        Columns.time(rotation.oldValidUntil())))
                                : Uni.createFrom().voidItem());
    }

    private static Uni<EnrolmentResult> refused(Refusal reason) {
        return Uni.createFrom().item(new EnrolmentResult.Refused(reason));
    }

    private static String tokenHash(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
