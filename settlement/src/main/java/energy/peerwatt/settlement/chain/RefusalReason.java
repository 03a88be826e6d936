package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.util.List;
import java.util.Optional;

/**
 * Why a contract refused a transaction, as far as running it again can tell: on the state before
 * its block, or, where the node does not have that, on the newest, which it says unless that is its
 * own block's. Immutable; blocks.
 */
final class RefusalReason {

    /** Ends a reason that was found on another state than the transaction met. */
    private static final String AS_OF_NOW = " as of now";

    private static final String UNKNOWN = "unknown";

    private final ChainNode node;
    private final ChainAddress operator;
    private final MeteredBefore meteredBefore;

    RefusalReason(ChainNode node, ChainAddress operator) {
        this.node = node;
        this.operator = operator;
        this.meteredBefore = new MeteredBefore(node, operator);
    }

    /**
     * The contract's error with its arguments, {@code out of gas}, or {@code unknown}; empty if
     * what the transaction was to do is done all the same.
     *
     * @throws MarketException CHAIN_UNAVAILABLE if the node cannot run it at all: ask again
     */
    Optional<String> of(Signed refused, ChainNode.Receipt receipt) {
        String reason = reason(refused, receipt);
        if (refused.entry().kind() != Kind.REPORT || !reason.startsWith(MeteredBefore.REFUSAL)) {
            return Optional.of(reason);
        }
        ChainAddress oracle = TransactionSigner.calledBy(refused).orElseThrow();
        return meteredBefore
                .differences(oracle, TransactionSigner.dataOf(refused))
                .map(differences -> reason + ": " + differences);
    }

    private String reason(Signed refused, ChainNode.Receipt receipt) {
        if (receipt.gasUsed() >= TransactionSigner.gasOf(refused)) {
            return "out of gas";
        }
        Optional<ChainAddress> to = TransactionSigner.calledBy(refused);
        if (to.isEmpty()) {
            return UNKNOWN;
        }
        byte[] data = TransactionSigner.dataOf(refused);
        boolean isNewest = node.height() == receipt.blockNumber();
        CallResult before = node.callBefore(receipt.blockNumber(), operator, to.get(), data);
        Optional<String> then =
                before instanceof CallResult.Unanswered ? Optional.empty() : errorOf(before);
        return then.or(() ->
                        errorOf(node.call(operator, to.get(), data))
                                .map(error -> isNewest ? error : error + AS_OF_NOW))
                .orElse(UNKNOWN);
    }

    private static Optional<String> errorOf(CallResult result) {
        return switch (result) {
            case CallResult.Refused(String error) ->
                    Optional.of(ContractErrors.errorIn(error)).filter(e -> !e.equals(UNKNOWN));
            case CallResult.Returned(List<Digest> _) -> Optional.empty();
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }
}
