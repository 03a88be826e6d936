package energy.peerwatt.settlement.chain;

import java.util.List;
import java.util.Optional;

/**
 * A connection to one EVM chain. Safe for use by several threads; every method blocks.
 *
 * <p>While the node does not answer, every method throws {@code MarketException} with
 * CHAIN_UNAVAILABLE; call again later.
 */
public sealed interface ChainNode extends AutoCloseable permits EmbeddedChain, RemoteChain {

    long chainId();

    /** Blocks that must follow a transaction's block before it is final; 0 = at once. */
    int finalityDepth();

    /** Wei per unit of gas that a transaction offers; 0 on chains without fees. */
    long gasPrice();

    /**
     * Hands over a signed transaction; may be repeated at will.
     *
     * @return why the node refused it, empty if it took it. It also refuses what it has already;
     *     only a receipt says what became of it.
     */
    Optional<String> send(byte[] rawTransaction);

    /** Puts what was sent into a durable block, where blocks are ours to make; else nothing. */
    void seal();

    /** Number of the newest durable block; the genesis block is 0. */
    long height();

    /** The receipt of a transaction in a durable block, empty if there is none. */
    Optional<Receipt> receipt(Digest transaction);

    /** Number of transactions from {@code account} in durable blocks. */
    long transactionCount(ChainAddress account);

    /** Runs a call against the newest block without effect. */
    CallResult call(ChainAddress from, ChainAddress to, byte[] data);

    @Override
    void close();

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

        /** The encoded error, empty if the contract gave none. */
        record Refused(String errorDataHex) implements CallResult {}
    }
}
