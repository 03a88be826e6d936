package energy.peerwatt.settlement.chain;

import java.net.URI;
import java.util.Optional;

/** An EVM chain reached by URL: a Besu QBFT consortium or a layer 2. */
@SuppressWarnings("DoNotCallSuggester")
public final class RemoteChain implements ChainNode {

    /**
     * Which chain, and when it is final.
     *
     * @param url JSON-RPC over HTTP
     * @param finalityDepth blocks that must follow; 0 on QBFT, where the head is final
     * @param gasPrice wei per unit of gas, 0 on chains without fees
     */
    public record Config(URI url, int finalityDepth, long gasPrice) {}

    private RemoteChain() {}

    /** Prepares the connection; the first call reaches out. */
    public static RemoteChain connect(Config config) {
        throw new UnsupportedOperationException("RemoteChain.connect " + config);
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
