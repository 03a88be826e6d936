package energy.peerwatt.web.rest;

import energy.peerwatt.web.balancing.BalancingProblem;
import energy.peerwatt.web.balancing.BalancingState;
import energy.peerwatt.web.balancing.PlanLedger;
import energy.peerwatt.web.view.BalancingProblemView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an area is balanced.
 *
 * @param state NO_LIMIT, WAITING, BALANCED, INFEASIBLE or PAUSED
 * @param detail in sentences; may be empty; only operators read what is of homes or devices
 * @param problem why it is not planned although it should be; null while it is
 * @param changedBy who paused or resumed it last; null if nobody did
 */
public record BalancingView(
        int areaId,
        boolean paused,
        String state,
        String detail,
        @Nullable BalancingProblemView problem,
        @Nullable String changedBy,
        @Nullable Instant changedAt,
        String reason) {

    /** What everybody of the area may see, or what operators may. */
    public static BalancingView of(
            int area,
            BalancingState state,
            Optional<BalancingProblem> problem,
            boolean toOperator) {
        return new BalancingView(
                area,
                state.paused(),
                state.state().name(),
                toOperator ? state.detail() : state.shownDetail(),
                problem.map(one -> problem(one, toOperator)).orElse(null),
                state.changedBy().orElse(null),
                state.changedAt().orElse(null),
                state.reason());
    }

    private static BalancingProblemView problem(BalancingProblem problem, boolean toOperator) {
        return new BalancingProblemView(
                problem.area().value(),
                problem.since(),
                problem.attempts(),
                toOperator ? problem.problem() : null);
    }

    /**
     * An area's net power, W, positive takes; what is null is unknown or does not exist.
     *
     * @param flows by quarter-hour, ascending
     */
    public record FlowsView(int areaId, List<FlowView> flows) {

        public static FlowsView of(int area, List<PlanLedger.Flow> flows) {
            return new FlowsView(area, flows.stream().map(FlowView::of).toList());
        }
    }

    /** One quarter-hour. */
    public record FlowView(
            Instant start,
            @Nullable Integer plannedW,
            @Nullable Integer uncoordinatedW,
            @Nullable Integer measuredW,
            @Nullable Integer importLimitW,
            @Nullable Integer exportLimitW) {

        static FlowView of(PlanLedger.Flow flow) {
            return new FlowView(
                    flow.start(),
                    flow.planned(),
                    flow.uncoordinated(),
                    flow.measured(),
                    flow.importLimit(),
                    flow.exportLimit());
        }
    }
}
