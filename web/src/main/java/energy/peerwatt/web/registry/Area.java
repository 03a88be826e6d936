package energy.peerwatt.web.registry;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A market area as its participants know it.
 *
 * @param zone of its days
 * @param currency ISO 4217
 * @param rules as the engine applies them; their fees are the sum of {@code gridFee} and {@code
 *     levy}
 */
public record Area(
        String name, ZoneId zone, String currency, AreaRules rules, Price gridFee, Price levy) {

    public Area {
        if (!gridFee.plus(levy).equals(rules.feesPerKwh())) {
            throw new IllegalArgumentException("fees are not " + gridFee + " plus " + levy);
        }
    }

    /** When no order for the interval is taken any more. */
    public Instant gateOf(DeliveryInterval interval) {
        return interval.start().minus(rules.gateLead());
    }

    /** The earliest interval whose gate is open. */
    public DeliveryInterval nextOpen(Instant now) {
        return DeliveryInterval.containing(now.plus(rules.gateLead()), rules.intervalLength())
                .next();
    }

    /** The interval that starts then; throws {@link IllegalArgumentException} if none does. */
    public DeliveryInterval intervalAt(Instant start) {
        return new DeliveryInterval(start, rules.intervalLength());
    }
}
