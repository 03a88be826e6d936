package energy.peerwatt.edge.health;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.time.MarketClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** The health of all devices. Watches them from construction until it is closed. */
public final class HealthBoard implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HealthBoard.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Map<DeviceEntry, DeviceHealth> devices = new LinkedHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * How long a device may give no good value, wall time.
     *
     * @param polled one that is asked
     * @param publishing one that speaks by itself
     */
    public record Patience(Duration polled, Duration publishing) {

        private Duration of(DeviceEntry device) {
            return device.connection() instanceof Connection.Mqtt ? publishing : polled;
        }
    }

    /** Starts watching. */
    public HealthBoard(
            Collection<DeviceEntry> entries,
            Patience patience,
            MarketClock clock,
            MeterRegistry registry) {
        for (DeviceEntry entry : entries) {
            devices.put(entry, new DeviceHealth(entry, patience.of(entry), clock, registry));
        }
        thread = Thread.ofVirtual().name("watchdog").start(this::run);
    }

    /** One of the devices this board was made for. */
    public DeviceHealth of(DeviceEntry device) {
        return Objects.requireNonNull(devices.get(device), "device of another list");
    }

    /** All devices, in the order of their list. */
    public List<DeviceStatus> statuses() {
        return devices.values().stream().map(DeviceHealth::status).toList();
    }

    /** Grows whenever a device's state changes. */
    public long changes() {
        return changes.get();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                devices.values().stream()
                        .filter(device -> device.watch(System.nanoTime()))
                        .forEach(this::changed);
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watching");
        }
    }

    private void changed(DeviceHealth device) {
        changes.incrementAndGet();
        DeviceStatus status = device.status();
        switch (status.state()) {
            case SILENT, REFUSING ->
                    LOG.warnf("%s is %s since %s", device.name(), status.state(), status.since());
            case GOOD, WAITING -> LOG.infof("%s is %s", device.name(), status.state());
        }
    }
}
