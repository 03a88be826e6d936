package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A plan of an area, as it is kept.
 *
 * @param version counts an area's plans from 1
 * @param madeAt market time
 * @param start of its first quarter-hour
 * @param cause why it was made
 * @param published whether devices were told; only a plan that keeps every limit is
 */
public record BalancingPlan(
        AreaId area,
        long version,
        Instant madeAt,
        Instant start,
        String cause,
        boolean published,
        Cost cost,
        Cost uncoordinatedCost,
        PlanContent content) {

    /** The cause that tells when a member comes or goes. */
    static final String OF_A_CAR = "a car came or left";

    private static final Duration SLOT = DeliveryInterval.QUARTER_HOUR;

    /** What of the cause everybody of the area may read. */
    public String shownCause() {
        return cause.equals(OF_A_CAR) ? "other devices" : cause;
    }

    public int slots() {
        return content.net().size();
    }

    /** End of its last quarter-hour. */
    public Instant end() {
        return start.plus(SLOT.multipliedBy(slots()));
    }

    /** Net energy of a home in an interval under this plan, Wh, + taken; empty if not planned. */
    public OptionalLong energyOf(String meteringPoint, DeliveryInterval interval) {
        List<Integer> watts = content.homes().get(meteringPoint);
        long slot =
                Math.floorDiv(
                        Duration.between(start, interval.start()).toSeconds(), SLOT.toSeconds());
        if (watts == null || slot < 0 || slot >= watts.size() || !interval.length().equals(SLOT)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.floorDiv(watts.get((int) slot), 4));
    }
}
