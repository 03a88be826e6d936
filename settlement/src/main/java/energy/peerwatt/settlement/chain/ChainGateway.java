package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings each settlement batch to the chain exactly once, and reads the contract.
 *
 * <p>A batch is written down with its nonce and signed bytes before anything is sent; after a crash
 * the same bytes are sent again; the receipt decides. Blocks on database and chain: call from
 * worker threads. Safe for use by several threads, which take turns in {@link #pump}.
 */
public final class ChainGateway {

    /** Batch key of the outbox row that deploys the contract; it has nonce 0. */
    private static final Digest DEPLOYMENT = Digest.ZERO;

    /** One gwei, what most chains advise. */
    private static final long FALLBACK_TIP = 1_000_000_000;

    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(20);

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final SettlementContract code;
    private final TransactionSigner signer;
    private final OutboxPump pump;
    private final ChainAddress contract;

    /** {@code node} stays the caller's to close. */
    public ChainGateway(ChainNode node, ChainAccounts accounts, ChainOutbox outbox) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.code = SettlementContract.load();
        this.signer = new TransactionSigner(accounts.operator(), node.chainId());
        this.contract = TransactionSigner.contractAddress(accounts.operatorAddress(), 0);
        this.pump = new OutboxPump(node, outbox, signer, accounts.operatorAddress(), this::errorOf);
    }

    /**
     * Writes the contract's deployment as the first outbox row unless it is there, and checks that
     * chain and outbox belong together. Idempotent; call once at start before anything else, retry
     * on CHAIN_UNAVAILABLE. {@link #pump} then sends it.
     *
     * @throws MarketException CHAIN_STATE_MISMATCH if the chain lacks what the outbox has
     *     confirmed, the operator's key was used elsewhere, or the outbox deployed another contract
     */
    public void ensureDeployed() {
        Optional<Signed> first = await(outbox.first());
        if (first.isEmpty()) {
            byte[] creation = code.deployment(accounts.operatorAddress());
            long gas = SettlementContract.DEPLOYMENT_GAS;
            await(outbox.add(signer.signCreation(0, DEPLOYMENT, creation, gas, fees())));
            first = await(outbox.first());
        }
        requireOurDeployment(first.orElseThrow());
        requireSameHistory();
    }

    /** Address of the contract: known before it is deployed, the same after any crash. */
    public ChainAddress contract() {
        return contract;
    }

    /**
     * Writes the batch to the outbox; {@link #pump} sends it. Idempotent on the batch key: a second
     * call returns where the first one stands. Needs the database and the operator's key, not the
     * chain: that is asked for its fees where it has some, and waited for some seconds at most.
     *
     * @throws MarketException SIGNING_KEY_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is written,
     *     call again later
     */
    public ChainBatch submit(SettlementBatch batch) {
        Digest key = batch.key();
        byte[] data = SettlementContract.settle(batch);
        long gas = SettlementContract.gasLimit(batch.positions().size());
        while (true) {
            Optional<ChainBatch> existing = find(key);
            if (existing.isPresent()) {
                return existing.get();
            }
            long nonce = await(outbox.nextNonce());
            if (nonce == 0) {
                throw new IllegalStateException("ensureDeployed comes before the first batch");
            }
            // Not added: another thread took the nonce or submitted the same batch. Look again.
            await(outbox.add(signer.signCall(nonce, key, contract, data, gas, fees())));
        }
    }

    /**
     * One bounded step: sends what is unconfirmed, oldest first, seals a block and reads receipts.
     * Call again soon while {@link Progress#waiting} is positive.
     *
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is lost, call
     *     again later; CHAIN_REVERTED if the contract itself could not be deployed
     */
    public Progress pump() {
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
     * The newest batches that the contract refused, the newest first. Nothing sends them again:
     * they need a person.
     */
    public List<Refusal> reverted(int limit) {
        return await(outbox.reverted(limit)).stream()
                .filter(entry -> !entry.entry().batchKeyHex().equals(DEPLOYMENT.hex()))
                .map(ChainGateway::refusal)
                .toList();
    }

    /** Number of transactions in each state, the deployment included. */
    public Map<OutboxEntry.State, Long> counts() {
        return await(outbox.counts());
    }

    /** Number of the newest durable block. */
    public long chainHeight() {
        return node.height();
    }

    /** The account's balance over all settled batches; + received, - paid. */
    public Money cashOf(ChainAddress account) {
        return Money.ofNano(number(SettlementContract.cashOf(account)));
    }

    /** Energy the account has sold over all settled batches. */
    public Energy soldOf(ChainAddress account) {
        return Energy.ofWattHours(number(SettlementContract.soldOf(account)));
    }

    /** Energy tokens the account holds of one interval: what it bought. */
    public Energy balanceOf(ChainAddress account, AreaId area, DeliveryInterval interval) {
        return Energy.ofWattHours(number(SettlementContract.balanceOf(account, area, interval)));
    }

    /** The lines root the contract stored for a batch; empty if it has not settled it. */
    public Optional<Digest> linesRootOf(Digest batchKey) {
        return Optional.of(read(SettlementContract.linesRootOf(batchKey)))
                .filter(root -> !root.equals(Digest.ZERO));
    }

    /** Asks the contract whether a line's leaf belongs to a settled batch. */
    public boolean verifyLine(Digest batchKey, Digest leaf, List<Digest> proof) {
        return number(SettlementContract.verifyLine(batchKey, leaf, proof)) == 1;
    }

    /**
     * What one step of the pump did.
     *
     * @param confirmed batches that became final in this step, deployment included
     * @param reverted batches that the contract refused in this step
     * @param waiting entries that still wait for their turn, receipt or depth; more than the next
     *     step takes count as one
     */
    public record Progress(int confirmed, int reverted, int waiting) {}

    /** A batch that the contract refused, and which settlement it was to bring to the chain. */
    public record Refusal(ChainBatch batch, AreaId area, Instant start, int version) {}

    private static Refusal refusal(Signed refused) {
        return SettlementContract.subjectOf(TransactionSigner.dataOf(refused))
                .in(batch(refused.entry()));
    }

    /** Waits for the database. */
    static <T> T await(Uni<T> answer) {
        try {
            return answer.await().atMost(DATABASE_LIMIT);
        } catch (TimeoutException e) {
            throw new MarketException(ErrorCode.DATABASE_UNAVAILABLE, "chain outbox", e);
        }
    }

    private void requireOurDeployment(Signed first) {
        boolean ours =
                first.entry().batchKeyHex().equals(DEPLOYMENT.hex())
                        && signer.isOurs(first, code.deployment(accounts.operatorAddress()));
        if (!ours) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the outbox begins with another contract or another operator's key");
        }
    }

    private void requireSameHistory() {
        long sent = node.transactionCount(accounts.operatorAddress());
        long written = await(outbox.nextNonce());
        if (sent > written) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the operator sent " + sent + " transactions, the outbox has " + written);
        }
        await(outbox.lastFinal()).ifPresent(this::requireOnChain);
    }

    private void requireOnChain(OutboxEntry last) {
        Outcome outcome = last.outcome();
        boolean there =
                outcome != null
                        && node.receipt(new Digest(outcome.transactionHashHex()))
                                .filter(r -> r.blockHash().hex().equals(outcome.blockHashHex()))
                                .isPresent();
        if (!there) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the chain lacks confirmed transaction " + last.transactionHashHex());
        }
    }

    private long number(byte[] call) {
        return AbiWords.signed(read(call).bytes()).longValueExact();
    }

    private Digest read(byte[] call) {
        return switch (node.call(accounts.operatorAddress(), contract, call)) {
            case ChainNode.CallResult.Returned(List<Digest> words) when words.size() == 1 ->
                    words.getFirst();
            case ChainNode.CallResult.Returned(List<Digest> words) ->
                    throw new MarketException(
                            ErrorCode.CHAIN_UNAVAILABLE, "the contract is not yet deployed");
            case ChainNode.CallResult.Refused(String data) ->
                    throw new MarketException(
                            ErrorCode.CHAIN_REVERTED, "read refused: " + code.errorIn(data));
        };
    }

    /**
     * What a transaction should offer; while the chain does not answer all that it may, of which
     * only the base fee of its block and the tip are taken.
     */
    private Fees fees() {
        long ceiling = node.feeCeiling();
        try {
            return ceiling == 0 ? Fees.NONE : node.fees();
        } catch (MarketException unavailable) {
            return new Fees(ceiling, Math.min(ceiling, FALLBACK_TIP));
        }
    }

    /** Why the contract refused a transaction, as far as running it again can tell. */
    private String errorOf(Signed refused, ChainNode.Receipt receipt) {
        if (receipt.gasUsed() >= TransactionSigner.gasOf(refused)) {
            return "out of gas";
        }
        byte[] data = TransactionSigner.dataOf(refused);
        return switch (node.call(accounts.operatorAddress(), contract, data)) {
            case ChainNode.CallResult.Refused(String error) -> code.errorIn(error);
            case ChainNode.CallResult.Returned(List<Digest> words) -> "unknown";
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
