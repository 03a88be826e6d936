package energy.peerwatt.market;

import energy.peerwatt.unit.Price;

/**
 * What a wish for an origin adds to a buyer's limit when the energy is of that origin; none
 * negative.
 */
public record OriginPremiums(Price solar, Price battery, Price local) {

    public static final OriginPremiums NONE =
            new OriginPremiums(Price.ZERO, Price.ZERO, Price.ZERO);

    public OriginPremiums {
        requireNotNegative(solar);
        requireNotNegative(battery);
        requireNotNegative(local);
    }

    /** The premium for a wish; zero for {@link Origin#ANY}. */
    public Price of(Origin wish) {
        return switch (wish) {
            case ANY -> Price.ZERO;
            case SOLAR -> solar;
            case BATTERY -> battery;
            case LOCAL -> local;
        };
    }

    private static void requireNotNegative(Price premium) {
        if (premium.microPerKwh() < 0 || !premium.isAtMost(AreaRules.LARGEST_LIMIT)) {
            throw new IllegalArgumentException("premium out of range: " + premium);
        }
    }
}
