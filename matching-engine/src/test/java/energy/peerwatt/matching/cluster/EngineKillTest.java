package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static energy.peerwatt.matching.TestMarket.order;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node is a process of its own and is killed while orders are under way. */
class EngineKillTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int KILLS = 2;
    private static final int ORDERS_PER_LIFE = 40;

    private final List<Member> members = NodeProcess.freeMembers(1);
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private final Map<Long, OrderAccepted> acknowledged = new ConcurrentHashMap<>();
    private NodeProcess node;

    @TempDir private Path directory;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        node = new NodeProcess(directory, 0, members, Map.of());
        node.start();
        try (EngineClient client = connect()) {
            client.subscribe(0, events::add);
            until("the area is open", () -> isDone(client.send(configure())));
            Thread sender = Thread.ofVirtual().start(() -> send(client));
            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = kill * ORDERS_PER_LIFE;
                until(enough + " orders", () -> acknowledged.size() >= enough);
                node.kill();
                long killed = System.nanoTime();
                node.start();
                int before = acknowledged.size();
                until("orders after the kill", () -> acknowledged.size() > before + 1);
                System.out.printf(
                        "kill %d: orders again after %d ms%n",
                        kill, Duration.ofNanos(System.nanoTime() - killed).toMillis());
            }
            sender.interrupt();
            sender.join();

            assertEveryOrderIsKnown(client);
            assertEventsAreComplete();
        }
    }

    /** The files that Aeron creates at its first start, each seen as soon as it is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "archive",
                "archive/archive.catalog",
                "cluster",
                "cluster/node-state.dat",
                "cluster/recording.log"
            })
    void startsAfterAKillDuringItsFirstStart(String file) {
        node = new NodeProcess(directory, 0, members, Map.of());
        Path awaited = node.engineDirectory().resolve(file);
        node.start();
        while (!Files.exists(awaited) && node.isAlive()) {
            Thread.onSpinWait();
        }
        node.kill();

        node.start();

        until("it leads", () -> node.status().filter(EngineNodeStatus::leads).isPresent());
    }

    @Test
    void startsWithWhatAKillDuringItsFirstStartLeftBehind() throws Exception {
        node = new NodeProcess(directory, 0, members, Map.of());
        Path archive = Files.createDirectories(node.engineDirectory().resolve("archive"));
        Files.write(archive.resolve("archive.catalog"), new byte[1 << 20]);
        Path unfinished =
                Files.createDirectories(node.engineDirectory().resolve("cluster/unfinished"));
        Files.write(unfinished.resolve("node-state.dat"), new byte[1 << 20]);

        node.start();

        until("it leads", () -> node.status().filter(EngineNodeStatus::leads).isPresent());
    }

    @Test
    void refusesADamagedCatalogOfALog() throws Exception {
        node = new NodeProcess(directory, 0, members, Map.of());
        Path archive = Files.createDirectories(node.engineDirectory().resolve("archive"));
        Files.write(archive.resolve("archive.catalog"), new byte[1 << 20]);
        Files.createFile(archive.resolve("0-0.rec"));

        node.start();

        until("it ends", () -> node.exitCode().isPresent());
        assertThat(Files.readString(node.log())).contains("its catalog is damaged");
        assertThat(archive.resolve("archive.catalog")).exists();
    }

    /** Sends one order after the other, each until its fate is known. */
    private void send(EngineClient client) {
        for (long id = 1; !Thread.currentThread().isInterrupted(); id++) {
            OrderAccepted accepted = null;
            while (accepted == null && !Thread.currentThread().isInterrupted()) {
                accepted = place(client, id);
            }
            if (accepted != null) {
                acknowledged.put(id, accepted);
            }
        }
    }

    private static OrderAccepted place(EngineClient client, long id) {
        EngineReply reply = client.send(orderWith(id)).toCompletableFuture().join();
        return reply instanceof EngineReply.Answered(OrderAccepted accepted) ? accepted : null;
    }

    private static PlaceOrder orderWith(long id) {
        Side side = id % 2 == 0 ? Side.BUY : Side.SELL;
        return order(100 + id % 7, id, TestMarket.interval(8), side, 10, 100);
    }

    private void assertEveryOrderIsKnown(EngineClient client) {
        acknowledged.forEach((id, accepted) -> assertThat(place(client, id)).isEqualTo(accepted));
    }

    private void assertEventsAreComplete() {
        long last =
                acknowledged.values().stream().mapToLong(OrderAccepted::sequence).max().orElse(0);
        until("event " + last, () -> events.getLast().sequence() >= last);
        assertThat(events)
                .extracting(EngineEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        List<Long> accepted =
                events.stream()
                        .filter(OrderAccepted.class::isInstance)
                        .map(event -> ((OrderAccepted) event).command().clientOrderId())
                        .toList();
        assertThat(accepted).doesNotHaveDuplicates().containsAll(acknowledged.keySet());
    }

    private static boolean isDone(CompletionStage<EngineReply> reply) {
        return reply.toCompletableFuture().join() instanceof EngineReply.Done;
    }

    private static void until(String what, BooleanSupplier condition) {
        Await.until(what, DEADLINE, condition);
    }

    private EngineClient connect() {
        return EngineClient.connect(
                EngineClientConfig.of(new EngineAddress.Remote(members))
                        .withClock(clock(Instant.now(), 1))
                        .withTimeout(Duration.ofSeconds(1)));
    }
}
