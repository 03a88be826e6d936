package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainGateway.Progress;
import energy.peerwatt.settlement.chain.ChainNode.Receipt;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.OutboxEntry.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Moves outbox entries to their end. An entry stays unfinished until its receipt is deep enough, so
 * one whose receipt vanishes in a reorganisation is simply sent again.
 */
final class OutboxPump {

    private static final Logger LOG = System.getLogger(OutboxPump.class.getName());

    /** Entries per step. */
    private static final int BOUND = 64;

    private final ChainNode node;
    private final ChainOutbox outbox;
    private final Function<Signed, String> errorOf;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean deployed;

    OutboxPump(ChainNode node, ChainOutbox outbox, Function<Signed, String> errorOf) {
        this.node = node;
        this.outbox = outbox;
        this.errorOf = errorOf;
    }

    Progress step() {
        lock.lock();
        try {
            // One more than the step takes, to know whether more wait.
            List<Signed> entries = await(outbox.unfinished(BOUND + 1));
            if (entries.isEmpty()) {
                return new Progress(0, 0, 0);
            }
            // Until the contract is there, calls to its address would succeed without effect.
            int bound = isDeployed() ? BOUND : 1;
            List<Signed> due = entries.subList(0, Math.min(bound, entries.size()));
            Map<Long, Outcome> outcomes = advance(due);
            int reverted = (int) outcomes.values().stream().filter(o -> o.error() != null).count();
            return new Progress(
                    outcomes.size() - reverted, reverted, entries.size() - outcomes.size());
        } finally {
            lock.unlock();
        }
    }

    private boolean isDeployed() {
        if (!deployed) {
            State state = await(outbox.first()).orElseThrow().entry().state();
            if (state == State.REVERTED) {
                throw new MarketException(
                        ErrorCode.CHAIN_REVERTED, "the contract could not be deployed");
            }
            deployed = state == State.CONFIRMED;
        }
        return deployed;
    }

    private Map<Long, Outcome> advance(List<Signed> due) {
        List<Long> accepted = new ArrayList<>();
        Map<Long, String> refusals = new HashMap<>();
        for (Signed signed : due) {
            OutboxEntry entry = signed.entry();
            if (entry.state() == State.SENT && receipt(entry).isPresent()) {
                continue;
            }
            Optional<String> refusal = node.send(raw(signed));
            refusal.ifPresentOrElse(
                    reason -> refusals.put(entry.nonce(), reason),
                    () -> accepted.add(entry.nonce()));
        }
        node.seal();
        Map<Long, Outcome> outcomes = outcomes(due, refusals);
        accepted.removeAll(outcomes.keySet());
        if (!accepted.isEmpty()) {
            await(outbox.markSent(accepted));
        }
        if (!outcomes.isEmpty()) {
            await(outbox.markFinal(outcomes));
        }
        return outcomes;
    }

    private Map<Long, Outcome> outcomes(List<Signed> due, Map<Long, String> refusals) {
        Map<Long, Outcome> outcomes = new HashMap<>();
        long deepEnough = node.height() - node.finalityDepth();
        for (Signed signed : due) {
            OutboxEntry entry = signed.entry();
            Optional<Receipt> receipt = receipt(entry);
            if (receipt.isEmpty() && refusals.containsKey(entry.nonce())) {
                LOG.log(
                        Level.WARNING,
                        "transaction {0} of batch {1} refused by the node: {2}",
                        entry.transactionHashHex(),
                        entry.batchKeyHex(),
                        refusals.get(entry.nonce()));
            }
            receipt.filter(found -> found.blockNumber() <= deepEnough)
                    .ifPresent(found -> outcomes.put(entry.nonce(), outcome(signed, found)));
        }
        return outcomes;
    }

    private Outcome outcome(Signed signed, Receipt receipt) {
        String block = receipt.blockHash().hex();
        if (receipt.succeeded()) {
            return new Outcome(receipt.blockNumber(), block, null);
        }
        String error = errorOf.apply(signed);
        LOG.log(
                Level.ERROR,
                "{0}: batch {1}, transaction {2}: {3}",
                ErrorCode.CHAIN_REVERTED.id(),
                signed.entry().batchKeyHex(),
                signed.entry().transactionHashHex(),
                error);
        return new Outcome(receipt.blockNumber(), block, error);
    }

    private Optional<Receipt> receipt(OutboxEntry entry) {
        return node.receipt(new Digest(entry.transactionHashHex()));
    }

    private static byte[] raw(Signed signed) {
        return HexFormat.of().parseHex(signed.rawTransactionHex());
    }
}
