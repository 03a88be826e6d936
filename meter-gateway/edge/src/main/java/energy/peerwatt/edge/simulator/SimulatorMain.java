package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The simulated village as a program.
 *
 * <p>Prints {@code simulator ready} when all servers listen and all files are written; ends on
 * SIGTERM or SIGINT. The clock comes as system properties {@code peerwatt.clock.market-start},
 * {@code peerwatt.clock.wall-start} (ISO 8601) and {@code peerwatt.clock.speed}; without them
 * market time is real time.
 */
public final class SimulatorMain {

    private static final long CLOSE_SECONDS = 3;
    private static final String CLOCK = "peerwatt.clock.";

    private SimulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        logWarningsToStandardError();
        try {
            run(Simulator.start(SimulatorOptions.parse(args), clock()));
        } catch (IllegalArgumentException | DateTimeException | MarketException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(e.toString());
        }
    }

    /** Without this, records wait in memory for a Quarkus application to start. */
    private static void logWarningsToStandardError() {
        // Must be set before anything logs.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger root = Logger.getLogger("");
        for (Handler waiting : root.getHandlers()) {
            root.removeHandler(waiting);
        }
        root.addHandler(new ConsoleHandler());
        root.setLevel(Level.WARNING);
    }

    private static void run(Simulator simulator) throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread stopper =
                new Thread(
                        () -> {
                            simulator.stop();
                            await(closed);
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        System.out.println("simulator ready");
        try (simulator) {
            simulator.run();
        } finally {
            closed.countDown();
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(String message) {
        System.err.println("simulator: " + message);
        System.exit(1);
    }

    private static MarketClock clock() {
        String marketStart = System.getProperty(CLOCK + "market-start");
        if (marketStart == null) {
            return ScaledMarketClock.realTime();
        }
        return new ScaledMarketClock(
                Instant.parse(marketStart),
                Instant.parse(System.getProperty(CLOCK + "wall-start", "")),
                Integer.getInteger(CLOCK + "speed", 1),
                InstantSource.system());
    }
}
