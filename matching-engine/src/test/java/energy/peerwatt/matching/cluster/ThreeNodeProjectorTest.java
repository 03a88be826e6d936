package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that stores events and lets the engine forget them dies with the leader, and goes on
 * with the next one where it was.
 */
class ThreeNodeProjectorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int LIVES = 3;
    private static final int EVENTS_PER_LIFE = 1_500;
    private static final int EVENTS_PER_ACKNOWLEDGEMENT = 100;
    private static final int SENDERS = 40;

    /** Fewer than come in one life: what is not acknowledged holds up the market. */
    private static final Map<String, String> SETTINGS =
            Map.of(EngineSettings.RETAINED_EVENTS, "1000");

    private final SetClock clock = clock(Instant.now(), 1);
    private final List<EngineEvent> stored = new CopyOnWriteArrayList<>();

    @TempDir private Path directory;

    @Test
    void eventsGoOnWithoutLossFromTheNextLeader() throws InterruptedException {
        try (ThreeNodes nodes = ThreeNodes.start(directory, SETTINGS);
                EngineClient orders = connect(nodes)) {
            orders.send(configure()).toCompletableFuture().join();
            OrderLoad load = OrderLoad.start(orders, SENDERS);
            try {
                for (int life = 1; life <= LIVES; life++) {
                    int killed = storeUntilTheLeaderIsKilled(nodes);
                    nodes.restart(killed);
                    nodes.awaitSettled();
                }
            } finally {
                load.finish();
            }
            storeTheRest(nodes, load);

            assertThat(stored)
                    .extracting(EngineEvent::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, stored.size()).boxed().toList());
            assertAnswersAreStored(load.orders());
            assertAnswersAreStored(load.cancellations());
        }
    }

    private int storeUntilTheLeaderIsKilled(ThreeNodes nodes) {
        try (EngineClient reader = connect(nodes)) {
            int enough = stored.size() + EVENTS_PER_LIFE;
            reader.subscribe(stored.size(), event -> store(event, reader));
            Await.until(enough + " events", DEADLINE, () -> stored.size() >= enough);
            return nodes.killLeader();
        }
    }

    private void storeTheRest(ThreeNodes nodes, OrderLoad load) {
        long last =
                load.orders().values().stream()
                        .mapToLong(EngineEvent::sequence)
                        .max()
                        .orElseThrow();
        try (EngineClient reader = connect(nodes)) {
            reader.subscribe(stored.size(), event -> store(event, reader));
            Await.until("event " + last, DEADLINE, () -> stored.size() >= last);
        }
    }

    private void store(EngineEvent event, EngineClient reader) {
        stored.add(event);
        if (event.sequence() % EVENTS_PER_ACKNOWLEDGEMENT == 0) {
            var _ = reader.send(new AcknowledgeEvents(event.sequence()));
        }
    }

    /** An answer without a sequence, such as that the engine is busy, is not kept. */
    private void assertAnswersAreStored(Map<Long, EngineEvent> answers) {
        assertThat(answers.values())
                .filteredOn(answer -> answer.sequence() > 0)
                .allSatisfy(answer ->
                        assertThat(stored.get((int) answer.sequence() - 1)).isEqualTo(answer));
    }

    private EngineClient connect(ThreeNodes nodes) {
        return EngineClient.connect(
                EngineClientConfig.of(nodes.address())
                        .withClock(clock)
                        .withTimeout(Duration.ofSeconds(2)));
    }
}
