package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An EVM chain reached by URL: a Besu QBFT consortium or a layer 2. */
public final class RemoteChain implements ChainNode {

    /**
     * Which chain, and when it is final.
     *
     * @param url JSON-RPC over HTTP
     * @param chainId must be the chain's own; guards against a wrong URL
     * @param finality when a block can no longer vanish
     * @param feeCeiling wei per unit of gas that is never exceeded; 0 on chains without fees
     */
    public record Config(URI url, long chainId, Finality finality, long feeCeiling) {

        public Config {
            if (chainId < 1 || feeCeiling < 0) {
                throw new IllegalArgumentException(
                        "chain id must be positive, the ceiling of fees not negative");
            }
        }
    }

    /** For each of the three calls that fees take; the first that hangs ends them. */
    private static final Duration FEES_TIMEOUT = Duration.ofSeconds(2);

    private final Config config;
    private final NodeRpc rpc;
    private final NodeRpc brief;
    private volatile boolean checked;

    private RemoteChain(Config config) {
        this.config = config;
        this.rpc = new NodeRpc(config.url().toString());
        this.brief = new NodeRpc(config.url().toString(), FEES_TIMEOUT);
    }

    /** Prepares the connection; the first call reaches out. */
    public static RemoteChain connect(Config config) {
        return new RemoteChain(config);
    }

    String url() {
        return config.url().toString();
    }

    @Override
    public long chainId() {
        return config.chainId();
    }

    /** Twice the base fee, so that six full blocks do not outgrow it, and the usual tip. */
    @Override
    public Fees fees() {
        long ceiling = config.feeCeiling();
        if (ceiling == 0) {
            return Fees.NONE;
        }
        checked(brief);
        long tip = Math.min(ceiling, brief.usualTip());
        long wanted = Math.addExact(Math.multiplyExact(2, brief.baseFee()), tip);
        return new Fees(Math.min(ceiling, wanted), tip);
    }

    @Override
    public long feeCeiling() {
        return config.feeCeiling();
    }

    @Override
    public Optional<String> send(byte[] rawTransaction) {
        return rpc().send(rawTransaction);
    }

    /** Validators make the blocks. */
    @Override
    public boolean sealsBlocks() {
        return false;
    }

    @Override
    public void seal() {}

    @Override
    public long height() {
        return rpc().blockNumber();
    }

    @Override
    public long finalHeight() {
        return switch (config.finality()) {
            case Finality.Depth(int blocks) -> rpc().blockNumber() - blocks;
            case Finality.FinalizedTag() -> rpc().finalizedBlock().orElse(-1L);
        };
    }

    @Override
    public Optional<Receipt> receipt(Digest transaction) {
        return rpc().receipt(transaction);
    }

    @Override
    public long transactionCount(ChainAddress account) {
        return rpc().transactionCount(account);
    }

    @Override
    public CallResult call(ChainAddress from, ChainAddress to, byte[] data) {
        return rpc().call(from, to, data);
    }

    @Override
    public CallResult callBefore(long block, ChainAddress from, ChainAddress to, byte[] data) {
        return rpc().callAt(block - 1, from, to, data);
    }

    @Override
    public List<Event> events(ChainAddress contract, List<Digest> topics, long from) {
        return rpc().logs(contract, topics, from).stream().map(NodeRpc.Log::event).toList();
    }

    @Override
    public void close() {}

    private NodeRpc rpc() {
        return checked(rpc);
    }

    private NodeRpc checked(NodeRpc node) {
        if (!checked) {
            long actual = node.chainId();
            if (actual != config.chainId()) {
                throw new MarketException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "chain " + actual + " at " + config.url() + ", not " + config.chainId());
            }
            checked = true;
        }
        return node;
    }
}
