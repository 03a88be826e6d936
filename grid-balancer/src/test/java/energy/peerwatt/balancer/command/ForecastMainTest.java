package energy.peerwatt.balancer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path directory;

    @Test
    void comparesWithPersistence() throws IOException {
        Path file = values(40);

        assertThat(run("--backtest", file.toString(), "--zone", "Europe/Vienna")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("  1 h", " 24 h", "skill", "persistence");
        assertThat(run("--backtest", file.toString(), "--sun", "48.2,16.4")).isZero();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path file = values(2);
        assertRefused("option --backtest is missing");
        assertRefused("option --zone is missing", "--backtest", file.toString());
        assertRefused("unknown option --what", "--what", "1");
        assertRefused("needs a value", "--backtest");
        assertRefused("--zone must be", "--backtest", file.toString(), "--zone", "Nowhere");
        assertRefused("--sun must be", "--backtest", file.toString(), "--sun", "48.2");
        assertRefused("latitude must be", "--backtest", file.toString(), "--sun", "99,1");
        assertRefused("cannot be read", "--backtest", file + "x", "--zone", "UTC");
        Files.writeString(file, "start,wattHours\n2026-01-01T00:00:00Z,many\n");
        assertRefused("line 2 is not START,WH", "--backtest", file.toString(), "--zone", "UTC");
        Files.writeString(file, "start,wattHours\n2026-01-01T00:00:00Z,1\n");
        assertRefused("fewer than two values", "--backtest", file.toString(), "--zone", "UTC");
        assertRefused("more than 28 days", "--backtest", values(2).toString(), "--zone", "UTC");
        Files.writeString(file, "2026-01-01T00:00:00Z,1\n");
        assertRefused("fewer than two values", "--backtest", file.toString(), "--zone", "UTC");
        Files.writeString(file, "2026-01-01T00:00:00Z,many\n");
        assertRefused("line 1 is not START,WH", "--backtest", file.toString(), "--zone", "UTC");
        Files.writeString(file, "start,wattHours\n2026-01-01T00:00:00Z,9200000000000000000\n");
        assertRefused("line 2 is not START,WH", "--backtest", file.toString(), "--zone", "UTC");
        String twice = "2026-01-01T00:00:00Z,1\n";
        Files.writeString(file, "start,wattHours\n" + twice + twice + "2026-01-01T01:00:00Z,1\n");
        assertRefused("two values for", "--backtest", file.toString(), "--zone", "UTC");
    }

    private void assertRefused(String reason, String... args) {
        err.reset();
        assertThat(run(args)).isEqualTo(ForecastMain.UNUSABLE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(reason);
    }

    private int run(String... args) {
        return ForecastMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Path values(int days) throws IOException {
        List<String> lines = new ArrayList<>(List.of("start,wattHours"));
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int hour = 0; hour < 24 * days; hour++) {
            lines.add(start.plus(Duration.ofHours(hour)) + "," + (200 + (hour * 37) % 400));
        }
        return Files.write(directory.resolve("values.csv"), lines);
    }
}
