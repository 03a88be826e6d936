package energy.peerwatt.web.parts;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {

    /** Starts a database, writes a row, and waits to be killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String... args) throws Exception {
            Path directory = Path.of(args[0]);
            EmbeddedDatabase database = EmbeddedDatabase.start(directory);
            execute(database, "CREATE TABLE kept (n integer)");
            execute(database, "INSERT INTO kept VALUES (42)");
            Files.writeString(directory.resolve("written"), "");
            Thread.currentThread().join();
        }
    }

    @Test
    void takesOverWhatAKilledProcessLeft() throws Exception {
        try (TestDirectory directory = new TestDirectory("database")) {
            // Relative and roundabout, as people give it.
            Path data =
                    Path.of(".").resolve(Path.of("").toAbsolutePath().relativize(directory.path()));
            Process victim = startVictim(data);
            Await.until(
                    "row written",
                    () -> Files.exists(data.resolve("written")) || !victim.isAlive());
            assertThat(victim.isAlive()).as(() -> logOf(data)).isTrue();
            long orphan = postmasterOf(data);
            victim.destroyForcibly().waitFor();
            assertThat(ProcessHandle.of(orphan)).isPresent();

            try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
                assertThat(postmasterOf(data)).isNotEqualTo(orphan);
                assertThat(text(database, "SELECT n FROM kept")).isEqualTo("42");
                assertThat(text(database, "SHOW fsync")).isEqualTo("on");
                assertThat(text(database, "SHOW synchronous_commit")).isEqualTo("on");
                assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            }
            assertThat(ProcessHandle.of(orphan)).isEmpty();
            assertThat(Files.exists(data.resolve("data/postmaster.pid"))).isFalse();
        }
    }

    private static Process startVictim(Path data) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("victim.log").toFile())
                .start();
    }

    private static String logOf(Path data) {
        try {
            return Files.readString(data.resolve("victim.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long postmasterOf(Path data) throws Exception {
        return Long.parseLong(
                Files.readAllLines(data.resolve("data/postmaster.pid")).getFirst().strip());
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), "postgres", "trusted");
    }
}
