package energy.peerwatt.edge.device;

/** A momentary value: for display and for planning, never for settling. */
public enum LiveQuantity {
    /** W at the grid connection, positive is import. */
    GRID_W("gridW"),
    /** W made by the solar array. */
    SOLAR_W("solarW"),
    /** W into the battery; negative is discharge. */
    BATTERY_W("batteryW"),
    /** Charge of the battery, 0 to 1000. */
    BATTERY_SOC_PERMILLE("batterySocPermille"),
    /** Wh that the battery holds when full. */
    BATTERY_CAPACITY_WH("batteryCapacityWh"),
    /** W that the battery takes at most. */
    BATTERY_CHARGE_MOST_W("batteryChargeMostW"),
    /** W that the battery gives at most. */
    BATTERY_DISCHARGE_MOST_W("batteryDischargeMostW"),
    /** W into the car. */
    EV_W("evW"),
    /** Whether a car is connected, 1 or 0. */
    EV_CONNECTED("evConnected"),
    /** Wh that it has taken since it was connected. */
    EV_SESSION_WH("evSessionWh"),
    /** W that the charging point lets through at most, at the nominal voltage. */
    EV_MOST_W("evMostW"),
    /** Wh that the car still needs, as its household states. */
    EV_NEEDED_WH("evNeededWh"),
    /** Epoch second by which it needs them, as its household states. */
    EV_DEPARTURE("evDepartureSecond"),
    /** W into the heat pump. */
    HEAT_PUMP_W("heatPumpW"),
    /** Wh of heat in its store above the lower end of the comfort band. */
    HEAT_STORED_WH("heatStoredWh"),
    /** W into the appliance. */
    APPLIANCE_W("applianceW"),
    /** Whether the appliance's run has begun, 1 or 0. */
    APPLIANCE_STARTED("applianceStarted");

    private final String field;

    LiveQuantity(String field) {
        this.field = field;
    }

    /** Name in the live telemetry JSON. */
    public String field() {
        return field;
    }
}
