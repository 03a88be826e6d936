package energy.peerwatt.settlement;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.unit.Price;

/**
 * What members pay for deviations from their contracts, and are paid. Prices lie within plus and
 * minus {@link AreaRules#LARGEST_LIMIT}, so that what they make of an interval fits.
 */
public sealed interface ImbalancePrices {

    /** The household default: short at the own retail price, long at the own feed-in price. */
    record OwnTariffs() implements ImbalancePrices {}

    /**
     * The same two prices for all, as of a balance group with dual imbalance prices.
     *
     * @param whenShort paid per kWh by who took more or gave less than contracted
     * @param whenLong received per kWh by who took less or gave more; at most {@code whenShort}
     */
    record Dual(Price whenShort, Price whenLong) implements ImbalancePrices {

        public Dual {
            requireOrdered(whenShort, whenLong);
        }
    }

    /**
     * One price for the deviation of the whole group, borne by those that deviated in its direction
     * in proportion to their deviation. Deviations that cancel inside the group cost nothing.
     */
    record GroupSingle(Price price) implements ImbalancePrices {

        public GroupSingle {
            requireBounded(price);
        }
    }

    /**
     * As {@link GroupSingle}, at one price where the group is short and another where it is long.
     *
     * @param whenLong at most {@code whenShort}
     */
    record GroupDual(Price whenShort, Price whenLong) implements ImbalancePrices {

        public GroupDual {
            requireOrdered(whenShort, whenLong);
        }
    }

    private static void requireOrdered(Price whenShort, Price whenLong) {
        requireBounded(whenShort);
        requireBounded(whenLong);
        if (!whenLong.isAtMost(whenShort)) {
            throw new IllegalArgumentException(
                    "a long deviation earns %s, more than %s that a short one costs"
                            .formatted(whenLong, whenShort));
        }
    }

    private static void requireBounded(Price price) {
        long largest = AreaRules.LARGEST_LIMIT.microPerKwh();
        if (price.microPerKwh() > largest || price.microPerKwh() < -largest) {
            throw new IllegalArgumentException(
                    "imbalance price %s is not within plus and minus %s"
                            .formatted(price, AreaRules.LARGEST_LIMIT));
        }
    }
}
