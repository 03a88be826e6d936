package energy.peerwatt.metering.headend;

/**
 * Whether a reading may become energy. An unusable reading is kept with its verdict, never dropped.
 *
 * <p>Usable readings of a register ascend strictly in time. They descend in value only where a
 * register rolled over, was reset or was exchanged, and that is on record.
 */
public enum Screening {
    /** May bracket a boundary. */
    USABLE,
    /** Not later than the newest usable or suspicious reading of its register. */
    LATE,
    /** Shows less than the newest usable reading. A decrease is never energy. */
    ROLLBACK,
    /** Read later than the tolerance after it was received: a wrong gateway clock. */
    FUTURE,
    /** Shows more than the connection can carry since the newest usable reading. */
    LIMIT,
    /** Same time and value as the newest usable reading. */
    DUPLICATE,
    /** Same time as the newest usable reading with another value; the first one stays. */
    CONTRADICTION,
    /** Of a metering point that the gateway was not assigned to at that time. */
    FOREIGN,
    /** Timed by a gateway's clock that is known to be far off. */
    CLOCK,
    /** The meter signs its own records, and none proves this reading. */
    UNPROVEN
}
