package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.model.Cost;
import java.util.List;

/**
 * What a plan costs and what it breaks.
 *
 * @param parts the cost by cause; its sum is the plan's cost
 * @param peakWatts the highest import, W
 * @param unserved load that is not served
 * @param violations empty if the plan keeps every rule and limit
 */
public record CheckReport(
        Parts parts, long peakWatts, Unserved unserved, List<Violation> violations) {

    /**
     * Cost by cause. Export that earns is negative.
     *
     * @param missed for energy that vehicles and appliances do not get in an outage
     */
    public record Parts(Cost imported, Cost exported, Cost peak, Cost wear, Cost missed) {

        public Cost total() {
            return imported.plus(exported).plus(peak).plus(wear).plus(missed);
        }
    }

    /**
     * Load that is not served in an outage.
     *
     * @param quarterWattHours four times the Wh of each tier, tier 1 first; exact
     */
    public record Unserved(List<Long> quarterWattHours) {

        public Unserved {
            quarterWattHours = List.copyOf(quarterWattHours);
        }

        /** Of {@code tier}, from 1 on, rounded up to a Wh. */
        public long wattHours(int tier) {
            return Math.ceilDiv(quarterWattHours.get(tier - 1), 4L);
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
