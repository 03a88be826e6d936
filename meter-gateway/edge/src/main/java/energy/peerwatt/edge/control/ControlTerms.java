package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.util.Map;
import java.util.Optional;

/**
 * That and how the household lets a device be controlled: options of its entry in {@code
 * devices.json}. Without {@code "control": "on"} nothing is ever written to it.
 *
 * @param device what the market calls it
 * @param floor what the household keeps whatever a plan says: {@code keepChargePermille}, {@code
 *     keepImportW}, {@code keepExportW}
 * @param onlySingle {@code "writeFunction": "6"}: the device declines function 16
 */
record ControlTerms(Device device, Floor floor, boolean onlySingle) {

    private static final String CONTROL = "control";
    private static final String ON = "on";
    private static final String OFF = "off";
    private static final String WRITE_FUNCTION = "writeFunction";

    /**
     * The terms of a device; empty if it must not be controlled.
     *
     * @throws IllegalArgumentException if its options make no sense
     */
    static Optional<ControlTerms> of(DeviceEntry entry) {
        Map<String, String> options =
                switch (entry.connection()) {
                    case Connection.Modbus modbus -> modbus.options();
                    case Connection.Mqtt mqtt -> mqtt.options();
                };
        String control = options.getOrDefault(CONTROL, OFF);
        if (control.equals(OFF)) {
            return Optional.empty();
        }
        if (!control.equals(ON) || !(entry.connection() instanceof Connection.Modbus)) {
            throw new IllegalArgumentException(
                    entry.meteringPoint().value() + " " + entry.role() + ": control " + control);
        }
        Device device =
                switch (entry.role()) {
                    case BATTERY -> Device.BATTERY;
                    case INVERTER -> Device.INVERTER;
                    case CHARGER -> Device.CHARGER;
                    case HEAT_PUMP -> Device.HEAT_PUMP;
                    case APPLIANCE -> Device.APPLIANCE;
                    case METER ->
                            throw new IllegalArgumentException(
                                    entry.meteringPoint().value() + ": a meter is not controlled");
                };
        Floor floor =
                new Floor(
                        (int) number(options, "keepChargePermille"),
                        number(options, "keepImportW"),
                        number(options, "keepExportW"));
        return Optional.of(
                new ControlTerms(
                        device, floor, options.getOrDefault(WRITE_FUNCTION, "16").equals("6")));
    }

    private static long number(Map<String, String> options, String name) {
        return Integer.parseInt(options.getOrDefault(name, "0"));
    }
}
