package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainGateway.Progress;
import energy.peerwatt.settlement.chain.ChainNode.Receipt;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Attempt;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Moves outbox entries to their end: PREPARED, SENT, MINED, then CONFIRMED or REVERTED.
 *
 * <p>An entry stays unfinished until its receipt is deep enough; one whose receipt vanishes in a
 * reorganisation is simply sent again. Whichever of its attempts a block takes decides. What is
 * kept in memory only spares calls.
 */
final class OutboxPump {

    private static final Logger LOG = System.getLogger(OutboxPump.class.getName());

    /** Entries per step. */
    private static final int BOUND = 64;

    /** Blocks that may pass before the fee is raised. */
    static final int PATIENCE = 3;

    private final ChainNode node;
    private final ChainOutbox outbox;
    private final TransactionSigner signer;
    private final ChainAddress operator;
    private final BiFunction<Signed, Receipt, Optional<String>> errorOf;
    private final ReentrantLock lock = new ReentrantLock();
    private final int steps;
    private boolean deployed;

    /** Height at which an attempt was last sent, by its hash: once per block is enough. */
    private final Map<String, Long> sentAt = new HashMap<>();

    /**
     * @param steps of the deployment, which are the first transactions
     * @param errorOf why a transaction was refused; empty if what it was to do is done
     */
    OutboxPump(
            ChainNode node,
            ChainOutbox outbox,
            TransactionSigner signer,
            ChainAddress operator,
            int steps,
            BiFunction<Signed, Receipt, Optional<String>> errorOf) {
        this.node = node;
        this.outbox = outbox;
        this.signer = signer;
        this.operator = operator;
        this.steps = steps;
        this.errorOf = errorOf;
    }

    Progress step() {
        lock.lock();
        try {
            // One more than the step takes, to know whether more wait.
            List<Signed> entries = await(outbox.unfinished(BOUND + 1));
            if (entries.isEmpty()) {
                sentAt.clear();
                return new Progress(0, 0, 0);
            }
            requireOurNonces(entries.getFirst().entry().nonce());
            List<Signed> due = due(entries);
            Map<Long, Outcome> outcomes = advance(due);
            int reverted = (int) outcomes.values().stream().filter(o -> o.error() != null).count();
            return new Progress(
                    outcomes.size() - reverted, reverted, entries.size() - outcomes.size());
        } finally {
            lock.unlock();
        }
    }

    /** The chain has taken all that is final, and nothing that was never written down. */
    private void requireOurNonces(long oldestUnfinished) {
        long onChain = node.transactionCount(operator);
        long written = await(outbox.nextNonce());
        if (onChain < oldestUnfinished || onChain > written) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the chain has "
                            + onChain
                            + " transactions of the operator, the outbox has "
                            + oldestUnfinished
                            + " final ones of "
                            + written);
        }
    }

    /** Until the contracts are there, calls to their addresses would succeed without effect. */
    private List<Signed> due(List<Signed> entries) {
        boolean ready = isDeployed();
        return entries.stream()
                .filter(entry -> ready || entry.entry().nonce() < steps)
                .limit(BOUND)
                .toList();
    }

    private boolean isDeployed() {
        if (!deployed) {
            List<Signed> rows = await(outbox.deployment());
            if (rows.stream().anyMatch(row -> row.entry().state() == State.REVERTED)) {
                throw new MarketException(
                        ErrorCode.CHAIN_REVERTED, "the contracts could not be deployed");
            }
            deployed =
                    rows.size() == steps
                            && rows.stream()
                                    .allMatch(row -> row.entry().state() == State.CONFIRMED);
        }
        return deployed;
    }

    private Map<Long, Outcome> advance(List<Signed> due) {
        long height = node.height();
        Map<Long, String> handedOver = new HashMap<>();
        List<Signed> current = new ArrayList<>();
        boolean oldest = true;
        for (Signed entry : due) {
            Signed now = entry;
            if (entry.entry().state() == State.PREPARED || receipt(entry).isEmpty()) {
                now = oldest ? raisedIfLate(entry, height) : entry;
                send(now, height).ifPresent(r -> handedOver.put(entry.entry().nonce(), r));
                oldest = false;
            }
            current.add(now);
        }
        node.seal();
        return note(current, handedOver, height);
    }

    /**
     * The fee of the oldest that waits is raised when blocks pass it by; the others wait for it.
     */
    private Signed raisedIfLate(Signed entry, long height) {
        Long sent = entry.newest().sentHeight();
        boolean late = sent != null && height - sent >= PATIENCE;
        boolean seen = isSentAt(entry, height);
        // If a block had it and lost it, what it offers was enough.
        boolean lost = entry.entry().state() == State.MINED;
        if (node.feeCeiling() == 0 || !late || seen || lost) {
            return entry;
        }
        Fees before = TransactionSigner.feesOf(entry);
        Fees fees = before.raised(node.fees(), node.feeCeiling());
        if (!fees.replaces(before)) {
            LOG.log(
                    Level.WARNING,
                    "transaction {0} waits, and its fee is at the ceiling",
                    entry.entry().transactionHashHex());
            return entry;
        }
        Optional<Signed> signed = signedAnew(entry, fees);
        if (signed.isEmpty() || !await(outbox.raise(signed.get()))) {
            return entry;
        }
        Signed raised = signed.get();
        LOG.log(
                Level.INFO,
                "fee of nonce {0} raised from {1} to {2} wei",
                entry.entry().nonce(),
                before.max(),
                fees.max());
        return raised;
    }

    /** Empty if the key does not sign now: what is signed already goes on as it is. */
    private Optional<Signed> signedAnew(Signed entry, Fees fees) {
        try {
            return Optional.of(signer.raise(entry, fees));
        } catch (MarketException e) {
            if (e.code() != ErrorCode.SIGNING_KEY_UNAVAILABLE) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "the fee of transaction {0} stays: {1}",
                    entry.entry().transactionHashHex(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Hands the newest attempt over; empty if it was this height's already, else the answer. */
    private Optional<String> send(Signed entry, long height) {
        if (isSentAt(entry, height) && !node.sealsBlocks()) {
            return Optional.empty();
        }
        Attempt attempt = entry.newest();
        Optional<String> refusal = node.send(HexFormat.of().parseHex(attempt.rawTransactionHex()));
        sentAt.put(attempt.transactionHashHex(), height);
        return Optional.of(refusal.orElse(""));
    }

    private boolean isSentAt(Signed entry, long height) {
        return Objects.equals(sentAt.get(entry.newest().transactionHashHex()), height);
    }

    /** Looks again, and writes down what became of each. */
    private Map<Long, Outcome> note(
            List<Signed> entries, Map<Long, String> handedOver, long height) {
        long onChain = node.transactionCount(operator);
        long finalHeight = node.finalHeight();
        Map<Long, Outcome> outcomes = new HashMap<>();
        List<Long> mined = new ArrayList<>();
        List<Long> sent = new ArrayList<>();
        Optional<OutboxEntry> foreign = Optional.empty();
        for (Signed signed : entries) {
            OutboxEntry entry = signed.entry();
            Optional<Receipt> receipt = receipt(signed);
            if (receipt.isPresent() && receipt.get().blockNumber() <= finalHeight) {
                outcomes.put(entry.nonce(), outcome(signed, receipt.get()));
                signed.attempts().forEach(a -> sentAt.remove(a.transactionHashHex()));
            } else if (receipt.isPresent()) {
                if (entry.state() != State.MINED) {
                    mined.add(entry.nonce());
                }
            } else {
                if (isToNote(signed, handedOver.get(entry.nonce()))) {
                    sent.add(entry.nonce());
                }
                if (entry.nonce() < onChain && foreign.isEmpty()) {
                    foreign = Optional.of(entry);
                }
            }
        }
        write(outcomes, mined, sent, height);
        foreign.ifPresent(OutboxPump::refuseForeign);
        return outcomes;
    }

    private void write(
            Map<Long, Outcome> outcomes, List<Long> mined, List<Long> sent, long height) {
        if (!sent.isEmpty()) {
            await(outbox.markSent(sent, height));
        }
        if (!mined.isEmpty()) {
            await(outbox.markMined(mined));
        }
        if (!outcomes.isEmpty()) {
            await(outbox.markFinal(outcomes));
        }
    }

    /** Whether an entry without a receipt was handed over in a way that its row does not tell. */
    private static boolean isToNote(Signed signed, @Nullable String answer) {
        if (answer == null) {
            return false;
        }
        OutboxEntry entry = signed.entry();
        boolean first = signed.newest().sentHeight() == null;
        if (first && !answer.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "transaction {0} of batch {1} refused by the node: {2}",
                    entry.transactionHashHex(),
                    entry.batchKeyHex(),
                    answer);
        }
        if (entry.state() == State.MINED) {
            LOG.log(
                    Level.WARNING,
                    "transaction {0} is no longer in a block; sent again",
                    entry.transactionHashHex());
        }
        return first || entry.state() == State.MINED;
    }

    private static void refuseForeign(OutboxEntry entry) {
        throw new MarketException(
                ErrorCode.CHAIN_STATE_MISMATCH,
                "the chain has a transaction with the operator's nonce "
                        + entry.nonce()
                        + " that is not in the outbox");
    }

    private Outcome outcome(Signed signed, Receipt receipt) {
        String transaction = receipt.transaction().hex();
        String block = receipt.blockHash().hex();
        if (receipt.succeeded()) {
            return new Outcome(transaction, receipt.blockNumber(), block, null);
        }
        Optional<String> error = errorOf.apply(signed, receipt);
        if (error.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "{0} of batch {1} was refused, for somebody had sent the same before",
                    transaction,
                    signed.entry().batchKeyHex());
            return new Outcome(transaction, receipt.blockNumber(), block, null);
        }
        LOG.log(
                Level.ERROR,
                "{0}: batch {1}, transaction {2}: {3}",
                ErrorCode.CHAIN_REVERTED.id(),
                signed.entry().batchKeyHex(),
                transaction,
                error.get());
        return new Outcome(transaction, receipt.blockNumber(), block, error.get());
    }

    /** Of whichever attempt a block took. */
    private Optional<Receipt> receipt(Signed signed) {
        return signed.attempts().reversed().stream()
                .map(attempt -> node.receipt(new Digest(attempt.transactionHashHex())))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
