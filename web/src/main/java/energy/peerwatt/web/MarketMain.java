package energy.peerwatt.web;

import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.DirectoryLock;
import energy.peerwatt.web.parts.EmbeddedDatabase;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the market process: the embedded database first, because migrations and persistence need
 * it while Quarkus starts; Quarkus then starts everything else. Stops in reverse.
 */
@QuarkusMain
public final class MarketMain {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final String DATA_DIR = "peerwatt.data-dir";

    private MarketMain() {}

    public static void main(String... args) {
        if (!Boolean.parseBoolean(setting("peerwatt.database.embedded", "true"))) {
            Quarkus.run(args);
            return;
        }
        Path dataDir = Path.of(setting(DATA_DIR, ".peerwatt/market")).toAbsolutePath().normalize();
        System.setProperty(DATA_DIR, dataDir.toString());
        Optional<DirectoryLock> lock = tryTake(dataDir);
        if (lock.isEmpty()) {
            sayInUse(dataDir);
            System.exit(1);
            return;
        }
        run(EmbeddedDatabase.start(dataDir.resolve("postgres")), lock.get(), args);
    }

    private static Optional<DirectoryLock> tryTake(Path dataDir) {
        try {
            return DirectoryLock.tryTake(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("locking " + dataDir, e);
        }
    }

    /** Nothing logs yet. */
    @SuppressWarnings("SystemOut")
    private static void sayInUse(Path dataDir) {
        System.err.println(dataDir + " is in use by another market process");
    }

    private static void run(EmbeddedDatabase database, DirectoryLock lock, String... args) {
        database.configureDatasource();
        CountDownLatch applicationStopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(stopAfter(applicationStopped, database, lock));
        Quarkus.run(
                null,
                (code, failure) -> {
                    applicationStopped.countDown();
                    exit(code, failure);
                },
                args);
    }

    /** A setting of {@link MarketConfig}, which does not exist yet, by the same names. */
    private static String setting(String name, String usual) {
        String variable = name.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT);
        return System.getProperty(name, Objects.requireNonNullElse(System.getenv(variable), usual));
    }

    /**
     * A hook of our own holds the process until the application has stopped: on SIGTERM Quarkus may
     * let it end before it calls the exit handler. An application that hangs is left behind.
     */
    private static Thread stopAfter(
            CountDownLatch applicationStopped, EmbeddedDatabase database, DirectoryLock lock) {
        return new Thread(
                () -> {
                    boolean stopped = awaitStop(applicationStopped);
                    stop(database, lock);
                    if (!stopped) {
                        // Quarkus has a hook too, which waits for the application for ever.
                        Runtime.getRuntime().halt(1);
                    }
                },
                "stop-database");
    }

    private static boolean awaitStop(CountDownLatch applicationStopped) {
        try {
            return applicationStopped.await(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stop(EmbeddedDatabase database, DirectoryLock lock) {
        try (lock) {
            database.close();
        } catch (IOException | UncheckedIOException e) {
            Logger.getLogger(MarketMain.class).warn("the database did not stop in order", e);
        }
    }

    /** Whoever started this process reads standard error; logging may not be set up yet. */
    @SuppressWarnings("SystemOut")
    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            failure.printStackTrace();
            System.err.println("market did not start: " + rootOf(failure));
        }
        System.exit(failure == null || code != 0 ? code : 1);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }
}
