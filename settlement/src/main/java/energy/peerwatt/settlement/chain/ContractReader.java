package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What anybody can read of a settlement contract at a node, without an account of ours. Every
 * method blocks and throws {@code MarketException} with CHAIN_UNAVAILABLE while the node does not
 * answer, or answers what no settlement contract would.
 */
public final class ContractReader {

    private static final int WORD = 32;
    private static final int SELECTOR = 4;

    /** Words of a call before its positions: five arguments, the array's place and its length. */
    private static final int HEAD_WORDS = 7;

    private static final int POSITION_WORDS = 4;

    private final NodeRpc rpc;
    private final ChainAddress contract;

    /**
     * A version of an interval that the contract has taken.
     *
     * @param transaction the call that it came with
     */
    public record Settled(
            AreaId area, Instant start, int version, Digest linesRoot, Digest transaction) {}

    /** What a batch changed for one account; energy in Wh. */
    public record Change(Money cash, long boughtWh, long soldWh) {

        public static final Change NONE = new Change(Money.ZERO, 0, 0);

        /** Both together. */
        public Change plus(Change other) {
            return new Change(
                    cash.plus(other.cash),
                    Math.addExact(boughtWh, other.boughtWh),
                    Math.addExact(soldWh, other.soldWh));
        }
    }

    /** Reads this contract at this node, JSON-RPC over HTTP. */
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

    /** The root over the lines of a batch; empty if it was not settled. */
    public Optional<Digest> linesRootOf(Digest batchKey) {
        byte[] call = SettlementContract.linesRootOf(batchKey);
        if (rpc.call(contract, contract, call) instanceof CallResult.Returned(List<Digest> words)
                && words.size() == 1) {
            return Optional.of(words.getFirst()).filter(root -> !root.equals(Digest.ZERO));
        }
        throw new MarketException(
                ErrorCode.CHAIN_UNAVAILABLE, "no settlement contract at " + contract);
    }

    /** All that was settled, the oldest first. */
    public List<Settled> settled() {
        return rpc.logs(contract, List.of(SettlementContract.BATCH_SETTLED)).stream()
                .map(ContractReader::settled)
                .toList();
    }

    private static Settled settled(NodeRpc.Log log) {
        return new Settled(
                new AreaId(Math.toIntExact(number(log.topics().get(2)))),
                Instant.ofEpochSecond(number(log.topics().get(3))),
                Math.toIntExact(number(log.words().getFirst())),
                log.words().get(1),
                log.transaction());
    }

    /** What a batch changed, by account; empty if the node no longer has its transaction. */
    public Optional<Map<ChainAddress, Change>> changes(Settled batch) {
        return rpc.transaction(batch.transaction()).map(called -> changes(batch, called));
    }

    private Map<ChainAddress, Change> changes(Settled batch, NodeRpc.Called called) {
        List<Digest> words = new ArrayList<>();
        for (int at = SELECTOR; at + WORD <= called.input.length; at += WORD) {
            words.add(Digest.of(Arrays.copyOfRange(called.input, at, at + WORD)));
        }
        boolean known =
                called.to.equals(contract)
                        && words.size() >= HEAD_WORDS
                        && (words.size() - HEAD_WORDS) % POSITION_WORDS == 0
                        && words.get(4).equals(batch.linesRoot());
        if (!known) {
            throw new MarketException(
                    ErrorCode.CHAIN_UNAVAILABLE,
                    "transaction " + batch.transaction() + " is no settlement of ours");
        }
        Map<ChainAddress, Change> changes = new HashMap<>();
        for (int at = HEAD_WORDS; at < words.size(); at += POSITION_WORDS) {
            changes.put(
                    new ChainAddress("0x" + words.get(at).hex().substring(2 + 24)),
                    new Change(
                            Money.ofNano(number(words.get(at + 1))),
                            number(words.get(at + 2)),
                            number(words.get(at + 3))));
        }
        return changes;
    }

    private static long number(Digest word) {
        return new BigInteger(word.bytes()).longValueExact();
    }
}
