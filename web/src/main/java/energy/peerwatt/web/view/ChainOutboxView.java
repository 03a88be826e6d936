package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.store.OutboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
     * A batch that needs a person.
     *
     * @param reason the contract's error with its arguments
     */
    public record RefusedBatch(
            int areaId,
            Instant interval,
            int version,
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
                refusal.area().value(),
                refusal.start(),
                refusal.version(),
                batch.key().hex(),
                batch.transaction().hex(),
                reverted.blockNumber(),
                reverted.error());
    }
}
