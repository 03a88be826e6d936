package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.VaultCalls.Head;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What anybody can read of a vault at a node, without an account of ours. Every method blocks and
 * throws {@code MarketException} with CHAIN_UNAVAILABLE while the node does not answer, or answers
 * what no vault would.
 */
public final class ContractReader {

    private final NodeRpc rpc;
    private final ChainAddress contract;

    /**
     * A part of a version of an interval that the vault has taken.
     *
     * @param key its own; that of part 0 is the key of the settlement
     * @param linesRoot the same for all parts
     * @param correctsEnergy whether its energy counts from now on, or only its cash does
     * @param rowsRoot of its rows
     * @param transaction the call that it came with
     */
    public record Settled(
            AreaId area,
            Instant start,
            int part,
            int version,
            Digest key,
            Digest linesRoot,
            boolean correctsEnergy,
            Digest rowsRoot,
            Digest transaction) {}

    /** What a batch holds for one account: change of cash, and the interval's energy in Wh. */
    public record Change(Money cash, long boughtWh, long soldWh) {

        public static final Change NONE = new Change(Money.ZERO, 0, 0);
    }

    /** Reads this vault at this node, JSON-RPC over HTTP. */
    public ContractReader(URI node, ChainAddress contract) {
        this.rpc = new NodeRpc(node.toString());
        this.contract = contract;
    }

    public long chainId() {
        return rpc.chainId();
    }

    public long height() {
        return rpc.blockNumber();
    }

    /** Index of an address's account; 0 if it has none. */
    public long indexOf(ChainAddress owner) {
        return number(VaultCalls.indexOf(owner));
    }

    /** Whether a version of an interval was settled, whatever became of its event. */
    public boolean isSettled(AreaId area, Instant start) {
        return number(VaultCalls.energyVersionOf(area, start)) > 0;
    }

    private long number(byte[] call) {
        if (rpc.call(contract, contract, call) instanceof CallResult.Returned(List<Digest> words)
                && words.size() == 1) {
            return new BigInteger(words.getFirst().bytes()).longValueExact();
        }
        throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "no vault at " + contract);
    }

    /** All that was settled, the oldest first, as the vault's own events have it. */
    public List<Settled> settled() {
        return rpc.logs(contract, List.of(VaultCalls.BATCH_SETTLED), 0).stream()
                .map(ContractReader::settled)
                .toList();
    }

    private static Settled settled(NodeRpc.Log log) {
        Head head = Head.of(log.words());
        return new Settled(
                head.area(),
                head.start(),
                head.part(),
                head.version(),
                head.key(),
                head.linesRoot(),
                head.meterVersion() != 0,
                head.rowsRoot(),
                log.transaction());
    }

    /**
     * What a batch holds for an account.
     *
     * @return empty if the node no longer has its transaction, or if that is not the vault's own
     *     call but came through another contract
     */
    public Optional<Change> change(Settled batch, long index) {
        return rpc.transaction(batch.transaction())
                .filter(called -> called.to.equals(contract))
                .flatMap(called -> VaultCalls.settlingIn(called.input))
                .filter(settling -> settling.head().key().equals(batch.key()))
                .filter(settling -> rootOf(settling).equals(batch.rowsRoot()))
                .map(settling ->
                        settling.rows().stream()
                                .filter(row -> row.index() == index)
                                .map(row -> new Change(row.cash(), row.boughtWh(), row.soldWh()))
                                .findFirst()
                                .orElse(Change.NONE));
    }

    private static Digest rootOf(VaultCalls.Settling settling) {
        return VaultBatch.rowsRoot(settling.rows());
    }
}
