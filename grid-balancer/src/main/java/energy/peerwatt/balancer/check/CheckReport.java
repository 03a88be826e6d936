package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.model.Cost;
import java.util.List;

/**
 * What a plan costs and what it breaks.
 *
 * @param parts the cost by cause; its sum is the plan's cost
 * @param peakWatts the highest import, W
 * @param violations empty if the plan keeps every rule and limit
 */
public record CheckReport(Parts parts, long peakWatts, List<Violation> violations) {

    /** Cost by cause. Export that earns is negative. */
    public record Parts(Cost imported, Cost exported, Cost peak, Cost wear) {

        public Cost total() {
            return imported.plus(exported).plus(peak).plus(wear);
        }
    }

    public CheckReport {
        violations = List.copyOf(violations);
    }

    public Cost cost() {
        return parts.total();
    }

    public boolean keepsAll() {
        return violations.isEmpty();
    }
}
