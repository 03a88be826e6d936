package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.network.Breach;
import java.util.List;

/**
 * A plan with the solver's view of it.
 *
 * @param community what was planned; its horizon says when slot 0 is
 * @param cost exact
 * @param excessThirds thirds of W over limits, summed over slots and limits; 0 if all are kept in
 *     the linear model of the feeder
 * @param breaches what the exact flow breaks of the feeder; empty without one
 */
public record Planned(
        Community community, Plan plan, Cost cost, long excessThirds, List<Breach> breaches) {

    public Planned {
        breaches = List.copyOf(breaches);
    }

    /** Whether it keeps every shared limit, voltages and cables in the exact flow too. */
    public boolean isFeasible() {
        return excessThirds == 0 && breaches.isEmpty();
    }
}
