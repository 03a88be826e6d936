package energy.peerwatt.web.gift;

import energy.peerwatt.market.ParticipantId;
import java.util.Optional;

/**
 * A gift that is offered or agreed on, and not ended.
 *
 * @param accepted whether the receiver agreed
 * @param pausedBy the home that paused it
 */
public record AgreedGift(
        long id, Party giver, Party receiver, boolean accepted, Optional<ParticipantId> pausedBy) {

    /** One of its homes. */
    public record Party(ParticipantId id, String name) {}

    /** What the home is to the other one. */
    public Role roleOf(ParticipantId home) {
        return giver.id().equals(home) ? Role.GIVER : Role.RECEIVER;
    }

    /** The other home. */
    public Party partnerOf(ParticipantId home) {
        return roleOf(home) == Role.GIVER ? receiver : giver;
    }

    /** The names are part of the REST interface. */
    public enum Role {
        GIVER,
        RECEIVER
    }
}
