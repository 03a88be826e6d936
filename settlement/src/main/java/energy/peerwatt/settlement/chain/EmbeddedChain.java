package energy.peerwatt.settlement.chain;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A local EVM node as child process whose durability is ours. */
@SuppressWarnings("DoNotCallSuggester")
public final class EmbeddedChain implements ChainNode {

    /**
     * Where and how the node runs.
     *
     * @param binary the anvil program
     * @param directory holds journal, checkpoint, port and process id; created if absent; one
     *     process at a time
     * @param wallClock wall time for block timestamps
     */
    public record Config(Path binary, Path directory, InstantSource wallClock) {}

    private EmbeddedChain() {}

    /**
     * Starts the node and brings it to the state of the journal.
     *
     * @throws energy.peerwatt.market.MarketException CHAIN_STATE_MISMATCH if journal or replay
     *     contradict each other, CHAIN_UNAVAILABLE if the program does not start
     */
    public static EmbeddedChain start(Config config) {
        throw new UnsupportedOperationException("EmbeddedChain.start " + config);
    }

    @Override
    public long chainId() {
        return 0;
    }

    @Override
    public int finalityDepth() {
        return 0;
    }

    @Override
    public long gasPrice() {
        return 0;
    }

    @Override
    public Optional<String> send(byte[] rawTransaction) {
        return Optional.empty();
    }

    @Override
    public void seal() {}

    @Override
    public long height() {
        return 0;
    }

    @Override
    public Optional<Digest> blockHash(long number) {
        return Optional.empty();
    }

    @Override
    public Optional<Receipt> receipt(Digest transaction) {
        return Optional.empty();
    }

    @Override
    public long transactionCount(ChainAddress account) {
        return 0;
    }

    @Override
    public CallResult call(ChainAddress from, ChainAddress to, byte[] data) {
        return new CallResult.Refused("0x");
    }

    @Override
    public void close() {}
}
