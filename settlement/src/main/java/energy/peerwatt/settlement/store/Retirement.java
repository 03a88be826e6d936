package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Energy of a certificate that a participant wants used up for good.
 *
 * @param start of the interval in which it was bought
 * @param energyWh positive
 * @param purpose what for, in public
 * @param reason why it was not used up, null unless it was refused
 */
public record Retirement(
        long id,
        ParticipantId participant,
        AreaId area,
        Instant start,
        long energyWh,
        String purpose,
        State state,
        @Nullable String reason) {

    /** Where it stands. */
    public enum State {
        REQUESTED,
        RETIRED,
        REFUSED
    }
}
