package energy.peerwatt.settlement.store;

import energy.peerwatt.market.ParticipantId;
import org.jspecify.annotations.Nullable;

/**
 * An address that votes for a member, or did.
 *
 * @param account of the person who named it
 * @param address {@code 0x} and 40 lower-case digits
 * @param wanted whether it is to vote; no longer once another took its place or its person left
 * @param told whether the chain has it as wanted for good, or has refused
 * @param refusal why the chain refused it, null if it did not
 */
public record VotingKey(
        long id,
        ParticipantId participant,
        long account,
        String address,
        boolean wanted,
        boolean told,
        @Nullable String refusal) {}
