package energy.peerwatt.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final long EPOCH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path folder;

    @Test
    void numbersReadingsFromOneAndGivesThemBackOnceDurable() throws Exception {
        try (Spool spool = open()) {
            long last = spool.append(Measurements.range(1, 5));

            assertThat(last).isEqualTo(5);
            assertThat(spool.awaitDurable(5, PATIENCE)).isTrue();
            assertThat(spool.epoch()).isEqualTo(EPOCH);
            assertThat(spool.read(1, 3)).isEqualTo(numbered(1, 3));
            assertThat(spool.read(4, 100)).isEqualTo(numbered(4, 5));
            assertThat(spool.read(2, 100)).isEqualTo(numbered(2, 5));
            assertThat(spool.read(6, 100)).isEmpty();
        }
    }

    @Test
    void manyAppendsShareOneSync() throws Exception {
        try (Spool spool = open()) {
            long start = System.nanoTime();
            for (int i = 1; i <= 2_000; i++) {
                spool.append(Measurements.range(i, i));
            }
            assertThat(spool.awaitDurable(2_000, PATIENCE)).isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
    }

    @Test
    void resumesAfterRestart() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 10));
        }
        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH);
            assertThat(spool.durable()).isEqualTo(10);
            assertThat(spool.append(Measurements.range(11, 12))).isEqualTo(12);
            assertThat(spool.awaitDurable(12, PATIENCE)).isTrue();
            assertThat(spool.read(1, 100)).isEqualTo(numbered(1, 12));
        }
    }

    @Test
    void acknowledgementFreesSegmentsAndSequencesGoOn() throws Exception {
        try (Spool spool = open()) {
            fill(spool, 1, 40_000);
            long before = size();

            assertThat(spool.acknowledge(39_999)).isTrue();
            assertThat(spool.acknowledge(5)).isTrue();

            assertThat(spool.acknowledged()).isEqualTo(39_999);
            assertThat(size()).isLessThan(before / 2);
            assertThat(spool.read(1, 10)).isEqualTo(numbered(40_000, 40_000));
        }
        try (Spool spool = open()) {
            assertThat(spool.append(Measurements.range(40_001, 40_001))).isEqualTo(40_001);
        }
    }

    @Test
    void readsAcrossSegmentsWithoutGaps() throws Exception {
        try (Spool spool = open()) {
            fill(spool, 1, 40_000);

            List<Reading> readings = new ArrayList<>();
            while (readings.size() < 40_000) {
                readings.addAll(spool.read(readings.size() + 1, 1_000));
            }

            assertThat(readings).isEqualTo(numbered(1, 40_000));
            assertThat(spool.read(17_777, 2)).isEqualTo(numbered(17_777, 17_778));
        }
    }

    @Test
    void acknowledgementOfWhatWasNeverSentFreesNothing() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 3));
            assertThat(spool.awaitDurable(3, PATIENCE)).isTrue();

            assertThat(spool.acknowledge(4)).isFalse();

            assertThat(spool.read(1, 10)).hasSize(3);
        }
    }

    @Test
    void refusesNewReadingsWhenFullAndTakesThemAgainAfterAcknowledgement() throws Exception {
        try (Spool spool =
                Spool.open(folder, new SpoolBounds(2 << 20, Duration.ofDays(400)), EPOCH)) {
            long last = 0;
            try {
                while (true) {
                    last = spool.append(Measurements.range(last + 1, last + 1_000));
                }
            } catch (MarketException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.SPOOL_FULL);
            }
            assertThat(size()).isBetween(2_000_000L, 2L << 20);
            assertThat(spool.awaitDurable(last, PATIENCE)).isTrue();
            assertThat(spool.read(1, 1)).isEqualTo(numbered(1, 1));

            spool.acknowledge(last);

            assertThat(spool.append(Measurements.range(last + 1, last + 1))).isEqualTo(last + 1);
        }
    }

    @Test
    void refusesNewReadingsWhenTheOldestWaitsTooLongAndTakesThemAgainAfterAcknowledgement()
            throws Exception {
        // A measurement per second.
        SpoolBounds bounds = new SpoolBounds(4 << 20, Duration.ofHours(1));
        try (Spool spool = Spool.open(folder, bounds, EPOCH)) {
            spool.append(Measurements.range(1, 3_602));
            assertThat(spool.awaitDurable(3_602, PATIENCE)).isTrue();

            assertThatThrownBy(() -> spool.append(Measurements.range(3_603, 3_603)))
                    .isInstanceOfSatisfying(
                            MarketException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SPOOL_FULL));
            assertThat(spool.read(1, 10_000)).hasSize(3_602);

            spool.acknowledge(2_500);

            assertThat(spool.append(Measurements.range(3_603, 3_603))).isEqualTo(3_603);
        }
    }

    @Test
    void timeThatPassedBeforeTheOldestWaitingReadingIsNoAge() throws Exception {
        SpoolBounds bounds = new SpoolBounds(4 << 20, Duration.ofHours(1));
        try (Spool spool = Spool.open(folder, bounds, EPOCH)) {
            for (long day = 0; day < 10; day++) {
                long last = spool.append(Measurements.range(day * 86_400, day * 86_400 + 9));
                assertThat(spool.awaitDurable(last, PATIENCE)).isTrue();
                assertThat(spool.acknowledge(last)).isTrue();
            }
            assertThat(spool.durable()).isEqualTo(100);
        }
    }

    @Test
    void ageIsKnownAfterARestart() throws Exception {
        SpoolBounds bounds = new SpoolBounds(4 << 20, Duration.ofHours(1));
        try (Spool spool = Spool.open(folder, bounds, EPOCH)) {
            spool.append(Measurements.range(1, 2));
        }
        try (Spool spool = Spool.open(folder, bounds, EPOCH)) {
            spool.append(Measurements.range(5_000, 5_000));

            assertThatThrownBy(() -> spool.append(Measurements.range(5_001, 5_001)))
                    .isInstanceOf(MarketException.class);
        }
    }

    @Test
    void interruptedThreadDoesNotBreakTheSpool() throws Exception {
        try (Spool spool = open()) {
            Thread interrupted =
                    Thread.ofPlatform()
                            .start(() -> {
                                Thread.currentThread().interrupt();
                                spool.append(Measurements.range(1, 1));
                            });
            interrupted.join();

            spool.append(Measurements.range(2, 2));
            assertThat(spool.awaitDurable(2, PATIENCE)).isTrue();
            assertThat(spool.read(1, 10)).isEqualTo(numbered(1, 2));
        }
    }

    @Test
    void secondSpoolOnTheSameDirectoryIsRefused() {
        try (Spool _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(MarketException.class)
                    .hasMessageContaining("used by this process");
        }
    }

    @Test
    void tornLastRecordIsCutAtWhicheverByteItTore() throws Exception {
        long twoRecords;
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 2));
            twoRecords = size();
            spool.append(Measurements.range(3, 3));
        }
        Path segment = segments().getFirst();
        byte[] whole = Files.readAllBytes(segment);
        for (int length = (int) twoRecords; length < whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            try (Spool spool = open()) {
                assertThat(spool.epoch()).isEqualTo(EPOCH);
                assertThat(spool.read(1, 10)).isEqualTo(numbered(1, 2));
                assertThat(spool.append(Measurements.range(3, 3))).isEqualTo(3);
            }
            assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
        }
    }

    @Test
    void tornTailOfZerosOrNoiseIsCut() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 2));
        }
        Path segment = segments().getFirst();
        Files.write(segment, new byte[4096], StandardOpenOption.APPEND);
        Files.write(segment, "garbage".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        try (Spool spool = open()) {
            assertThat(spool.durable()).isEqualTo(2);
            assertThat(spool.append(Measurements.range(3, 3))).isEqualTo(3);
        }
    }

    @Test
    void damagedLastRecordThatWasSentStartsANewEpoch() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 10));
            assertThat(spool.awaitDurable(10, PATIENCE)).isTrue();
            assertThat(spool.read(1, 100)).hasSize(10);
        }
        damageLastRecord();
        assertThat(SpoolInspection.of(folder).faults())
                .containsExactly(
                        "sequences 10 to 10 may have been sent, and are not there any more");

        try (Spool spool = open()) {
            assertThat(spool.epoch()).isGreaterThan(EPOCH);
            assertThat(spool.read(1, 100)).isEqualTo(numbered(1, 9));
            assertThat(spool.append(Measurements.range(10, 10))).isEqualTo(10);
        }
        assertThat(SpoolInspection.of(folder).isSound()).isTrue();
        assertThat(folder.resolve("epoch-%019d".formatted(EPOCH))).isDirectory();
    }

    @Test
    void damagedLastRecordThatWasNeverSentIsCut() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 9));
            assertThat(spool.awaitDurable(9, PATIENCE)).isTrue();
            assertThat(spool.read(1, 100)).hasSize(9);
            spool.append(Measurements.range(10, 10));
        }
        damageLastRecord();

        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH);
            assertThat(spool.read(1, 100)).isEqualTo(numbered(1, 9));
        }
    }

    @Test
    void damagedMarkAndLostReadingsStartANewEpoch() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 10));
            assertThat(spool.awaitDurable(10, PATIENCE)).isTrue();
            assertThat(spool.read(1, 100)).hasSize(10);
        }
        Path mark = segments().getFirst().resolveSibling(SentMark.FILE);
        byte[] bytes = Files.readAllBytes(mark);
        bytes[3] ^= 1;
        Files.write(mark, bytes);
        assertThat(SpoolInspection.of(folder).isSound()).isFalse();

        long epoch;
        try (Spool spool = open()) {
            epoch = spool.epoch();
            assertThat(epoch).isGreaterThan(EPOCH);
            assertThat(spool.read(1, 100)).isEqualTo(numbered(1, 10));
        }
        for (Path segment : segments()) {
            Files.write(segment, new byte[0]);
        }
        try (Spool spool = open()) {
            assertThat(spool.epoch()).isGreaterThan(epoch);
            assertThat(spool.durable()).isZero();
        }
    }

    @Test
    void spoolOfBeforeHasNoMarkAndGoesOn() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 10));
        }
        Files.delete(segments().getFirst().resolveSibling(SentMark.FILE));

        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH);
            assertThat(spool.durable()).isEqualTo(10);
        }
    }

    @Test
    void renumberingKeepsWhatIsNotAcknowledgedAndGoesOn() throws Exception {
        try (Spool spool = open()) {
            fill(spool, 1, 40_000);
            assertThat(spool.acknowledge(39_990)).isTrue();
            spool.append(Measurements.range(40_001, 40_005));

            spool.renumber(EPOCH);

            assertThat(spool.epoch()).isEqualTo(EPOCH + 1);
            assertThat(spool.acknowledged()).isZero();
            assertThat(spool.durable()).isEqualTo(15);
            assertThat(spool.read(1, 100))
                    .extracting(Reading::registerWh)
                    .isEqualTo(numbered(39_991, 40_005).stream().map(Reading::registerWh).toList());
            assertThat(spool.append(Measurements.range(1, 1))).isEqualTo(16);
            assertThat(spool.awaitDurable(16, PATIENCE)).isTrue();
        }
        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH + 1);
            assertThat(spool.durable()).isEqualTo(16);
        }
    }

    /** One bit of its payload: the disk lost what was durable. */
    private void damageLastRecord() throws IOException {
        Path segment = segments().getLast();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 2] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void damageInTheMiddleStartsANewEpochWithEverythingThatCanBeRead() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 100));
        }
        Path segment = segments().getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH + 1);
            List<Reading> salvaged = spool.read(1, 200);
            assertThat(salvaged).hasSize(99);
            assertThat(salvaged)
                    .extracting(Reading::sequence)
                    .isEqualTo(LongStream.rangeClosed(1, 99).boxed().toList());
            assertThat(spool.append(Measurements.range(101, 101))).isEqualTo(100);
        }
        assertThat(segment).hasBinaryContent(bytes);
        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH + 1);
            assertThat(spool.durable()).isEqualTo(100);
        }
    }

    @Test
    void missingSegmentStartsANewEpoch() throws Exception {
        try (Spool spool = open()) {
            fill(spool, 1, 40_000);
        }
        List<Path> segments = segments();
        Files.delete(segments.get(1));

        try (Spool spool = open()) {
            assertThat(spool.epoch()).isEqualTo(EPOCH + 1);
            assertThat(spool.durable()).isBetween(10_000L, 39_000L);
        }
    }

    @Test
    void spoolCreatedAnewGetsALaterEpoch() throws Exception {
        try (Spool spool = open()) {
            spool.append(Measurements.range(1, 3));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
        try (Spool spool = Spool.open(folder, Measurements.BOUNDS, EPOCH + 900)) {
            assertThat(spool.epoch()).isEqualTo(EPOCH + 900);
            assertThat(spool.append(Measurements.range(1, 1))).isEqualTo(1);
        }
    }

    private Spool open() {
        return Spool.open(folder, Measurements.BOUNDS, EPOCH);
    }

    private static void fill(Spool spool, long from, long to) throws InterruptedException {
        for (long at = from; at <= to; at += 500) {
            spool.append(Measurements.range(at, at + 499));
        }
        assertThat(spool.awaitDurable(to, PATIENCE)).isTrue();
    }

    private static List<Reading> numbered(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(i -> Measurements.of(i).numbered(i))
                .toList();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (Path segment : segments()) {
            size += Files.size(segment);
        }
        return size;
    }
}
