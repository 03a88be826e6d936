package energy.peerwatt.web.gift;

import energy.peerwatt.market.ParticipantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Intervals that a gift holds for.
 *
 * @param from start of the first interval
 * @param until start of the first interval after them; empty: until it is paused or ended
 */
public record GiftSpan(
        ParticipantId giver, ParticipantId receiver, Instant from, Optional<Instant> until) {

    /** Whether it holds for the interval that starts then. */
    public boolean holdsAt(Instant start) {
        return !start.isBefore(from) && until.filter(end -> !start.isBefore(end)).isEmpty();
    }
}
