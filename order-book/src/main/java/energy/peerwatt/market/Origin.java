package energy.peerwatt.market;

/** Where energy comes from: stated by a seller, wished for by a buyer. */
public enum Origin {
    /** A seller's: not stated. A buyer's: no wish. */
    ANY,
    SOLAR,
    BATTERY,
    /**
     * Made or stored in the buyer's own area. A seller's: of the area, kind not stated. A buyer's
     * wish is met by everything of the own area whose origin is stated.
     */
    LOCAL
}
