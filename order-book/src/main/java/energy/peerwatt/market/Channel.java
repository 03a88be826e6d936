package energy.peerwatt.market;

/** What a metering point's register counts. */
public enum Channel {
    /** Energy taken from the grid, OBIS 1-0:1.8.0. */
    IMPORT,
    /** Energy given to the grid, OBIS 1-0:2.8.0. */
    EXPORT,
    /** Energy made behind the connection, from the inverter; information, never settled alone. */
    GENERATION
}
