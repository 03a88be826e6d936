package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Plan;

/**
 * A plan with the solver's view of it.
 *
 * @param community what was planned; its horizon says when slot 0 is
 * @param cost exact
 * @param excessThirds thirds of W over limits, summed over slots and limits; 0 if all are kept
 */
public record Planned(Community community, Plan plan, Cost cost, long excessThirds) {

    /** Whether it keeps every shared limit. */
    public boolean isFeasible() {
        return excessThirds == 0;
    }
}
