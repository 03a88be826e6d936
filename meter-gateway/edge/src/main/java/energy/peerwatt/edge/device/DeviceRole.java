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
    CHARGER,
    /** What a heat pump takes, and the heat in its store. */
    HEAT_PUMP,
    /** What an appliance takes, and whether its run has begun. */
    APPLIANCE;

    /** Whether its registers are settled; else it is watched and controlled only. */
    public boolean isSettled() {
        return this == METER || this == INVERTER;
    }
}
