package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.Measured;
import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.device.ProfileReader;
import energy.peerwatt.edge.device.SunSpecReader;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One unit that is read with one driver.
 *
 * @param driver {@code sunspec} or the name of a profile
 * @param bases unusual addresses of SunSpec models
 */
record BusDevice(Target.Bus bus, Framing framing, int unit, String driver, List<Integer> bases) {

    static final String SUNSPEC = "sunspec";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    BusDevice {
        bases = List.copyOf(bases);
        if (!driver.equals(SUNSPEC)) {
            ProfileReader _ = ProfileReader.of(driver);
        }
    }

    /** A connection as patient as the device wants it. Does not connect yet. */
    ModbusEndpoint connect() {
        Pace usual = Pace.of(TIMEOUT);
        Pace pace =
                driver.equals(SUNSPEC)
                        ? usual
                        : ProfileReader.of(driver).pace().map(usual::and).orElse(usual);
        return new ModbusEndpoint(bus.host(), bus.port(), framing, pace);
    }

    /** What its driver must be told. */
    Map<String, String> options() {
        return bases.isEmpty()
                ? Map.of()
                : Map.of("bases", String.join(",", bases.stream().map(String::valueOf).toList()));
    }

    /**
     * Reads everything of a role once.
     *
     * @throws MarketException if the device fails
     */
    Map<ProfileQuantity, Measured> read(ModbusEndpoint endpoint, DeviceRole role) {
        return driver.equals(SUNSPEC)
                ? sunSpec(endpoint).read(role)
                : ProfileReader.of(driver).read(endpoint.unit(unit));
    }

    /**
     * The models of a SunSpec device.
     *
     * @throws MarketException {@code DEVICE_ANSWER_REFUSED} if it has none
     */
    SunSpecReader sunSpec(ModbusEndpoint endpoint) {
        ModbusUnit source = endpoint.unit(unit);
        return SunSpecReader.find(source, bases)
                .orElseThrow(() ->
                        new MarketException(
                                ErrorCode.DEVICE_ANSWER_REFUSED,
                                bus + " unit " + unit + " does not speak SunSpec"));
    }
}
