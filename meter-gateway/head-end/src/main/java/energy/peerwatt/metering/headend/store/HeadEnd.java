package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.protocol.BlockResult;
import energy.peerwatt.metering.protocol.BlockVerifier;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes signed blocks of readings: verifies, stores exactly once, says what to acknowledge.
 *
 * <pre>{@code
 * IntakeResult result = headEnd.accept(payload, clock.now()).await().atMost(timeout);
 * result.answer().ifPresent(a -> publish(a.topics().ack(), a.acknowledgement().toJson()));
 * }</pre>
 */
@ApplicationScoped
public class HeadEnd {

    private static final int MOST_RETRIES = 5;

    /** Valid as long as the gateway's row, which each block locks, has the same version. */
    private final Map<String, KeyTable.Versioned> keys = new ConcurrentHashMap<>();

    private final GatewayRegistry registry;
    private final ReadingStore readings;
    private final RefusedBlockLog refusedBlocks;

    public HeadEnd(GatewayRegistry registry, ReadingStore readings, RefusedBlockLog refusedBlocks) {
        this.registry = registry;
        this.readings = readings;
        this.refusedBlocks = refusedBlocks;
    }

    /** Trusts a gateway's key; see {@link GatewayRegistry#register}. */
    public Uni<Void> register(GatewayIdentity identity, Instant at) {
        return registry.register(identity, at);
    }

    /**
     * Verifies a block and commits its readings. The result arrives after commit; if it never
     * arrives, sending the same block again is safe. No bytes make it fail: it fails only if the
     * database does.
     *
     * @param block signed bytes as received; must not change until the result arrives
     * @param receivedAt market time now
     */
    public Uni<IntakeResult> accept(byte[] block, Instant receivedAt) {
        Uni<IntakeResult> result =
                Uni.createFrom()
                        .deferred(() -> verifyAndStore(block, receivedAt))
                        .call(outcome -> record(outcome, block, receivedAt));
        return DatabaseFailure.named("accept block", result);
    }

    private Uni<IntakeResult> verifyAndStore(byte[] block, Instant receivedAt) {
        AtomicReference<String> wanted = new AtomicReference<>();
        BlockResult withoutKeys =
                new BlockVerifier(
                                keyId -> {
                                    wanted.set(keyId);
                                    return Optional.empty();
                                })
                        .verify(block);
        String keyId = wanted.get();
        if (keyId == null) {
            return Uni.createFrom().item(refused(withoutKeys));
        }
        // Verifying a signature takes too long for an event loop.
        return Uni.createFrom()
                .deferred(() -> find(keyId))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(key -> verifyAndStore(block, keyId, key, receivedAt))
                .onFailure(GatewayChangedException.class)
                .invoke(() -> keys.remove(keyId))
                .onFailure(GatewayChangedException.class)
                .retry()
                .atMost(MOST_RETRIES);
    }

    private Uni<Optional<KeyTable.Versioned>> find(String keyId) {
        KeyTable.Versioned known = keys.get(keyId);
        return known == null
                ? registry.findVersioned(keyId)
                        .invoke(found -> found.ifPresent(key -> keys.put(keyId, key)))
                : Uni.createFrom().item(Optional.of(known));
    }

    private Uni<IntakeResult> verifyAndStore(
            byte[] block, String keyId, Optional<KeyTable.Versioned> found, Instant receivedAt) {
        Optional<GatewayKey> key = found.map(KeyTable.Versioned::key);
        Optional<RefusalReason> refusal = key.flatMap(known -> known.refusal(receivedAt));
        if (refusal.isPresent()) {
            return Uni.createFrom().item(Refused.silently(refusal.get(), "key " + keyId));
        }
        BlockResult result = new BlockVerifier(id -> key.map(GatewayKey::identity)).verify(block);
        return switch (result) {
            case BlockResult.Verified verified ->
                    readings.accept(verified, found.orElseThrow().version(), receivedAt);
            case BlockResult.Refused refused -> Uni.createFrom().item(refused(refused));
        };
    }

    private static IntakeResult refused(BlockResult result) {
        return switch (result) {
            case BlockResult.Refused(BlockResult.Refusal reason, String detail) ->
                    Refused.silently(RefusalReason.of(reason), detail);
            case BlockResult.Verified verified ->
                    throw new IllegalStateException("verified without a key: " + verified.keyId());
        };
    }

    private Uni<Void> record(IntakeResult outcome, byte[] block, Instant receivedAt) {
        return outcome instanceof Refused refused && refused.reason() != RefusalReason.GAP
                ? refusedBlocks.record(refused, block, receivedAt)
                : Uni.createFrom().voidItem();
    }
}
