package energy.peerwatt.web.parts;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * PostgreSQL as a child process, its data kept on disk with fsync.
 *
 * <p>Listens on 127.0.0.1 only and trusts local connections. One process at a time per directory:
 * hold its {@link DirectoryLock}, as a server that runs there is taken for an orphan.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts the server; stops one that a killed process left behind first.
     *
     * @param directory created if absent
     * @throws MarketException DATABASE_UNAVAILABLE if it does not start
     */
    public static EmbeddedDatabase start(Path directory) {
        // The server changes into its data directory, where a relative path means another one.
        Path absolute = directory.toAbsolutePath().normalize();
        Path data = absolute.resolve("data");
        try {
            Files.createDirectories(absolute);
            OrphanedPostmaster.stop(data);
            return new EmbeddedDatabase(start(absolute, data));
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new MarketException(
                    ErrorCode.DATABASE_UNAVAILABLE, "embedded PostgreSQL in " + directory, e);
        }
    }

    private static EmbeddedPostgres start(Path directory, Path data) throws IOException {
        Path log = directory.resolve("postgres.log");
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.resolve("program").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(keptPort(directory.resolve("port")))
                .setPGStartupWait(STARTUP_WAIT)
                .setOutputRedirector(Redirect.to(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                // The library turns both off: it is made for tests.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "40")
                .setServerConfig("shared_buffers", "48MB")
                .setServerConfig("jit", "off")
                // A query over all days of raw readings locks each of them.
                .setServerConfig("max_locks_per_transaction", "256")
                .start();
    }

    /** The port of the first start while nobody else took it, so that notes about it stay true. */
    private static int keptPort(Path file) throws IOException {
        if (Files.exists(file)) {
            int kept = Integer.parseInt(Files.readString(file).strip());
            if (isFree(kept)) {
                return kept;
            }
        }
        int chosen = listen(0);
        Files.writeString(file, chosen + "\n");
        return chosen;
    }

    private static boolean isFree(int port) {
        try {
            return listen(port) == port;
        } catch (IOException e) {
            return false;
        }
    }

    private static int listen(int port) throws IOException {
        try (ServerSocket socket =
                new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return postgres.getPort();
    }

    /** For {@code quarkus.datasource.jdbc.url}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    /** For {@code quarkus.datasource.reactive.url}. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port() + "/postgres";
    }

    /** Makes this the application's datasource; before Quarkus starts. */
    public void configureDatasource() {
        System.setProperty("quarkus.datasource.jdbc.url", jdbcUrl());
        System.setProperty("quarkus.datasource.reactive.url", reactiveUrl());
        System.setProperty("quarkus.datasource.username", "postgres");
        System.setProperty("quarkus.datasource.password", "trusted");
    }

    /** Stops the server; open connections are cut. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("stopping PostgreSQL", e);
        }
    }
}
