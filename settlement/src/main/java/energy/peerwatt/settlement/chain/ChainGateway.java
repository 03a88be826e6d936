package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.VaultParts.Part;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings each settlement batch to the vault exactly once, and reads the vault.
 *
 * <p>A transaction is written down with its nonce and signed bytes before anything is sent; after a
 * crash the same bytes are sent again; the receipt decides. Blocks on database and chain: call from
 * worker threads. Safe for use by several threads, which take turns in {@link #submit} and in
 * {@link #pump}.
 */
public final class ChainGateway {

    private static final Logger LOG = System.getLogger(ChainGateway.class.getName());
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(20);

    private final ChainNode node;
    private final ChainOutbox outbox;
    private final VaultSuite suite;
    private final VaultReader vault;
    private final VaultDeployment deployment;
    private final OutboxWriter writer;
    private final OutboxPump pump;
    private final VaultAccounts vaultAccounts;
    private final VaultCover cover;
    private final BatchWriter batches;
    private final Withdrawals withdrawals;
    private final VotingKeys votingKeys;
    private final Governance governance;
    private final AgreedRules agreedRules;
    private final Certificates certificates;
    private final ReentrantLock submitting = new ReentrantLock();

    /**
     * {@code node} stays the caller's to close.
     *
     * @param wallClock tells blocks' time, about
     */
    public ChainGateway(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            VaultTerms terms,
            InstantSource wallClock) {
        this.node = node;
        this.outbox = outbox;
        this.suite = new VaultSuite(accounts, terms);
        TransactionSigner signer = new TransactionSigner(accounts.operator(), node.chainId());
        this.writer = new OutboxWriter(node, outbox, signer);
        this.vault = new VaultReader(node, accounts.operatorAddress(), suite.vault());
        this.deployment =
                new VaultDeployment(node, accounts, outbox, suite, terms, writer, signer, vault);
        this.vaultAccounts =
                new VaultAccounts(outbox, writer, accounts, suite.vault(), vault::word);
        this.cover = new VaultCover(outbox, vault, wallClock, vaultAccounts::participantOf);
        this.batches =
                new BatchWriter(
                        node,
                        accounts,
                        outbox,
                        writer,
                        suite,
                        terms,
                        vaultAccounts,
                        cover,
                        wallClock);
        this.withdrawals =
                new Withdrawals(
                        node,
                        accounts,
                        outbox,
                        writer,
                        suite,
                        vault,
                        vaultAccounts,
                        this::takeOut,
                        wallClock);
        this.votingKeys = new VotingKeys(node, accounts, outbox, writer, suite, wallClock);
        this.governance = new Governance(node, accounts.operatorAddress(), outbox, writer, suite);
        this.agreedRules =
                new AgreedRules(node, accounts.operatorAddress(), outbox, writer, suite, wallClock);
        this.certificates =
                new Certificates(node, accounts, outbox, writer, suite, vaultAccounts, wallClock);
        this.pump =
                new OutboxPump(
                        node,
                        outbox,
                        signer,
                        accounts.operatorAddress(),
                        suite.steps().size(),
                        new RefusalReason(node, accounts.operatorAddress())::of);
    }

    /**
     * Writes the deployment as the first outbox rows, as far as they are not there, and checks that
     * chain and outbox belong together. Idempotent; call once at start before anything else, retry
     * on CHAIN_UNAVAILABLE. {@link #pump} then sends them.
     *
     * @throws MarketException CHAIN_STATE_MISMATCH if the chain lacks what the outbox has
     *     confirmed, the operator's key was used elsewhere, the outbox deployed other contracts, or
     *     the vault expects other keys than ours
     */
    public void ensureDeployed() {
        deployment.ensure();
    }

    /** Address of the vault: known before it is deployed, the same after any crash. */
    public ChainAddress contract() {
        return suite.vault();
    }

    /** Addresses of all contracts that were deployed, by name. */
    public Map<String, ChainAddress> contracts() {
        return suite.addresses();
    }

    /** Whether the members' money is play money, which the market pays in for them. */
    public boolean hasPlayMoney() {
        return suite.playMoney();
    }

    /**
     * Writes the batch, and the meter report that it stands on, to the outbox; {@link #pump} sends
     * them. Idempotent on the batch key: a second call returns where the first one stands. Opens
     * the accounts that it needs and is empty until they are final: pump and call again. Once they
     * are open, needs the database and the keys of operator, metering and auditor; the chain is
     * asked for its fees where it has some and, where money is play money, seldom for accounts.
     *
     * @throws MarketException SIGNING_KEY_UNAVAILABLE, DATABASE_UNAVAILABLE or CHAIN_UNAVAILABLE:
     *     nothing is written, call again later. CHAIN_LACKS_CASH if an account does not hold what
     *     the batch takes, CHAIN_WOULD_REFUSE if the breaker's window does not, CHAIN_REVERTED if
     *     an account's opening was refused, CHAIN_STATE_MISMATCH if another transaction was refused
     *     for a cause of ours: nothing is written until that has changed
     */
    public Optional<ChainBatch> submit(SettlementBatch batch) {
        submitting.lock();
        try {
            Optional<ChainBatch> existing = find(batch.key());
            return existing.isPresent() ? existing : written(batch, batches::write);
        } finally {
            submitting.unlock();
        }
    }

    /**
     * Writes again what of a batch a contract refused, each in its next round, the meter report
     * only if it was refused itself. What is under way or confirmed stays as it is, so a second
     * call does nothing. All versions of the interval before it must be confirmed. Empty while
     * accounts are being opened.
     *
     * @throws MarketException as {@link #submit}, but for causes of ours, which this is the way out
     *     of
     */
    public Optional<ChainBatch> settleAgain(SettlementBatch batch) {
        submitting.lock();
        try {
            return written(batch, batches::writeAgain);
        } finally {
            submitting.unlock();
        }
    }

    private Optional<ChainBatch> written(
            SettlementBatch batch, Function<SettlementBatch, BatchWriter.Written> work) {
        while (true) {
            switch (work.apply(batch)) {
                case YES -> {
                    return find(batch.key());
                }
                case WAITS -> {
                    return Optional.empty();
                }
                case LOOK_AGAIN -> LOG.log(Level.DEBUG, "another process wrote to the outbox");
            }
        }
    }

    /** Has accounts opened again whose opening the vault refused. */
    public void openAccountsAgain() {
        submitting.lock();
        try {
            vaultAccounts.openAgain(await(outbox.reverted(Integer.MAX_VALUE)));
        } finally {
            submitting.unlock();
        }
    }

    /** Nothing is written meanwhile that counts on cash which goes. */
    private void takeOut(Runnable writing) {
        submitting.lock();
        try {
            batches.forgetCash();
            writing.run();
        } finally {
            submitting.unlock();
        }
    }

    /** Participants' way to take money out. */
    public Withdrawals withdrawals() {
        return withdrawals;
    }

    /** Who votes. */
    public VotingKeys votingKeys() {
        return votingKeys;
    }

    /** What members vote on. */
    public Governance governance() {
        return governance;
    }

    /** By which rules areas are settled. */
    public AgreedRules agreedRules() {
        return agreedRules;
    }

    /** Certificates of what participants bought. */
    public Certificates certificates() {
        return certificates;
    }

    /** What came into a participant's account from outside, the oldest first. */
    public List<Deposit> depositsOf(ParticipantId participant) {
        return vaultAccounts.indexOf(participant).stream()
                .flatMap(index ->
                        node
                                .events(
                                        contract(),
                                        List.of(VaultCalls.DEPOSITED, VaultCalls.topic(index)),
                                        0)
                                .stream())
                .map(event ->
                        new Deposit(
                                Money.ofNano(VaultReader.number(event.words().getFirst())),
                                event.blockNumber(),
                                event.transaction()))
                .toList();
    }

    /** Money that came into an account; the newest may still vanish with its block. */
    public record Deposit(Money amount, long blockNumber, Digest transaction) {}

    /** How often something was written after a contract had refused it. */
    public long writtenAgain() {
        return await(outbox.writtenAgain());
    }

    /**
     * The pages of trades of a batch by part, as whoever challenges it needs them; empty if it was
     * not submitted yet.
     */
    public Optional<Map<Integer, List<byte[]>>> pages(SettlementBatch batch) {
        return batches.parts(batch)
                .map(parts ->
                        parts.stream()
                                .collect(
                                        Collectors.toMap(
                                                part -> part.batch().part(), Part::pages)));
    }

    /**
     * One bounded step: sends what is unconfirmed, oldest first, seals a block and reads receipts.
     * Call again soon while {@link Progress#waiting} is positive.
     *
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is lost, call
     *     again later; CHAIN_REVERTED if the contracts themselves could not be deployed
     */
    public Progress pump() {
        writer.forgetFees();
        return pump.step();
    }

    /** Where a batch stands; empty if it was never submitted. */
    public Optional<ChainBatch> find(Digest batchKey) {
        return Optional.ofNullable(find(List.of(batchKey)).get(batchKey));
    }

    /** Where several batches stand; unknown keys are absent. */
    public Map<Digest, ChainBatch> find(Collection<Digest> batchKeys) {
        return await(outbox.find(batchKeys.stream().map(Digest::hex).toList())).stream()
                .map(ChainGateway::batch)
                .collect(Collectors.toMap(ChainBatch::key, Function.identity()));
    }

    /**
     * The newest transactions that a contract refused and that were not written again, the newest
     * first: they need a person.
     */
    public List<Refusal> reverted(int limit) {
        return await(outbox.reverted(limit)).stream().map(this::refusal).toList();
    }

    /** Number of transactions in each state, the deployment included. */
    public Map<OutboxEntry.State, Long> counts() {
        return await(outbox.counts());
    }

    /** Number of the newest durable block. */
    public long chainHeight() {
        return node.height();
    }

    /**
     * A participant's account in the vault; empty until it is open.
     *
     * @throws MarketException CHAIN_UNAVAILABLE if the node does not answer
     */
    public Optional<Account> accountOf(ParticipantId participant) {
        return vaultAccounts
                .indexOf(participant)
                .map(index -> {
                    List<Digest> exit = vault.words(VaultCalls.exitOf(index), 2);
                    return new Account(
                            index,
                            Money.ofNano(cashNano(index)),
                            Money.ofNano(VaultReader.number(exit.get(0))),
                            Instant.ofEpochSecond(VaultReader.number(exit.get(1))));
                });
    }

    /**
     * What orders of a participant can count on: its cash less what is under way to the chain takes
     * of it, and less what it has asked to be paid out. Zero until its account is open.
     *
     * @throws MarketException CHAIN_UNAVAILABLE if the node does not answer
     */
    public Money creditOf(ParticipantId participant) {
        return vaultAccounts
                .indexOf(participant)
                .map(index -> cover.creditOf(index, withdrawals.underWay(participant)))
                .orElse(Money.ZERO);
    }

    /**
     * An account as the vault has it at its newest block.
     *
     * @param leaving what its owner wants out, zero if nothing
     * @param leavingAt when it can be taken at the earliest, if there is something
     */
    public record Account(long index, Money cash, Money leaving, Instant leavingAt) {

        /** What can be counted on: cash less what its owner wants out; never negative. */
        public Money available() {
            return cash.compareTo(leaving) > 0 ? cash.minus(leaving) : Money.ZERO;
        }
    }

    /**
     * What one step of the pump did.
     *
     * @param confirmed transactions that became final in this step
     * @param reverted transactions that a contract refused in this step
     * @param waiting entries that still wait for their turn, receipt or depth; more than the next
     *     step takes count as one
     */
    public record Progress(int confirmed, int reverted, int waiting) {}

    /**
     * A transaction that a contract refused.
     *
     * @param subject which settlement it was to bring to the chain, if it was for one
     * @param lacking whose account did not hold what was taken from it, if that was the reason
     */
    public record Refusal(
            Kind kind,
            ChainBatch batch,
            Optional<Subject> subject,
            Optional<ParticipantId> lacking) {}

    /** A version of an interval. */
    public record Subject(AreaId area, Instant start, int version) {}

    private Refusal refusal(Signed refused) {
        ChainBatch batch = batch(refused.entry());
        Optional<ParticipantId> lacking =
                batch.state() instanceof ChainBatch.Reverted reverted
                        ? ContractErrors.accountIn(reverted.error())
                                .flatMap(vaultAccounts::participantOf)
                        : Optional.empty();
        return new Refusal(
                refused.entry().kind(),
                batch,
                VaultCalls.subjectOf(TransactionSigner.dataOf(refused)),
                lacking);
    }

    /** Waits for the database. */
    static <T> T await(Uni<T> answer) {
        try {
            return answer.await().atMost(DATABASE_LIMIT);
        } catch (TimeoutException e) {
            throw new MarketException(ErrorCode.DATABASE_UNAVAILABLE, "chain outbox", e);
        }
    }

    private long cashNano(long index) {
        return VaultReader.number(vault.word(VaultCalls.cashOf(index)));
    }

    private static ChainBatch batch(OutboxEntry entry) {
        Outcome outcome = entry.outcome();
        ChainBatch.State state;
        if (outcome == null) {
            state =
                    entry.state() == OutboxEntry.State.PREPARED
                            ? new ChainBatch.Prepared()
                            : new ChainBatch.Sent();
        } else {
            Digest block = new Digest(outcome.blockHashHex());
            String error = outcome.error();
            state =
                    error == null
                            ? new ChainBatch.Confirmed(outcome.blockNumber(), block)
                            : new ChainBatch.Reverted(outcome.blockNumber(), block, error);
        }
        return new ChainBatch(
                new Digest(entry.batchKeyHex()), new Digest(entry.transactionHashHex()), state);
    }
}
