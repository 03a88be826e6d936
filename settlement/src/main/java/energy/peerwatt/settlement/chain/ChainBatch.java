package energy.peerwatt.settlement.chain;

import java.util.Optional;

/**
 * Where a submitted batch stands.
 *
 * @param key {@link SettlementBatch#key}
 * @param transaction hash of its newest signed form, known before it is sent; once final, of the
 *     one that the block took
 */
public record ChainBatch(Digest key, Digest transaction, State state) {

    /** The batch's way to the chain. */
    public sealed interface State {}

    /** Written down and signed, not yet sent. */
    public record Prepared() implements State {}

    /** Sent at least once; not yet final, and sent again until it is. */
    public record Sent() implements State {}

    /** Final on the chain. */
    public record Confirmed(long blockNumber, Digest blockHash) implements State {}

    /**
     * Final on the chain, refused by the contract without effect. Needs a person: the batch key is
     * used up.
     *
     * @param error the contract's reason, {@code unknown} if it did not say
     */
    public record Reverted(long blockNumber, Digest blockHash, String error) implements State {}

    /** The block in which the transaction is final. */
    public Optional<Long> blockNumber() {
        return switch (state) {
            case Prepared p -> Optional.empty();
            case Sent s -> Optional.empty();
            case Confirmed(long number, Digest hash) -> Optional.of(number);
            case Reverted(long number, Digest hash, String error) -> Optional.of(number);
        };
    }
}
