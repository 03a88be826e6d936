package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;

/**
 * How an area trades. Orders rest until the interval's gate closes.
 *
 * @param area the area
 * @param intervalLength 5, 15, 30 or 60 minutes
 * @param gateLead the gate closes this long before the interval starts; not negative
 * @param horizon orders are taken for intervals that start at most this far ahead; at most 366 days
 * @param tick prices are multiples of this, positive
 * @param lot quantities are multiples of this, positive
 * @param feesPerKwh grid fee plus levies on traded energy, added to the ask to give the buyer's
 *     all-in price; not negative, at most {@link #LARGEST_LIMIT}
 * @param design continuous, call, or both
 * @param premiums what a wish for an origin is worth here
 * @param repeatWindow for at least this long after its gate closed a repeated order is still
 *     answered like the first; not negative, at most a day
 */
public record AreaRules(
        AreaId area,
        Duration intervalLength,
        Duration gateLead,
        Duration horizon,
        Price tick,
        Energy lot,
        Price feesPerKwh,
        MarketDesign design,
        OriginPremiums premiums,
        Duration repeatWindow) {

    /** Limits lie within plus and minus this, 1,000 per kWh. */
    public static final Price LARGEST_LIMIT = Price.ofMicroPerKwh(1_000_000_000);

    /** No order is for more than this, 1 GWh; at the largest limit its value still fits Money. */
    public static final Energy LARGEST_QUANTITY = Energy.ofWattHours(1_000_000_000);

    /** The repeat window unless another one is set. */
    public static final Duration USUAL_REPEAT_WINDOW = Duration.ofHours(1);

    private static final Duration LONGEST_REPEAT_WINDOW = Duration.ofDays(1);

    private static final Duration LONGEST_HORIZON = Duration.ofDays(366);

    /** Rules of continuous trading without premiums. */
    public AreaRules(
            AreaId area,
            Duration intervalLength,
            Duration gateLead,
            Duration horizon,
            Price tick,
            Energy lot,
            Price feesPerKwh) {
        this(
                area,
                intervalLength,
                gateLead,
                horizon,
                tick,
                lot,
                feesPerKwh,
                MarketDesign.CONTINUOUS,
                OriginPremiums.NONE);
    }

    /** Rules with the usual repeat window. */
    public AreaRules(
            AreaId area,
            Duration intervalLength,
            Duration gateLead,
            Duration horizon,
            Price tick,
            Energy lot,
            Price feesPerKwh,
            MarketDesign design,
            OriginPremiums premiums) {
        this(
                area,
                intervalLength,
                gateLead,
                horizon,
                tick,
                lot,
                feesPerKwh,
                design,
                premiums,
                USUAL_REPEAT_WINDOW);
    }

    public AreaRules {
        DeliveryInterval.requireLength(intervalLength);
        if (gateLead.isNegative()) {
            throw new IllegalArgumentException("gate lead must not be negative: " + gateLead);
        }
        if (horizon.compareTo(gateLead) <= 0 || horizon.compareTo(LONGEST_HORIZON) > 0) {
            throw new IllegalArgumentException(
                    "horizon must be beyond the gate and at most 366 days: " + horizon);
        }
        if (tick.microPerKwh() < 1 || lot.isZero() || feesPerKwh.microPerKwh() < 0) {
            throw new IllegalArgumentException("tick and lot must be positive, fees not negative");
        }
        if (!feesPerKwh.isAtMost(LARGEST_LIMIT)) {
            throw new IllegalArgumentException("fees are beyond every limit: " + feesPerKwh);
        }
        if (repeatWindow.isNegative() || repeatWindow.compareTo(LONGEST_REPEAT_WINDOW) > 0) {
            throw new IllegalArgumentException(
                    "repeat window must be 0 to 24 hours: " + repeatWindow);
        }
    }
}
