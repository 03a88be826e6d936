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
 * @param unserved W-slots of load that an island does not serve, by tier from 1 on
 * @param excessThirds thirds of W over limits, summed over slots and limits; 0 if all are kept in
 *     the linear model of the feeder
 * @param breaches what the exact flow breaks of the feeder; empty without one
 */
public record Planned(
        Community community,
        Plan plan,
        Cost cost,
        List<Long> unserved,
        long excessThirds,
        List<Breach> breaches) {

    public Planned {
        unserved = List.copyOf(unserved);
        breaches = List.copyOf(breaches);
    }

    /** Whether it keeps every shared limit, voltages and cables in the exact flow too. */
    public boolean isFeasible() {
        return excessThirds == 0 && breaches.isEmpty();
    }

    /** Whether it is better: limits first, then load not served, critical first, then the cost. */
    public boolean isBetterThan(Planned other) {
        if (isFeasible() != other.isFeasible()) {
            return isFeasible();
        }
        if (excessThirds != other.excessThirds) {
            return excessThirds < other.excessThirds;
        }
        for (int i = 0; i < unserved.size(); i++) {
            int order = Long.compare(unserved.get(i), other.unserved.get(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return cost.compareTo(other.cost) < 0;
    }
}
