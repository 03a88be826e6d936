package energy.peerwatt.web.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** A PostgreSQL server that outlived the process that started it. */
final class OrphanedPostmaster {

    private static final Logger LOG = Logger.getLogger(OrphanedPostmaster.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private OrphanedPostmaster() {}

    /**
     * Stops the server of this data directory, if one runs. Its settings may be old ones, and a
     * second server on the same data would be refused.
     */
    static void stop(Path data) throws IOException {
        Optional<ProcessHandle> postmaster = find(data);
        if (postmaster.isEmpty()) {
            return;
        }
        long pid = postmaster.get().pid();
        LOG.infof("stopping PostgreSQL process %d that an earlier market process left", pid);
        // SIGINT is PostgreSQL's fast shutdown; pg_ctl does the same but refuses to run as root.
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).inheritIO().start();
        try {
            postmaster.get().onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("PostgreSQL process " + pid + " does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stops", e);
        }
    }

    private static Optional<ProcessHandle> find(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !isSame(Path.of(lines.get(1)), data)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(OrphanedPostmaster::isPostgres);
    }

    /** The server notes its directory the way it was given it. */
    private static boolean isSame(Path noted, Path data) throws IOException {
        return Files.exists(noted) && noted.toRealPath().equals(data.toRealPath());
    }

    /** The number may have gone to another program meanwhile. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
    }
}
