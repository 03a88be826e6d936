package energy.peerwatt.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inspecting changes nothing, and sees what the next start would see. */
class SpoolInspectionTest {

    private static final long EPOCH = 1_000;

    @TempDir Path folder;

    @Test
    void runningSpoolIsSoundAndItsAcknowledgedSegmentsAreGone() throws Exception {
        try (Spool spool = open()) {
            fill(spool, 40_000);
            spool.acknowledge(39_000);

            SpoolInspection seen = SpoolInspection.of(folder);
            assertThat(seen.isSound()).as("%s", seen).isTrue();
            assertThat(seen.epoch()).isEqualTo(EPOCH);
            assertThat(seen.held().first()).isGreaterThan(10_000);
            assertThat(seen.held().next()).isEqualTo(40_001);
            assertThat(seen.oldest())
                    .contains(
                            Instant.parse("2026-06-18T07:00:00Z").plusSeconds(seen.held().first()));
        }
    }

    @Test
    void spoolIsSoundAtAnyMomentOfWritingAndFreeing() throws Exception {
        try (Spool spool = open()) {
            Thread writer = Thread.ofPlatform().start(() -> churn(spool));
            int looks = 0;
            while (writer.isAlive() || looks == 0) {
                SpoolInspection seen = SpoolInspection.of(folder);
                assertThat(seen.isSound()).as("%s", seen).isTrue();
                looks++;
            }
            writer.join();
            System.out.printf("spool looked at %d times while written%n", looks);
        }
    }

    @Test
    void tornTailIsNoDamage() throws Exception {
        write(100);
        Files.write(segments().getLast(), new byte[] {0, 0, 0, 40, 1}, StandardOpenOption.APPEND);

        SpoolInspection seen = inspectUnchanged();
        assertThat(seen.isSound()).isTrue();
        assertThat(seen.remarks()).singleElement().asString().contains("torn tail");
        assertThat(seen.held().next()).isEqualTo(101);
    }

    @Test
    void flippedBitIsDamage() throws Exception {
        write(100);
        Path segment = segments().getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        assertThat(inspectUnchanged().faults())
                .singleElement()
                .asString()
                .contains("checksum")
                .contains("records follow");
    }

    @Test
    void missingSegmentIsNamedBySequence() throws Exception {
        write(40_000);
        Files.delete(segments().get(1));

        assertThat(inspectUnchanged().faults())
                .singleElement()
                .asString()
                .matches("sequences \\d+ to \\d+ are missing");
    }

    @Test
    void olderEpochIsMentioned() throws Exception {
        write(10);
        Files.createDirectory(folder.resolve("epoch-0000000000000000999"));

        SpoolInspection seen = inspectUnchanged();
        assertThat(seen.isSound()).isTrue();
        assertThat(seen.remarks()).singleElement().asString().contains("older spool");
    }

    @Test
    void noSpoolIsNoSoundSpool() {
        assertThatThrownBy(() -> SpoolInspection.of(folder))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> SpoolInspection.of(folder.resolve("absent")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private SpoolInspection inspectUnchanged() throws IOException {
        Map<Path, byte[]> before = contents();
        SpoolInspection seen = SpoolInspection.of(folder);
        Map<Path, byte[]> after = contents();
        assertThat(after).containsOnlyKeys(before.keySet());
        after.forEach((path, bytes) -> assertThat(bytes).isEqualTo(before.get(path)));
        return seen;
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void churn(Spool spool) {
        for (long at = 1; at < 100_000; at += 500) {
            spool.append(Measurements.range(at, at + 499));
            try {
                spool.awaitDurable(at, Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                return;
            }
            spool.acknowledge(at);
        }
    }

    private void write(long count) throws InterruptedException {
        try (Spool spool = open()) {
            fill(spool, count);
        }
    }

    private static void fill(Spool spool, long count) throws InterruptedException {
        for (long at = 1; at <= count; at += 500) {
            spool.append(Measurements.range(at, Math.min(count, at + 499)));
        }
        assertThat(spool.awaitDurable(count, Duration.ofSeconds(10))).isTrue();
    }

    private Spool open() {
        return Spool.open(folder, Measurements.BOUNDS, EPOCH);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
        }
    }
}
