package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.MatchingEngine;
import energy.peerwatt.matching.WireReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three processes is killed while orders are under way, again and again, and started again
 * in the same directory without further steps.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreeNodeKillTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int KILLS = 20;
    private static final int SENDERS = 60;
    private static final int ANSWERS_PER_LIFE = 1_000;
    private static final int LONGEST_ABSENCE_MILLIS = 1_500;
    private static final int RETAINED = 5_000_000;
    private static final long SEED = 20260618;

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "peerwatt.engine.retained-events",
                    String.valueOf(RETAINED),
                    "peerwatt.engine.snapshot-commands",
                    "20000");

    private final Random random = new Random(SEED);
    private final List<EngineEvent> projected = Collections.synchronizedList(new ArrayList<>());

    @TempDir private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesTwentyKills() throws Exception {
        OrderLoad load;
        long commonHash;
        try (ThreeNodes nodes = ThreeNodes.start(directory, SETTINGS);
                EngineClient client = connect(nodes)) {
            client.subscribe(0, projected::add);
            Await.until("the area is open", DEADLINE, () -> isDone(client));
            load = OrderLoad.start(client, SENDERS);
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    killOne(nodes, load, kill);
                }
            } finally {
                load.finish();
            }
            long answered = latestAnswer(load);
            Await.until("all is projected", DEADLINE, () -> projected.size() >= answered);
            commonHash = nodes.commonStateHash();
        }

        List<EngineEvent> events = eventsOf(0, commonHash);
        System.out.printf(
                "%d orders and %d cancellations answered, %d asked again, %d events%n",
                load.orders().size(), load.cancellations().size(), load.unknown(), events.size());
        assertThat(eventsOf(1, commonHash)).isEqualTo(events);
        assertThat(eventsOf(2, commonHash)).isEqualTo(events);
        assertThat(events.subList(0, projected.size())).isEqualTo(projected);
        assertNothingIsLostOrDoubled(load, events);
        assertNoOrderTradesBeyondItsQuantity(events);
    }

    private static long latestAnswer(OrderLoad load) {
        return Stream.concat(
                        load.orders().values().stream(), load.cancellations().values().stream())
                .mapToLong(EngineEvent::sequence)
                .max()
                .orElseThrow();
    }

    /** Every second time the leader, else any. */
    private void killOne(ThreeNodes nodes, OrderLoad load, int kill) {
        int enough = load.orders().size() + ANSWERS_PER_LIFE;
        Await.until(enough + " answers", DEADLINE, () -> load.orders().size() >= enough);
        int leader = nodes.awaitLeader();
        int victim = kill % 2 == 0 ? leader : random.nextInt(ThreeNodes.COUNT);
        Duration absence = Duration.ofMillis(random.nextInt(LONGEST_ABSENCE_MILLIS));
        nodes.kill(victim);
        long killed = System.nanoTime();
        LockSupport.parkNanos(absence.toNanos());
        nodes.restart(victim);
        nodes.awaitSettled();
        System.out.printf(
                "seed %d kill %d: node %d%s, away for %d ms, all together again after %d ms%n",
                SEED,
                kill,
                victim,
                victim == leader ? ", the leader" : "",
                absence.toMillis(),
                Duration.ofNanos(System.nanoTime() - killed).toMillis());
    }

    /** The events that a node holds in its latest snapshot, which is whole and in its state. */
    private List<EngineEvent> eventsOf(int member, long expectedHash) throws IOException {
        WireReader snapshot =
                RecordedSnapshot.read(directory.resolve("node-" + member).resolve("engine"));
        new ServiceState().read(snapshot);
        MatchingEngine engine = MatchingEngine.load(snapshot, new LadderOrderBook(), RETAINED);
        assertThat(engine.stateHash()).isEqualTo(expectedHash);
        return engine.retainedAfter(0, Integer.MAX_VALUE);
    }

    private static void assertNothingIsLostOrDoubled(OrderLoad load, List<EngineEvent> events) {
        assertThat(events)
                .extracting(EngineEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        Map<Long, EngineEvent> accepted = new HashMap<>();
        for (EngineEvent event : events) {
            if (event instanceof OrderAccepted order) {
                assertThat(accepted.put(order.command().clientOrderId(), event)).isNull();
            }
        }
        assertThat(accepted).isEqualTo(load.orders());
        load.cancellations().values().stream()
                .filter(OrderCancelled.class::isInstance)
                .forEach(event ->
                        assertThat(events.get((int) event.sequence() - 1)).isEqualTo(event));
    }

    private static void assertNoOrderTradesBeyondItsQuantity(List<EngineEvent> events) {
        Map<OrderId, Long> left = new HashMap<>();
        for (EngineEvent event : events) {
            switch (event) {
                case OrderAccepted(long _, Instant _, OrderId order, PlaceOrder command) ->
                        left.put(order, command.quantity().wattHours());
                case TradeMade(long _, Instant _, Trade trade) -> {
                    left.merge(trade.buyOrder(), -trade.quantity().wattHours(), Long::sum);
                    left.merge(trade.sellOrder(), -trade.quantity().wattHours(), Long::sum);
                }
                default -> {}
            }
        }
        assertThat(left.values()).allMatch(quantity -> quantity >= 0);
    }

    private static boolean isDone(EngineClient client) {
        return client.send(configure()).toCompletableFuture().join() instanceof EngineReply.Done;
    }

    private static EngineClient connect(ThreeNodes nodes) {
        return EngineClient.connect(
                EngineClientConfig.of(nodes.address())
                        .withClock(clock(Instant.now(), 1))
                        .withTimeout(Duration.ofSeconds(2)));
    }
}
