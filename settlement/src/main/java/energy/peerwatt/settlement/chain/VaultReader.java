package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import java.util.List;

/** Asks our own vault, or another contract of its suite. Immutable; blocks. */
final class VaultReader {

    private final ChainNode node;
    private final ChainAddress asker;
    private final ChainAddress vault;

    VaultReader(ChainNode node, ChainAddress asker, ChainAddress vault) {
        this.node = node;
        this.asker = asker;
        this.vault = vault;
    }

    /** A whole number that fits. */
    static long number(Digest word) {
        return AbiWords.signed(word.bytes()).longValueExact();
    }

    /** The only word that a call returns. */
    Digest word(byte[] call) {
        return words(call, 1).getFirst();
    }

    /**
     * So many words that a call returns.
     *
     * @throws MarketException CHAIN_UNAVAILABLE if the node does not answer or there is no vault
     *     yet, CHAIN_REVERTED if the contract itself refuses
     */
    List<Digest> words(byte[] call, int count) {
        return switch (node.call(asker, vault, call)) {
            case CallResult.Returned(List<Digest> found) when found.size() == count -> found;
            case CallResult.Returned(List<Digest> _) ->
                    throw new MarketException(
                            ErrorCode.CHAIN_UNAVAILABLE, "the vault is not yet deployed");
            case CallResult.Refused(String data) ->
                    throw new MarketException(
                            ErrorCode.CHAIN_REVERTED,
                            "read refused: " + ContractErrors.errorIn(data));
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }
}
