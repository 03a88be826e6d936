package energy.peerwatt.edge.format;

/** Units of energy and power that devices write. */
public enum Unit {
    /** Shelly's first generation counts these. */
    WATT_MINUTE("Wmin", 3, 60),
    WATT_HOUR("Wh", 3, 1),
    KILOWATT_HOUR("kWh", 6, 1),
    MEGAWATT_HOUR("MWh", 9, 1),
    WATT("W", 3, 1),
    KILOWATT("kW", 6, 1),
    MEGAWATT("MW", 9, 1);

    private final String symbol;
    private final int milliExponent;
    private final int divisor;

    Unit(String symbol, int milliExponent, int divisor) {
        this.symbol = symbol;
        this.milliExponent = milliExponent;
        this.divisor = divisor;
    }

    /**
     * The unit with this symbol.
     *
     * @throws RefusedException {@code UNIT_UNKNOWN}
     */
    public static Unit of(String symbol) throws RefusedException {
        for (Unit unit : values()) {
            if (unit.symbol.equals(symbol)) {
                return unit;
            }
        }
        throw new RefusedException(Refusal.UNIT_UNKNOWN);
    }

    /** Whether this is energy; else it is power. */
    public boolean isEnergy() {
        return switch (this) {
            case WATT_MINUTE, WATT_HOUR, KILOWATT_HOUR, MEGAWATT_HOUR -> true;
            case WATT, KILOWATT, MEGAWATT -> false;
        };
    }

    /** Exponent of ten that turns this into mWh or mW, before {@link #divisor()}. */
    int milliExponent() {
        return milliExponent;
    }

    int divisor() {
        return divisor;
    }
}
