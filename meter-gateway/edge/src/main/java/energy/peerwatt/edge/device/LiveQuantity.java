package energy.peerwatt.edge.device;

/** A momentary value for display. */
public enum LiveQuantity {
    /** W at the grid connection, positive is import. */
    GRID_W("gridW"),
    /** W made by the solar array. */
    SOLAR_W("solarW"),
    /** W into the battery; negative is discharge. */
    BATTERY_W("batteryW"),
    /** Charge of the battery, 0 to 1000. */
    BATTERY_SOC_PERMILLE("batterySocPermille"),
    /** W into the car. */
    EV_W("evW");

    private final String field;

    LiveQuantity(String field) {
        this.field = field;
    }

    /** Name in the live telemetry JSON. */
    public String field() {
        return field;
    }
}
