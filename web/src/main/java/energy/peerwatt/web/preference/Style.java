package energy.peerwatt.web.preference;

/** How a member wants to trade. The names are part of the REST interface and of the tables. */
public enum Style {
    /** Trade as much as possible with neighbours; the price matters little. */
    NEIGHBOURLY,
    /** A fair part of the gain for both sides. */
    BALANCED,
    /** Hold out for a good price; trade less. */
    BEST_PRICE,
    /** Limits that the member names. */
    OWN_LIMITS
}
