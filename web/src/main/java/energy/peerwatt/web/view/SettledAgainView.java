package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.SettleAgain.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refused version of an interval that was to be written to the chain's outbox again.
 *
 * @param problem why it was not; null if it was
 */
public record SettledAgainView(
        int areaId, Instant interval, int version, @Nullable String problem) {

    /** What became of what an operator had settled again. */
    public static SettledAgainView of(Outcome outcome) {
        return new SettledAgainView(
                outcome.key().area().value(),
                outcome.key().interval().start(),
                outcome.key().version(),
                outcome.problem().orElse(null));
    }
}
