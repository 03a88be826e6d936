package energy.peerwatt.edge.device;

import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.modbus.RegisterSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Chooses the driver of a Modbus device. */
public final class Drivers {

    private static final String SUNSPEC = "sunspec";
    private static final String BASES = "bases";

    private Drivers() {}

    /**
     * A driver for the registers of one unit.
     *
     * @throws IllegalArgumentException if no driver has this name, or it cannot use its options
     */
    public static Driver of(DeviceEntry device, RegisterSource source) {
        if (device.driver().equals(SUNSPEC)) {
            return new SunSpecDriver(device.role(), source, bases(device));
        }
        return new ProfileDriver(
                DeviceProfiles.load(device.driver()),
                device.role(),
                source,
                ChargingConnection.of(device));
    }

    /**
     * How patiently the device wants to be asked.
     *
     * @param timeout where the driver does not know better
     * @throws IllegalArgumentException if no driver has this name
     */
    public static Pace pace(DeviceEntry device, Duration timeout) {
        return device.driver().equals(SUNSPEC)
                ? Pace.of(timeout)
                : DeviceProfiles.load(device.driver())
                        .limits()
                        .pace()
                        .map(pace -> pace.and(Pace.of(timeout)))
                        .orElse(Pace.of(timeout));
    }

    /** Unusual addresses at which a SunSpec device keeps its models. */
    public static List<Integer> bases(DeviceEntry device) {
        if (!(device.connection() instanceof Connection.Modbus modbus)
                || !modbus.options().containsKey(BASES)) {
            return List.of();
        }
        return Arrays.stream(modbus.options().getOrDefault(BASES, "").split(",", -1))
                .map(String::strip)
                .map(Integer::valueOf)
                .toList();
    }
}
