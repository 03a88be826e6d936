package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One node, its client in the same process as in the market by default, every command forced to the
 * disk before it is acknowledged: how many commands per second are acknowledged while 1,000 are
 * outstanding, and how fast a restarted node plays the log. No snapshots. A program of its own; its
 * argument is a new directory on the disk to measure.
 */
final class ClusterBenchmark {

    private static final int WINDOW = 1_000;
    private static final int COMMANDS = 1_200_000;

    /** Not measured. */
    private static final int WARM_UP = 200_000;

    private static final int EVENTS_PER_ACKNOWLEDGEMENT = 1_000;
    private static final int INTERVALS = 32;
    private static final int PARTICIPANTS = 200;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final EngineNodeConfig config;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong unanswered = new AtomicLong();

    private ClusterBenchmark(Path directory) {
        config =
                EngineNodeConfig.single(directory)
                        .withSnapshots(new Snapshots(Long.MAX_VALUE, Duration.ofDays(1)));
    }

    public static void main(String[] args) {
        ClusterBenchmark benchmark = new ClusterBenchmark(Path.of(args[0]));
        benchmark.send();
        benchmark.replay();
    }

    private void send() {
        try (EngineNode node = EngineNode.launch(config);
                EngineClient client = connect(node)) {
            client.send(TestMarket.configure()).toCompletableFuture().join();
            client.subscribe(0, event -> acknowledge(client, event));
            for (int i = 0; i < WARM_UP; i++) {
                send(client, command(i));
            }
            long before = System.nanoTime();
            for (int i = WARM_UP; i < COMMANDS; i++) {
                send(client, command(i));
            }
            window.acquireUninterruptibly(WINDOW);
            long nanos = System.nanoTime() - before;
            if (unanswered.get() > 0) {
                throw new IllegalStateException(unanswered + " commands without an answer");
            }
            print("acksPerSecond", 1_000_000_000L * (COMMANDS - WARM_UP) / nanos);
        }
    }

    private static EngineClient connect(EngineNode node) {
        return EngineClient.connect(
                EngineClientConfig.of(node.localAddress())
                        .withClock(TestMarket.clock(Instant.now(), 1)));
    }

    private static void acknowledge(EngineClient client, EngineEvent event) {
        if (event.sequence() % EVENTS_PER_ACKNOWLEDGEMENT == 0) {
            client.send(new AcknowledgeEvents(event.sequence()));
        }
    }

    private void send(EngineClient client, EngineCommand command) {
        window.acquireUninterruptibly();
        client.send(command)
                .thenAccept(reply -> {
                    if (!(reply instanceof EngineReply.Answered)) {
                        unanswered.incrementAndGet();
                    }
                    window.release();
                });
    }

    /** Offers and bids in turn, most of which trade; every fourth command cancels an older one. */
    private static EngineCommand command(int number) {
        if (number % 4 == 3) {
            int older = Math.max(0, number - 203);
            return TestMarket.cancel(participant(older), older);
        }
        Side side = number % 4 == 1 ? Side.BUY : Side.SELL;
        long spread = number * 7L % 5 * 10;
        return TestMarket.order(
                participant(number),
                number,
                TestMarket.interval(8 + number / 4 % INTERVALS),
                side,
                side == Side.BUY ? 200 : 100,
                side == Side.BUY ? 170 + spread : 80 + spread);
    }

    private static long participant(int number) {
        return 100 + number % 4L * PARTICIPANTS + number / 4 % PARTICIPANTS;
    }

    private void replay() {
        long launched = System.nanoTime();
        try (EngineNode node = EngineNode.launch(config)) {
            Await.until("the replay begins", DEADLINE, () -> node.handledRequests() > 0);
            long before = System.nanoTime();
            long already = node.handledRequests();
            Await.until("the replay ends", DEADLINE, () -> node.handledRequests() >= COMMANDS);
            long now = System.nanoTime();
            print("replayedCommands", COMMANDS - already);
            print(
                    "replayCommandsPerSecond",
                    1_000_000_000L * (COMMANDS - already) / (now - before));
            print("restartMillis", (now - launched) / 1_000_000);
        }
    }

    private static void print(String key, long value) {
        System.out.println(key + "=" + value);
    }
}
