package energy.peerwatt.edge.health;

/** Whether a device gives values. */
public enum DeviceState {
    /** Not known yet: the program has just started. */
    WAITING,
    /** A good value came within the time allowed. */
    GOOD,
    /** No good value and no other answer for longer than that. */
    SILENT,
    /** It answers, but with nothing that is a value. */
    REFUSING
}
