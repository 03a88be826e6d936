package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.store.OutboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the operator's transactions stand.
 *
 * @param transactions their number by state, the deployment included; states without any are absent
 * @param refused the newest that the contract refused, the newest first; nothing sends them again
 */
public record ChainOutboxView(
        Map<OutboxEntry.State, Long> transactions, List<RefusedBatch> refused) {

    private static final int MOST = 100;

    /**
     * A transaction that needs a person.
     *
     * @param kind what it was for
     * @param areaId with interval and version null unless it was for a settlement
     * @param batchKey its key in the outbox; of a batch, its key in the vault
     * @param reason the contract's error with its arguments
     */
    public record RefusedBatch(
            OutboxEntry.Kind kind,
            @Nullable Integer areaId,
            @Nullable Instant interval,
            @Nullable Integer version,
            String batchKey,
            String transaction,
            long blockNumber,
            String reason) {}

    /** Reads the outbox; blocks. */
    public static ChainOutboxView of(ChainGateway gateway) {
        List<RefusedBatch> refused =
                gateway.reverted(MOST).stream().map(ChainOutboxView::refused).toList();
        return new ChainOutboxView(gateway.counts(), refused);
    }

    private static RefusedBatch refused(ChainGateway.Refusal refusal) {
        ChainBatch batch = refusal.batch();
        if (!(batch.state() instanceof ChainBatch.Reverted reverted)) {
            throw new IllegalStateException("not refused: " + batch);
        }
        return new RefusedBatch(
                refusal.kind(),
                refusal.subject().map(one -> one.area().value()).orElse(null),
                refusal.subject().map(ChainGateway.Subject::start).orElse(null),
                refusal.subject().map(ChainGateway.Subject::version).orElse(null),
                batch.key().hex(),
                batch.transaction().hex(),
                reverted.blockNumber(),
                reverted.error());
    }
}
