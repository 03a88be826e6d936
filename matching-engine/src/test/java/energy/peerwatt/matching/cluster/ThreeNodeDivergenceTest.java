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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of three nodes comes to another state than the two others. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreeNodeDivergenceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ODD_ONE = 1;
    private static final int SENDERS = 40;
    private static final int COMMANDS_PER_CHECK = 500;

    @TempDir private Path directory;

    @Test
    void nodeWithAnotherStateStopsAndTheOthersGoOn() throws IOException, InterruptedException {
        try (ThreeNodes nodes = ThreeNodes.start(directory, ThreeNodeDivergenceTest::settings);
                EngineClient client = connect(nodes)) {
            client.send(configure()).toCompletableFuture().join();
            NodeProcess odd = nodes.node(ODD_ONE);
            OrderLoad load = OrderLoad.start(client, SENDERS);
            try {
                Await.until("it stops: " + odd.log(), DEADLINE, () -> !odd.isAlive());
                int enough = load.orders().size() + 4 * COMMANDS_PER_CHECK;
                Await.until("the others go on", DEADLINE, () -> load.orders().size() > enough);
            } finally {
                load.finish();
            }

            assertThat(odd.exitCode()).contains(EngineOperation.DIVERGED);
            assertThat(Files.readString(odd.log())).contains("StateDivergedException");
            assertThat(nodes.node(0).isAlive()).isTrue();
            assertThat(nodes.node(2).isAlive()).isTrue();
        }
    }

    /** The odd one keeps fewer events, so that it refuses orders that the others accept. */
    private static Map<String, String> settings(int member) {
        return Map.of(
                EngineSettings.DURABILITY,
                "written",
                EngineSettings.CHECK_COMMANDS,
                String.valueOf(COMMANDS_PER_CHECK),
                EngineSettings.RETAINED_EVENTS,
                member == ODD_ONE ? "1200" : "1000000");
    }

    private static EngineClient connect(ThreeNodes nodes) {
        return EngineClient.connect(
                EngineClientConfig.of(nodes.address())
                        .withClock(clock(Instant.now(), 1))
                        .withTimeout(Duration.ofSeconds(2)));
    }
}
