package energy.peerwatt.settlement.tariff;

/** What a dated price is for. */
public enum TariffKind {
    /** The member's own supplier's price per kWh imported, all-in with VAT. */
    RETAIL,
    /** What is paid per kWh fed in. */
    FEED_IN,
    /** The grid operator's price per kWh of shared energy, by distance. */
    GRID_FEE,
    /** A levy per kWh of shared energy. */
    LEVY,
    /** A tax per kWh of shared energy; VAT is none of these. */
    TAX;

    /** Whether prices of this kind may be below zero. */
    boolean mayBeNegative() {
        return this == RETAIL || this == FEED_IN;
    }
}
