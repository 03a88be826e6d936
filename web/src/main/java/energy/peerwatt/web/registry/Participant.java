package energy.peerwatt.web.registry;

import energy.peerwatt.market.ParticipantId;

/** A member of the market. */
public record Participant(ParticipantId id, String name) {}
