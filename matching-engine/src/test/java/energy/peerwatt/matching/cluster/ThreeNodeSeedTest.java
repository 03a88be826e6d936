package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member whose directory is lost comes back although the others have deleted old log. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreeNodeSeedTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Map<String, String> SETTINGS =
            Map.of(
                    EngineSettings.DURABILITY, "written",
                    EngineSettings.SEGMENT_BYTES, "4194304",
                    EngineSettings.RETAINED_EVENTS, "1000000");

    @TempDir private Path directory;

    @Test
    void memberIsSeededFromTheLeaderAndTakesPartAgain() throws IOException {
        try (ThreeNodes nodes = ThreeNodes.start(directory, SETTINGS);
                EngineClient client = connect(nodes)) {
            client.send(configure()).toCompletableFuture().join();
            BulkOrders orders = new BulkOrders(client);
            dropTheBeginningOfTheLog(nodes, orders);
            int leader = nodes.awaitLeader();
            int lost = (leader + 1) % ThreeNodes.COUNT;
            NodeProcess member = nodes.node(lost);
            assertThat(member.run("seed")).isEqualTo(EngineOperation.FAILED);
            nodes.kill(lost);
            assertThat(member.run("seed")).isEqualTo(EngineOperation.FAILED);
            IoUtil.delete(member.engineDirectory().toFile(), false);

            assertThat(member.run("seed")).isEqualTo(EngineOperation.DONE);
            assertThat(member.run("seed")).isEqualTo(EngineOperation.FAILED);
            isSeededAgainAfterAKillMeanwhile(member);

            orders.place(1_000);
            nodes.restart(lost);
            nodes.awaitSettled();
            assertThat(BulkOrders.recordings(member.engineDirectory())).isEqualTo(1 + 2);
            nodes.kill(leader);
            nodes.awaitLeader();
            orders.place(1_000);
            nodes.restart(leader);
            assertThat(nodes.commonStateHash()).isNotZero();
        }
    }

    private static void isSeededAgainAfterAKillMeanwhile(NodeProcess member) throws IOException {
        Files.createFile(member.engineDirectory().resolve("seeding"));

        assertThat(member.run()).isEqualTo(1);
        assertThat(member.log()).content().contains("seeding was not finished");
        assertThat(member.run("seed")).isEqualTo(EngineOperation.DONE);
    }

    private static void dropTheBeginningOfTheLog(ThreeNodes nodes, BulkOrders orders) {
        Path any = nodes.node(0).engineDirectory();
        for (int snapshot = 0; snapshot < 2; snapshot++) {
            orders.fillSegments(any, 3 * (snapshot + 1));
            nodes.commonStateHash();
        }
        for (int member = 0; member < ThreeNodes.COUNT; member++) {
            Path archive = nodes.node(member).engineDirectory().resolve("archive");
            Await.until(
                    "the beginning of the log is deleted in " + archive,
                    DEADLINE,
                    () -> !archive.resolve("0-0.rec").toFile().exists());
        }
    }

    private static EngineClient connect(ThreeNodes nodes) {
        return EngineClient.connect(
                EngineClientConfig.of(nodes.address())
                        .withClock(clock(Instant.now(), 1))
                        .withTimeout(DEADLINE));
    }
}
