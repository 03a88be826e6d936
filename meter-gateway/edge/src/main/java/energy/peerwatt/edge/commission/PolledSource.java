package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.Optional;

/** A Modbus device, asked each second by the driver that the gateway will use. */
final class PolledSource implements Sighting.Source {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_FAILURES = 5;

    private final Sighting.Time time;
    private final ModbusEndpoint endpoint;
    private final Driver driver;
    private int failures;

    /**
     * Does not read yet.
     *
     * @throws IllegalArgumentException if the device cannot have the role
     */
    PolledSource(BusDevice device, DeviceEntry entry, Sighting.Time time) {
        this.time = time;
        endpoint = device.connect();
        driver = Drivers.of(entry, endpoint.unit(device.unit()));
    }

    @Override
    public Optional<Sighting> next(Duration atMost) throws InterruptedException {
        time.sleep(atMost.compareTo(INTERVAL) < 0 ? atMost : INTERVAL);
        long asked = time.nanos();
        try {
            Sighting seen = new Sighting(asked / 2 + time.nanos() / 2, driver.read());
            failures = 0;
            return Optional.of(seen);
        } catch (MarketException e) {
            if (++failures >= MOST_FAILURES) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
