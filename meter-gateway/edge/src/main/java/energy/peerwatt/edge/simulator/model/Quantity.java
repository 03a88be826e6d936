package energy.peerwatt.edge.simulator.model;

/** What flows in a home and is counted. */
public enum Quantity {
    /** From the grid. */
    IMPORT,
    /** To the grid. */
    EXPORT,
    /** Made by the roof. */
    GENERATION,
    /** Drawn by the home, car charger included. */
    LOAD,
    /** Drawn by the car charger. */
    CHARGER,
    /** Into the battery, AC side. */
    CHARGE,
    /** Out of the battery, AC side. */
    DISCHARGE
}
