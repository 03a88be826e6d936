package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings each settlement batch to the chain exactly once, and reads the contract.
 *
 * <p>A batch is written down with its nonce and signed bytes before anything is sent; after a crash
 * the same bytes are sent again; the receipt decides. Blocks on database and chain: call from
 * worker threads. Safe for use by several threads, which take turns in {@link #pump}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ChainGateway {

    /** {@code node} stays the caller's to close. */
    public ChainGateway(ChainNode node, ChainAccounts accounts, ChainOutbox outbox) {}

    /**
     * Writes the contract's deployment as the first outbox row unless it is there, and checks that
     * chain and outbox belong together. Idempotent; call once at start before anything else, retry
     * on CHAIN_UNAVAILABLE. {@link #pump} then sends it.
     *
     * @throws energy.peerwatt.market.MarketException CHAIN_STATE_MISMATCH if the chain lacks what
     *     the outbox has confirmed, or the operator's key was used elsewhere
     */
    public void ensureDeployed() {
        throw new UnsupportedOperationException("ensureDeployed");
    }

    /** Address of the contract: known before it is deployed, the same after any crash. */
    public ChainAddress contract() {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Writes the batch to the outbox; {@link #pump} sends it. Idempotent on the batch key: a second
     * call returns where the first one stands. Needs the database only, not the chain.
     */
    public ChainBatch submit(SettlementBatch batch) {
        throw new UnsupportedOperationException("submit " + batch);
    }

    /**
     * One bounded step: sends what is unconfirmed, oldest first, seals a block and reads receipts.
     * Call again soon while {@link Progress#waiting} is positive.
     *
     * @throws energy.peerwatt.market.MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE;
     *     nothing is lost, call again later
     */
    public Progress pump() {
        throw new UnsupportedOperationException("pump");
    }

    /** Where a batch stands; empty if it was never submitted. */
    public Optional<ChainBatch> find(Digest batchKey) {
        throw new UnsupportedOperationException("find " + batchKey);
    }

    /** Where several batches stand; unknown keys are absent. */
    public Map<Digest, ChainBatch> find(Collection<Digest> batchKeys) {
        throw new UnsupportedOperationException("find " + batchKeys);
    }

    /** Number of batches confirmed on the chain, the deployment not counted. */
    public long confirmedBatches() {
        throw new UnsupportedOperationException("confirmedBatches");
    }

    /** Number of the newest durable block. */
    public long chainHeight() {
        throw new UnsupportedOperationException("chainHeight");
    }

    /** The account's balance over all settled batches; + received, - paid. */
    public Money cashOf(ChainAddress account) {
        throw new UnsupportedOperationException("cashOf " + account);
    }

    /** Energy the account has sold over all settled batches. */
    public Energy soldOf(ChainAddress account) {
        throw new UnsupportedOperationException("soldOf " + account);
    }

    /** Energy tokens the account holds of one interval: what it bought. */
    public Energy balanceOf(ChainAddress account, AreaId area, DeliveryInterval interval) {
        throw new UnsupportedOperationException("balanceOf " + account + area + interval);
    }

    /** The lines root the contract stored for a batch; empty if it has not settled it. */
    public Optional<Digest> linesRootOf(Digest batchKey) {
        throw new UnsupportedOperationException("linesRootOf " + batchKey);
    }

    /** Asks the contract whether a line's leaf belongs to a settled batch. */
    public boolean verifyLine(Digest batchKey, Digest leaf, List<Digest> proof) {
        throw new UnsupportedOperationException("verifyLine " + batchKey + leaf + proof);
    }

    /**
     * What one step of the pump did.
     *
     * @param confirmed batches that became final in this step, deployment included
     * @param reverted batches that the contract refused in this step
     * @param waiting rows that still wait for their receipt or for depth, at most the step's bound
     */
    public record Progress(int confirmed, int reverted, int waiting) {}
}
