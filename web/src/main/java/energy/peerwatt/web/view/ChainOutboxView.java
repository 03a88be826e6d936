package energy.peerwatt.web.view;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainBatch;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.web.settling.ChainStage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the operator's transactions stand.
 *
 * @param transactions their number by state, the deployment included; states without any are absent
 * @param refused the newest that the contract refused, the newest first; nothing sends them again
 *     but an operator
 * @param waiting settlements that are not written because they would be refused
 */
public record ChainOutboxView(
        Map<OutboxEntry.State, Long> transactions,
        List<RefusedBatch> refused,
        List<WaitingBatch> waiting) {

    private static final int MOST = 100;

    /**
     * A transaction that needs a person.
     *
     * @param kind what it was for
     * @param areaId with interval and version null unless it was for a settlement
     * @param batchKey its key in the outbox; of a batch, its key in the vault
     * @param reason the contract's error with its arguments
     * @param lackingParticipantId whose account did not hold what was taken, if that was the reason
     */
    public record RefusedBatch(
            OutboxEntry.Kind kind,
            @Nullable Integer areaId,
            @Nullable Instant interval,
            @Nullable Integer version,
            String batchKey,
            String transaction,
            long blockNumber,
            String reason,
            @Nullable Long lackingParticipantId) {}

    /**
     * A settlement that waits; all later ones of its area with it, unless a member lacks cash for
     * it.
     *
     * @param problem id of the error, see {@code deploy/docs/errors.md}
     */
    public record WaitingBatch(
            int areaId, Instant interval, int version, String problem, String reason) {}

    /** Reads the outbox; blocks. */
    public static ChainOutboxView of(ChainGateway gateway, List<ChainStage.Wait> waits) {
        List<RefusedBatch> refused =
                gateway.reverted(MOST).stream().map(ChainOutboxView::refused).toList();
        return new ChainOutboxView(
                gateway.counts(), refused, waits.stream().map(ChainOutboxView::waiting).toList());
    }

    private static WaitingBatch waiting(ChainStage.Wait wait) {
        return new WaitingBatch(
                wait.key().area().value(),
                wait.key().interval().start(),
                wait.key().version(),
                wait.code().id(),
                wait.problem());
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
                reverted.error(),
                refusal.lacking().map(ParticipantId::value).orElse(null));
    }
}
