package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.List;
import java.util.Optional;

/**
 * A connection to one EVM chain. Safe for use by several threads; every method blocks.
 *
 * <p>While the node does not answer, every method throws {@code MarketException} with
 * CHAIN_UNAVAILABLE; call again later.
 */
public interface ChainNode extends AutoCloseable {

    long chainId();

    /** What a transaction should offer now; nothing on chains without fees. */
    Fees fees();

    /** Wei per unit of gas that is never exceeded; 0 on chains without fees. */
    long feeCeiling();

    /**
     * Hands over a signed transaction; may be repeated at will.
     *
     * @return why the node refused it, empty if it took it. It also refuses what it has already;
     *     only a receipt says what became of it.
     */
    Optional<String> send(byte[] rawTransaction);

    /** Whether blocks are ours to make. */
    boolean sealsBlocks();

    /** Puts what was sent into a durable block, where blocks are ours to make; else nothing. */
    void seal();

    /** Number of the newest durable block; the genesis block is 0. */
    long height();

    /** Number of the newest block that can no longer vanish; -1 if none can be told. */
    long finalHeight();

    /** The receipt of a transaction in a durable block, empty if there is none. */
    Optional<Receipt> receipt(Digest transaction);

    /** Number of transactions from {@code account} in durable blocks. */
    long transactionCount(ChainAddress account);

    /** Runs a call against the newest block without effect. */
    CallResult call(ChainAddress from, ChainAddress to, byte[] data);

    /**
     * Runs a call without effect on the state before a block; {@link CallResult.Unanswered} where
     * the node does not have that.
     */
    CallResult callBefore(long block, ChainAddress from, ChainAddress to, byte[] data);

    /**
     * Events of a contract in durable blocks, the oldest first.
     *
     * @param topics the first ones that the event must have
     * @param from first block that is looked at; nodes refuse to look at too many
     */
    List<Event> events(ChainAddress contract, List<Digest> topics, long from);

    @Override
    void close();

    /**
     * What a contract told.
     *
     * @param words what is not indexed
     */
    record Event(long blockNumber, Digest transaction, List<Digest> words) {}

    /** What a transaction did, as far as the gateway cares. */
    record Receipt(
            Digest transaction,
            long blockNumber,
            Digest blockHash,
            boolean succeeded,
            long gasUsed) {}

    /** What a call answered. */
    sealed interface CallResult {

        /** The returned ABI words. */
        record Returned(List<Digest> words) implements CallResult {}

        /**
         * The contract ran and failed.
         *
         * @param errorDataHex the encoded error, empty if the contract gave none
         */
        record Refused(String errorDataHex) implements CallResult {}

        /**
         * The node answered, but could not run the call: what the contract says is not known.
         *
         * @param why in the node's words
         */
        record Unanswered(String why) implements CallResult {

            /** CHAIN_UNAVAILABLE, for whoever cannot go on without an answer. */
            MarketException failure() {
                return new MarketException(
                        ErrorCode.CHAIN_UNAVAILABLE, "the node could not run a call: " + why);
            }
        }
    }
}
