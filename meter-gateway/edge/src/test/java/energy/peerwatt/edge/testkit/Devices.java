package energy.peerwatt.edge.testkit;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Devices as a list would have them. */
public final class Devices {

    private Devices() {}

    /** A meter behind Modbus TCP. */
    public static DeviceEntry meter(MeteringPointId point, String driver, int port, int unit) {
        return new DeviceEntry(
                point,
                DeviceRole.METER,
                driver,
                new DeviceEntry.Connection.Modbus("127.0.0.1", port, unit));
    }

    /** One that nobody has heard of. */
    public static DeviceHealth health(DeviceEntry device) {
        return new DeviceHealth(
                device,
                Duration.ofMinutes(2),
                ScaledMarketClock.realTime(),
                new SimpleMeterRegistry());
    }
}
