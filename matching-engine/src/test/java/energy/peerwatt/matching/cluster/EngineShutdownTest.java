package energy.peerwatt.matching.cluster;

import static io.aeron.cluster.ConsensusModule.Configuration.CONSENSUS_MODULE_STATE_TYPE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusterControl.ToggleState;
import io.aeron.cluster.ConsensusModule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator is told when a node is asked for a snapshot and its end. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class EngineShutdownTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private EngineNodeConfig config;

    @BeforeEach
    void chooseDirectory(@TempDir Path directory) {
        config = EngineNodeConfig.single(directory);
    }

    @Test
    void isDoneEachTimeThatASnapshotWasTaken() {
        for (int i = 0; i < 2; i++) {
            try (EngineNode node = launch()) {
                assertThat(shutDown()).isEqualTo(EngineOperation.DONE);
                assertThat(node.snapshotsTaken()).isEqualTo(1);
            }
        }
    }

    @Test
    void nodeThatEndsWithoutANewSnapshotIsAFailure() {
        try (EngineNode _ = launch()) {
            assertThat(shutDown()).isEqualTo(EngineOperation.DONE);
        }
        CompletableFuture<Integer> exitCode;
        try (EngineNode _ = launch()) {
            suspend();
            // It takes the request now, but never acts on it.
            withToggle(toggle -> {
                ToggleState.reset(toggle);
                return true;
            });
            exitCode = CompletableFuture.supplyAsync(this::shutDown);
            Await.until("asked", DEADLINE, () -> toggleIs(ToggleState.SHUTDOWN));
        }

        assertThat(exitCode.join()).isEqualTo(EngineOperation.FAILED);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("ended without a snapshot");
    }

    @Test
    void requestThatIsNotAcceptedIsAFailure() {
        try (EngineNode node = launch()) {
            suspend();

            assertThat(shutDown()).isEqualTo(EngineOperation.FAILED);

            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("not accepted");
            assertThat(node.ended().toCompletableFuture()).isNotDone();
        }
    }

    private EngineNode launch() {
        EngineNode node = EngineNode.launch(config);
        Await.until(
                "it leads",
                DEADLINE,
                () ->
                        EngineNodeStatus.of(config.directory())
                                .filter(EngineNodeStatus::leads)
                                .isPresent());
        return node;
    }

    private int shutDown() {
        return EngineOperation.shutDown(
                config.directory(), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** The node acts on nothing and takes no other request, as while it takes a snapshot. */
    private void suspend() {
        Await.until("asked", DEADLINE, () -> withToggle(ToggleState.SUSPEND::toggle));
        Await.until("suspended", DEADLINE, () -> withCounters(EngineShutdownTest::isSuspended));
    }

    private static boolean isSuspended(CountersReader counters) {
        return EngineNodeStatus.value(counters, CONSENSUS_MODULE_STATE_TYPE_ID)
                == ConsensusModule.State.SUSPENDED.code();
    }

    private boolean toggleIs(ToggleState state) {
        return withToggle(toggle -> ToggleState.get(toggle) == state);
    }

    private boolean withToggle(Predicate<AtomicCounter> what) {
        return withCounters(counters -> {
            AtomicCounter toggle =
                    ClusterControl.findControlToggle(counters, EngineNodeStatus.CLUSTER_ID);
            return toggle != null && what.test(toggle);
        });
    }

    private boolean withCounters(Predicate<CountersReader> what) {
        return EngineNodeStatus.withCounters(
                        config.directory(), (_, counters) -> Optional.of(what.test(counters)))
                .orElse(false);
    }
}
