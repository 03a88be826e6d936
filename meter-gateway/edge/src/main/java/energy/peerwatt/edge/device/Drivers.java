package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.RegisterSource;

/** Chooses the driver of a Modbus device. */
public final class Drivers {

    private Drivers() {}

    /**
     * A driver for the registers of one unit.
     *
     * @throws IllegalArgumentException if no driver has this name
     */
    public static Driver of(DeviceEntry device, RegisterSource source) {
        if (device.driver().equals("sunspec")) {
            return new SunSpecDriver(device.role(), source);
        }
        return new ProfileDriver(MeterProfile.load(device.driver()), device.role(), source);
    }
}
