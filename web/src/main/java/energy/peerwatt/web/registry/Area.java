package energy.peerwatt.web.registry;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A market area as its participants know it.
 *
 * @param zone of its days
 * @param currency ISO 4217
 * @param rules as the area was registered with; their fees are the opening ones of {@code charges},
 *     see {@link #rulesAt}
 */
public record Area(
        String name, ZoneId zone, String currency, AreaRules rules, AreaCharges charges) {

    public Area {
        if (!charges.opening().total().equals(rules.feesPerKwh())) {
            throw new IllegalArgumentException("fees are not " + charges.opening());
        }
    }

    /** An area whose fees stay as they are. */
    public Area(
            String name, ZoneId zone, String currency, AreaRules rules, Price gridFee, Price levy) {
        this(name, zone, currency, rules, AreaCharges.constant(new AreaFees(gridFee, levy)));
    }

    /** The rules with the fees that hold for an interval that starts then. */
    public AreaRules rulesAt(Instant start) {
        return new AreaRules(
                rules.area(),
                rules.intervalLength(),
                rules.gateLead(),
                rules.horizon(),
                rules.tick(),
                rules.lot(),
                charges.at(start).total(),
                rules.design(),
                rules.premiums(),
                rules.repeatWindow());
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
