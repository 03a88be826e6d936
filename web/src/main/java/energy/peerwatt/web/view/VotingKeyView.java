package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.Governance.Support;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a member votes on the community's rules and keys.
 *
 * @param address whose key votes; null until one is named
 * @param member whether the chain has admitted it
 * @param refusal why the chain does not admit it; null if it has not refused
 * @param governor the contract to propose and vote at
 * @param votes what the key has said so far, as the chain has it
 */
public record VotingKeyView(
        long participantId,
        @Nullable String address,
        boolean member,
        @Nullable String refusal,
        String governor,
        List<VoteView> votes) {

    /** A vote that the chain has taken. */
    public record VoteView(String proposal, Support support) {}
}
