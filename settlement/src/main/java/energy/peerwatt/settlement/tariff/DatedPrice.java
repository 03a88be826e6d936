package energy.peerwatt.settlement.tariff;

import energy.peerwatt.unit.Price;
import java.util.Optional;

/**
 * A price per kWh, what it is for, when it holds and why.
 *
 * @param price not negative unless its kind allows it
 * @param legalBasis law, ordinance, price sheet or contract, for people; not blank, at most 200
 *     characters
 */
public record DatedPrice(Item item, Price price, Validity validity, String legalBasis) {

    /** Longest {@code legalBasis} and name. */
    static final int MOST_TEXT = 200;

    /**
     * What a price is for.
     *
     * @param name tells charges of one kind apart, which are then added up
     * @param distance of grid fees, and only of those
     * @param window time of use
     */
    public record Item(
            TariffKind kind, String name, Optional<ZoneDistance> distance, TimeWindow window) {

        public Item {
            requireText("name", name);
            if ((kind == TariffKind.GRID_FEE) != distance.isPresent()) {
                throw new IllegalArgumentException(
                        "distance: "
                                + (distance.isPresent() ? "only" : "missing")
                                + (distance.isPresent()
                                        ? " grid fees have one"
                                        : " of a grid fee"));
            }
        }

        /** The item at all hours and all distances. */
        public static Item of(TariffKind kind, String name) {
            return new Item(kind, name, Optional.empty(), TimeWindow.ALWAYS);
        }

        /** A grid fee at all hours. */
        public static Item gridFee(ZoneDistance distance) {
            return new Item(
                    TariffKind.GRID_FEE, "grid fee", Optional.of(distance), TimeWindow.ALWAYS);
        }

        private boolean isSameCharge(Item other) {
            return kind == other.kind && name.equals(other.name) && distance.equals(other.distance);
        }
    }

    public DatedPrice {
        requireText("legalBasis", legalBasis);
        if (price.microPerKwh() < 0 && !item.kind().mayBeNegative()) {
            throw new IllegalArgumentException("priceMicro: " + price + " is negative");
        }
    }

    static void requireText(String field, String text) {
        if (text.isBlank() || text.length() > MOST_TEXT) {
            throw new IllegalArgumentException(
                    field + ": is blank or longer than " + MOST_TEXT + " characters");
        }
    }

    boolean isSameCharge(DatedPrice other) {
        return item.isSameCharge(other.item);
    }

    /** The same price, ending where its successor begins. */
    DatedPrice endingBefore(DatedPrice successor) {
        return new DatedPrice(
                item,
                price,
                new Validity(validity.from(), Optional.of(successor.validity.from())),
                legalBasis);
    }
}
