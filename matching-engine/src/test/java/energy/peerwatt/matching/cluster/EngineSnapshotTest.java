package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.matching.cluster.EngineNodeConfig.Replicated;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Storage;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node in this process that is asked for snapshots. */
class EngineSnapshotTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @Test
    void snapshotAndTheLogAfterItGiveTheStateOfTheWholeLog() throws IOException {
        Path whole = directory.resolve("whole");
        Path fromSnapshot = directory.resolve("from snapshot");
        try (EngineNode node = EngineNode.launch(config(whole));
                EngineClient client = connect(node)) {
            BulkOrders orders = new BulkOrders(client);
            orders.place(1_000);
            snapshot(node);
            orders.place(1_000);
        }
        copy(whole, fromSnapshot);
        try (RecordingLog log = new RecordingLog(whole.resolve("cluster").toFile(), false)) {
            assertThat(log.invalidateLatestSnapshot()).isTrue();
        }

        EngineNodeStatus replayed = stateAfterRestart(whole, 2_000);
        EngineNodeStatus restored = stateAfterRestart(fromSnapshot, 1_000);

        assertThat(restored.stateHash()).isEqualTo(replayed.stateHash());
        assertThat(restored.hashedCommands()).isEqualTo(replayed.hashedCommands());
    }

    @Test
    void oldLogAndSnapshotsAreDeletedAndTheRestIsEnough() throws IOException {
        Path node = directory.resolve("node");
        int segments = 3;
        try (EngineNode running = EngineNode.launch(config(node));
                EngineClient client = connect(running)) {
            BulkOrders orders = new BulkOrders(client);
            orders.fillSegments(node, segments);
            snapshot(running);
            orders.fillSegments(node, 2 * segments);
            snapshot(running);
            assertThat(BulkOrders.logSegments(node)).isLessThanOrEqualTo(2 * segments + 1);
            Await.until(
                    "the log before the first snapshot is deleted",
                    DEADLINE,
                    () -> BulkOrders.logSegments(node) <= segments + 1);
            orders.acknowledge();
            orders.fillSegments(node, 2 * segments);
            snapshot(running);
            Await.until(
                    "the log before the second snapshot is deleted",
                    DEADLINE,
                    () ->
                            BulkOrders.logSegments(node) <= segments + 1
                                    && BulkOrders.recordings(node) == 1 + 2 * 2);
            orders.place(10);
        }
        Path previous = directory.resolve("previous");
        copy(node, previous);
        PrintStream out = new PrintStream(PrintStream.nullOutputStream());
        assertThat(EngineOperation.forgetSnapshot(previous, out)).isEqualTo(EngineOperation.DONE);
        assertThat(EngineOperation.forgetSnapshot(previous, out)).isEqualTo(EngineOperation.FAILED);

        EngineNodeStatus latest = stateAfterRestart(node, 10);
        EngineNodeStatus older = stateAfterRestart(previous, 10);

        assertThat(older.stateHash()).isEqualTo(latest.stateHash());
        assertThat(older.hashedCommands()).isEqualTo(latest.hashedCommands());
    }

    private EngineNodeStatus stateAfterRestart(Path node, int replayedAtLeast) {
        try (EngineNode restarted = EngineNode.launch(config(node))) {
            Await.until(
                    "it leads",
                    DEADLINE,
                    () -> EngineNodeStatus.of(node).filter(EngineNodeStatus::leads).isPresent());
            assertThat(restarted.handledRequests()).isGreaterThanOrEqualTo(replayedAtLeast);
            return snapshot(restarted);
        }
    }

    private static EngineNodeStatus snapshot(EngineNode node) {
        return SnapshotRequest.makeAndAwait(node.config().directory(), DEADLINE).orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    IoUtil.ensureDirectoryExists(target.toFile(), "copy");
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static EngineNodeConfig config(Path node) {
        EngineNodeConfig config = EngineNodeConfig.single(node);
        return config.withStorage(
                        new Storage(EngineNodeConfig.Durability.WRITTEN, Storage.TERM_BYTES))
                .withReplicated(new Replicated(1_000_000, 1_000_000));
    }

    private static EngineClient connect(EngineNode node) {
        EngineClient client =
                EngineClient.connect(
                        EngineClientConfig.of(node.localAddress())
                                .withClock(clock(Instant.now(), 1))
                                .withTimeout(DEADLINE));
        client.send(configure()).toCompletableFuture().join();
        return client;
    }
}
