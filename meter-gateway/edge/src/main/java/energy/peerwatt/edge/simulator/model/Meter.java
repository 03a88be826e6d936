package energy.peerwatt.edge.simulator.model;

/** How a home's grid connection is measured. */
public enum Meter {
    /** Eastron SDM630 behind a Modbus TCP gateway. */
    SDM630,
    /** A meter read by Tasmota, published by MQTT. */
    TASMOTA,
    /** Shelly Pro 3EM, published by MQTT. */
    SHELLY_GEN2,
    /** The inverter alone: a plant that feeds everything in and draws nothing. */
    SUNSPEC_PLANT
}
