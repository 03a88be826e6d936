package energy.peerwatt.web;

import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.EmbeddedDatabase;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the market process: the embedded database first, because migrations and persistence need
 * it while Quarkus starts; Quarkus then starts everything else. Stops in reverse.
 */
@QuarkusMain
public final class MarketMain {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private MarketMain() {}

    public static void main(String... args) {
        if (!Boolean.parseBoolean(setting("peerwatt.database.embedded", "true"))) {
            Quarkus.run(args);
            return;
        }
        Path dataDir = Path.of(setting("peerwatt.data-dir", ".peerwatt/market"));
        EmbeddedDatabase database = EmbeddedDatabase.start(dataDir.resolve("postgres"));
        database.configureDatasource();
        CountDownLatch applicationStopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(stopAfter(applicationStopped, database));
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
     * let it end before it calls the exit handler.
     */
    private static Thread stopAfter(CountDownLatch applicationStopped, EmbeddedDatabase database) {
        return new Thread(
                () -> {
                    try {
                        applicationStopped.await(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    database.close();
                },
                "stop-database");
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
