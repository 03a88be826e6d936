package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.SettlementProblem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An area whose settlement stands still.
 *
 * @param interval that cannot be settled; null if that is not known
 * @param problem why; null for who is no operator
 */
public record SettlementProblemView(
        int areaId, @Nullable Instant interval, Instant since, @Nullable String problem) {

    /** For anybody. */
    public static SettlementProblemView outline(SettlementProblem problem) {
        return new SettlementProblemView(
                problem.area().value(),
                problem.interval().orElse(null),
                problem.since(),
                /* problem= */ null);
    }

    /** For operators. */
    public static SettlementProblemView of(SettlementProblem problem) {
        return new SettlementProblemView(
                problem.area().value(),
                problem.interval().orElse(null),
                problem.since(),
                problem.problem());
    }
}
