package energy.peerwatt.edge.simulator.model;

/** Which SunSpec model tells about the battery. */
public enum BatteryModel {
    NONE,
    /** Model 124, basic storage controls. */
    STORAGE_124,
    /** Model 802, battery base. */
    BATTERY_802
}
