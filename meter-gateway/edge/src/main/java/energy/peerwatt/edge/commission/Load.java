package energy.peerwatt.edge.commission;

/** What the installer knows about the connection at this moment. */
enum Load {
    /** Nothing. */
    UNKNOWN,
    /** The house takes from the grid, or the inverter makes. */
    DRAWING,
    /** The house feeds into the grid. */
    FEEDING
}
