package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.spool.Measurement;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a spool, and how the tool ends. */
class VerifySpoolTest {

    private static final SpoolBounds BOUNDS = new SpoolBounds(4 << 20, Duration.ofDays(400));

    @TempDir Path folder;

    @Test
    void soundSpoolTellsWhatWaits() {
        try (Spool spool = Spool.open(folder.resolve("spool"), BOUNDS, 7)) {
            spool.append(List.of(measurement(1), measurement(2)));

            Tool tool = Tool.run("verify-spool", "--data", folder.toString());
            assertThat(tool.code()).as(tool.said()).isZero();
            assertThat(tool.out())
                    .contains("epoch 7")
                    .contains("on disk: 1 to 2, 2 readings in 1 segments")
                    .containsPattern("oldest reading: 2026-06-18T07:00:01Z, .*")
                    .contains("size: 1 of 256 MiB, 0 %")
                    .contains("sound");
        }
    }

    @Test
    void damageEndsOtherwise() throws Exception {
        try (Spool spool = Spool.open(folder.resolve("spool"), BOUNDS, 7)) {
            spool.append(List.of(measurement(1), measurement(2)));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Path segment =
                    files.filter(file -> file.toString().endsWith(".spool"))
                            .findFirst()
                            .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[10] ^= 1;
            Files.write(segment, bytes);
        }
        Tool tool = Tool.run("verify-spool", "--data", folder.toString());
        assertThat(tool.code()).isEqualTo(ExitCode.NOT_SO);
        assertThat(tool.out()).contains("DAMAGED: ").doesNotContain("sound:");
    }

    @Test
    void absentSpoolIsACallForAnotherDirectory() {
        Tool tool = Tool.run("verify-spool", "--data", folder.toString());
        assertThat(tool.code()).isEqualTo(ExitCode.USAGE);
        assertThat(tool.err()).contains("no spool in").contains("--data");
    }

    private static Measurement measurement(long register) {
        return new Measurement(
                new MeteringPointId("AT-1"),
                Channel.IMPORT,
                Instant.parse("2026-06-18T07:00:00Z").plusSeconds(register),
                register,
                1_000,
                false);
    }
}
