package energy.peerwatt.web.view;

import org.jspecify.annotations.Nullable;

/**
 * How a member votes on the community's rules and keys.
 *
 * @param address whose key votes; null until one is named
 * @param member whether the chain has admitted it
 * @param refusal why the chain does not admit it; null if it has not refused
 * @param governor the contract to propose and vote at
 */
public record VotingKeyView(
        long participantId,
        @Nullable String address,
        boolean member,
        @Nullable String refusal,
        String governor) {}
