package energy.peerwatt.web.balancing;

import java.time.Instant;
import java.util.Optional;

/**
 * How an area is balanced.
 *
 * @param paused whether an operator has paused it
 * @param wanted grows with each wish to plan anew
 * @param detail why it is in this state, for operators; may be empty
 * @param shownDetail what of that everybody of the area may read
 * @param changedBy the operator who paused or resumed it last
 */
public record BalancingState(
        boolean paused,
        long wanted,
        State state,
        String detail,
        String shownDetail,
        Optional<String> changedBy,
        Optional<Instant> changedAt,
        String reason) {

    /** State of an area's balancing. */
    public enum State {
        /** No limit holds, so every device does as it likes. */
        NO_LIMIT,
        /** Nothing can be planned yet. */
        WAITING,
        /** A plan that keeps every limit is in force. */
        BALANCED,
        /** No plan was found that keeps every limit; the last that did goes on until it expires. */
        INFEASIBLE,
        /** An operator has paused it. */
        PAUSED
    }

    /** Of an area that nobody has looked at. */
    public static final BalancingState UNKNOWN =
            new BalancingState(
                    false, 0, State.WAITING, "", "", Optional.empty(), Optional.empty(), "");
}
