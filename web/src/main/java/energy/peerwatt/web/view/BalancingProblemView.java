package energy.peerwatt.web.view;

import energy.peerwatt.web.balancing.BalancingProblem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An area that is not planned although it should be; it is tried again by itself.
 *
 * @param since market time of the first attempt that failed
 * @param attempts in a row that failed
 * @param problem why; null for who is no operator
 */
public record BalancingProblemView(
        int areaId, Instant since, int attempts, @Nullable String problem) {

    /** For anybody. */
    public static BalancingProblemView outline(BalancingProblem problem) {
        return new BalancingProblemView(
                problem.area().value(), problem.since(), problem.attempts(), /* problem= */ null);
    }

    /** For operators. */
    public static BalancingProblemView of(BalancingProblem problem) {
        return new BalancingProblemView(
                problem.area().value(), problem.since(), problem.attempts(), problem.problem());
    }
}
