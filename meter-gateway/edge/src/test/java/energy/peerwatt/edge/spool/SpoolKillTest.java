package energy.peerwatt.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that writes is killed, again and again; what it called durable is there. */
class SpoolKillTest {

    private static final int ROUNDS = 4;

    @TempDir Path folder;

    @Test
    void everyReadingReportedAsDurableSurvivesKillMinusNine() throws Exception {
        long written = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            long reported = writeUntilKilled(3 * round);

            try (Spool spool = Spool.open(folder, Measurements.BOUNDS, 2_000)) {
                assertThat(spool.epoch()).isEqualTo(1_000);
                assertThat(spool.durable()).isGreaterThanOrEqualTo(reported).isGreaterThan(written);
                written = spool.durable();
                assertGapFree(spool, written);
            }
        }
    }

    private long writeUntilKilled(int reports) throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SpoolWriter.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long reported = 0;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < reports; i++) {
                reported = Long.parseLong(out.readLine());
            }
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            // Reports that were on their way when it was killed count as well.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                reported = Long.parseLong(line);
            }
        }
        return reported;
    }

    private static void assertGapFree(Spool spool, long last) {
        List<Reading> readings = new ArrayList<>();
        while (readings.size() < last) {
            readings.addAll(spool.read(readings.size() + 1, 1_000));
        }
        for (int i = 0; i < readings.size(); i++) {
            assertThat(readings.get(i)).isEqualTo(Measurements.of(i + 1).numbered(i + 1));
        }
    }
}
