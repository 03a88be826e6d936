package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.chain.VaultParts.Part;
import energy.peerwatt.settlement.chain.VaultParts.Seat;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings each settlement batch to the vault exactly once, and reads the vault.
 *
 * <p>A transaction is written down with its nonce and signed bytes before anything is sent; after a
 * crash the same bytes are sent again; the receipt decides. Blocks on database and chain: call from
 * worker threads. Safe for use by several threads, which take turns in {@link #submit} and in
 * {@link #pump}.
 */
public final class ChainGateway {

    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(20);

    /** Blocks may tell another time than this clock, and transactions may wait. */
    private static final Duration FINAL_EARLY = Duration.ofHours(6);

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final VaultTerms terms;
    private final VaultSuite suite;
    private final VaultReader vault;
    private final VaultDeployment deployment;
    private final OutboxWriter writer;
    private final OutboxPump pump;
    private final VaultAccounts vaultAccounts;
    private final PlayMoney playMoney;
    private final InstantSource wallClock;
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
        this.accounts = accounts;
        this.outbox = outbox;
        this.terms = terms;
        this.wallClock = wallClock;
        this.suite = new VaultSuite(accounts, terms);
        TransactionSigner signer = new TransactionSigner(accounts.operator(), node.chainId());
        this.writer = new OutboxWriter(node, outbox, signer);
        this.vault = new VaultReader(node, accounts.operatorAddress(), suite.vault());
        this.deployment =
                new VaultDeployment(node, accounts, outbox, suite, terms, writer, signer, vault);
        this.vaultAccounts =
                new VaultAccounts(outbox, writer, accounts, suite.vault(), vault::word);
        this.playMoney = new PlayMoney(suite.vault(), index -> cashNano(index));
        this.pump =
                new OutboxPump(
                        node,
                        outbox,
                        signer,
                        accounts.operatorAddress(),
                        suite.steps().size(),
                        this::errorOf);
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
     *     nothing is written, call again later
     */
    public Optional<ChainBatch> submit(SettlementBatch batch) {
        submitting.lock();
        try {
            while (true) {
                Optional<ChainBatch> existing = find(batch.key());
                if (existing.isPresent()) {
                    return existing;
                }
                vaultAccounts.open(participants(batch));
                Optional<List<Part>> parts = parts(batch);
                if (parts.isEmpty()) {
                    return Optional.empty();
                }
                // Not added: another process took the nonce or submitted the same. Look again.
                write(parts.get());
            }
        } finally {
            submitting.unlock();
        }
    }

    /**
     * The pages of trades of a batch by part, as whoever challenges it needs them; empty if it was
     * not submitted yet.
     */
    public Optional<Map<Integer, List<byte[]>>> pages(SettlementBatch batch) {
        return parts(batch)
                .map(parts ->
                        parts.stream()
                                .collect(
                                        Collectors.toMap(
                                                part -> part.batch().part(), Part::pages)));
    }

    private Optional<List<Part>> parts(SettlementBatch batch) {
        Optional<Map<ParticipantId, Seat>> seats =
                vaultAccounts.seats(batch.area(), participants(batch));
        Instant finalAt = batch.interval().start().plus(terms.energyWindow()).minus(FINAL_EARLY);
        boolean energyIsFinal = batch.version() > 1 && !wallClock.instant().isBefore(finalAt);
        return seats.map(found -> VaultParts.of(batch, found, numbers(batch), energyIsFinal));
    }

    private static Set<ParticipantId> participants(SettlementBatch batch) {
        Set<ParticipantId> all = new HashSet<>(batch.metered().imported().keySet());
        batch.positions().forEach(position -> all.add(position.participant()));
        for (Transfer transfer : batch.transfers()) {
            all.add(transfer.payer());
            all.add(transfer.payee());
        }
        return all;
    }

    /** Of all parts that the area has, or of those that the version before had. */
    private List<Integer> numbers(SettlementBatch batch) {
        List<Integer> all =
                IntStream.range(0, vaultAccounts.partCount(batch.area())).boxed().toList();
        if (batch.version() == 1 || all.size() == 1) {
            return all;
        }
        Map<Digest, Integer> before =
                all.stream()
                        .collect(
                                Collectors.toMap(
                                        part ->
                                                VaultBatch.keyOf(
                                                        batch.area(),
                                                        batch.interval().start(),
                                                        part,
                                                        batch.version() - 1),
                                        part -> part));
        return find(before.keySet()).keySet().stream().map(before::get).sorted().toList();
    }

    /** What was not written, for whatever reason, is not counted on either. */
    private void write(List<Part> parts) {
        boolean added = false;
        try {
            added = writer.add(drafts(parts));
        } finally {
            if (!added) {
                playMoney.forget();
            }
        }
    }

    private List<Draft> drafts(List<Part> parts) {
        List<Draft> drafts = new ArrayList<>();
        for (Part part : parts) {
            VaultBatch batch = part.batch();
            if (hasPlayMoney()) {
                drafts.addAll(playMoney.before(batch.key(), batch.rows()));
            }
            if (part.needsReport()) {
                drafts.add(report(part.report()));
            }
            byte[] message = batch.message(node.chainId(), suite.vault());
            byte[] call = batch.settle(accounts.signer(Role.AUDITOR).sign(message));
            Optional<ChainAddress> vault = Optional.of(suite.vault());
            drafts.add(Draft.of(Kind.BATCH, batch.key(), vault, call, batch.gasLimit()));
        }
        return drafts;
    }

    private Draft report(MeterReport report) {
        List<Signer> signers = List.of(accounts.signer(Role.METERING));
        byte[] call = report.report(node.chainId(), suite.oracle(), signers);
        return Draft.of(
                Kind.REPORT,
                report.key(),
                Optional.of(suite.oracle()),
                call,
                MeterReport.gasLimit(signers.size()));
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
     * The newest transactions that a contract refused, the newest first. Nothing sends them again:
     * they need a person.
     */
    public List<Refusal> reverted(int limit) {
        return await(outbox.reverted(limit)).stream().map(ChainGateway::refusal).toList();
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
     */
    public record Refusal(Kind kind, ChainBatch batch, Optional<Subject> subject) {}

    /** A version of an interval. */
    public record Subject(AreaId area, Instant start, int version) {}

    private static Refusal refusal(Signed refused) {
        return new Refusal(
                refused.entry().kind(),
                batch(refused.entry()),
                VaultCalls.subjectOf(TransactionSigner.dataOf(refused)));
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

    /** Why a contract refused a transaction, as far as running it again can tell. */
    private String errorOf(Signed refused, ChainNode.Receipt receipt) {
        if (receipt.gasUsed() >= TransactionSigner.gasOf(refused)) {
            return "out of gas";
        }
        Optional<ChainAddress> to = TransactionSigner.calledBy(refused);
        if (to.isEmpty()) {
            return "unknown";
        }
        byte[] data = TransactionSigner.dataOf(refused);
        return switch (node.call(accounts.operatorAddress(), to.get(), data)) {
            case CallResult.Refused(String error) -> ContractErrors.errorIn(error);
            case CallResult.Returned(List<Digest> _) -> "unknown";
        };
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
