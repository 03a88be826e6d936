package energy.peerwatt.edge.device;

/** What a device measures at its metering point. */
public enum DeviceRole {
    /** The grid connection: import and export registers. */
    METER,
    /** What the solar array makes. */
    INVERTER,
    /** What goes in and out of the battery. */
    BATTERY,
    /** What a charging car takes. */
    CHARGER
}
