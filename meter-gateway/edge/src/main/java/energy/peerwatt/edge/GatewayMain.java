package energy.peerwatt.edge;

import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The gateway program: runs until SIGTERM. Prints {@code gateway ready} once it polls. */
@QuarkusMain
@ApplicationScoped
public class GatewayMain implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(GatewayMain.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(3);

    private final GatewayConfig config;
    private final MeterRegistry metrics;
    private final DeviceRoute route;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Called by the container. */
    public GatewayMain(GatewayConfig config, MeterRegistry metrics, DeviceRoute route) {
        this.config = config;
        this.metrics = metrics;
        this.route = route;
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        try {
            Files.createDirectories(config.dataDir());
            DeviceList devices = DeviceList.parse(awaitDevices());
            MarketClock clock = clock(config.clock());
            try (Gateway gateway = new Gateway(config, devices, clock, metrics)) {
                route.show(gateway.health());
                announce();
                Quarkus.waitForExit();
            }
            return 0;
        } catch (MarketException | IllegalArgumentException | IOException e) {
            LOG.errorf("gateway cannot start: %s", e.getMessage());
            LOG.debug("cause", e);
            return 1;
        } finally {
            ended.countDown();
        }
    }

    /** On SIGTERM the process ends as soon as Quarkus has stopped: this makes it wait for us. */
    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!ended.await(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("gateway did not stop in time");
        }
    }

    static MarketClock clock(GatewayConfig.Clock clock) {
        Optional<Instant> market = clock.marketStart();
        Optional<Instant> wall = clock.wallStart();
        if (market.isPresent() != wall.isPresent()) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "peerwatt.clock.market-start and peerwatt.clock.wall-start go together");
        }
        return market.isEmpty()
                ? ScaledMarketClock.realTime()
                : new ScaledMarketClock(
                        market.get(), wall.orElseThrow(), clock.speed(), InstantSource.system());
    }

    private String awaitDevices() throws IOException, InterruptedException {
        Path file = config.devices();
        long deadline = System.nanoTime() + config.devicesTimeout().toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() - deadline > 0) {
                throw new MarketException(
                        ErrorCode.CONFIGURATION_INVALID, "no device list at " + file);
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return Files.readString(file);
    }

    /** Supervisors wait for this line; it is no log entry. */
    @SuppressWarnings("SystemOut")
    private static void announce() {
        System.out.println("gateway ready");
    }
}
