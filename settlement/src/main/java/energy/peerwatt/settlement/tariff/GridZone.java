package energy.peerwatt.settlement.tariff;

/**
 * Where a metering point is in the grid, from the whole to the part; names are the operator's own.
 *
 * @param operator distribution operator
 * @param feeder medium-voltage feeder or busbar of that operator
 * @param transformer below that feeder
 */
public record GridZone(String operator, String feeder, String transformer) {

    private static final int LONGEST = 60;

    public GridZone {
        requireName("operator", operator);
        requireName("feeder", feeder);
        requireName("transformer", transformer);
    }

    private static void requireName(String field, String name) {
        if (name.isBlank() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    field + ": is blank or longer than " + LONGEST + " characters");
        }
    }

    /** How far it is to a point in another zone; two points are never behind one meter. */
    public ZoneDistance to(GridZone other) {
        if (!operator.equals(other.operator)) {
            return ZoneDistance.OTHER_OPERATOR;
        }
        if (!feeder.equals(other.feeder)) {
            return ZoneDistance.SAME_OPERATOR;
        }
        return transformer.equals(other.transformer)
                ? ZoneDistance.SAME_TRANSFORMER
                : ZoneDistance.SAME_FEEDER;
    }
}
