package energy.peerwatt.market;

import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;

/**
 * How an area trades. Continuous double auction; orders rest until the interval's gate closes.
 *
 * @param area the area
 * @param intervalLength 5, 15, 30 or 60 minutes
 * @param gateLead the gate closes this long before the interval starts; not negative
 * @param horizon orders are taken for intervals that start at most this far ahead
 * @param tick prices are multiples of this, positive
 * @param lot quantities are multiples of this, positive
 * @param feesPerKwh grid fee plus levies on traded energy, added to the ask to give the buyer's
 *     all-in price; not negative
 */
public record AreaRules(
        AreaId area,
        Duration intervalLength,
        Duration gateLead,
        Duration horizon,
        Price tick,
        Energy lot,
        Price feesPerKwh) {

    public AreaRules {
        if (gateLead.isNegative()) {
            throw new IllegalArgumentException("gate lead must not be negative: " + gateLead);
        }
        if (horizon.compareTo(gateLead) <= 0) {
            throw new IllegalArgumentException("horizon must be beyond the gate: " + horizon);
        }
        if (tick.microPerKwh() < 1 || lot.isZero() || feesPerKwh.microPerKwh() < 0) {
            throw new IllegalArgumentException("tick and lot must be positive, fees not negative");
        }
    }
}
