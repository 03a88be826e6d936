package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.TestMarket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Three nodes as processes of this machine, 5,000 orders per second, and the leader killed with
 * SIGKILL again and again: for how long nothing is acknowledged, and whether every acknowledged
 * order is among the events just once. Orders whose fate is unknown are sent again under the same
 * number. A program of its own; its argument is a new directory.
 */
final class FailoverBenchmark {

    private static final int KILLS = 3;
    private static final int ORDERS_PER_MILLI = 5;
    private static final int MOST_ORDERS = 1_000_000;
    private static final int EVENTS_PER_ACKNOWLEDGEMENT = 1_000;
    private static final int LAST_EVENTS_SECONDS = 30;
    private static final Duration STEADY = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final EngineClient client;
    private final ThreeNodes nodes;
    private final Queue<Integer> again = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(MOST_ORDERS);
    private final AtomicIntegerArray accepted = new AtomicIntegerArray(MOST_ORDERS);
    private final AtomicInteger acknowledgements = new AtomicInteger();

    /** When the latest acknowledgement came, and the longest time without one; ns. */
    private long latest;

    private long longestGap;
    private volatile boolean running = true;
    private final AtomicInteger sent = new AtomicInteger();

    private FailoverBenchmark(ThreeNodes nodes, EngineClient client) {
        this.nodes = nodes;
        this.client = client;
    }

    public static void main(String[] args) throws InterruptedException {
        try (ThreeNodes nodes = ThreeNodes.start(Path.of(args[0]), Map.of());
                EngineClient client =
                        EngineClient.connect(
                                EngineClientConfig.of(nodes.address())
                                        .withClock(TestMarket.clock(Instant.now(), 1))
                                        .withTimeout(Duration.ofSeconds(1)))) {
            new FailoverBenchmark(nodes, client).run();
        }
    }

    private void run() throws InterruptedException {
        Await.until("the area is open", DEADLINE, this::configure);
        client.subscribe(0, this::event);
        Thread sender = Thread.ofPlatform().name("sender").start(this::send);
        long[] gaps = new long[KILLS];
        for (int kill = 0; kill < KILLS; kill++) {
            gaps[kill] = kill();
        }
        running = false;
        sender.join();
        Await.until("all are answered", DEADLINE, () -> acknowledgements.get() >= sent.get());
        for (int i = 0; i < LAST_EVENTS_SECONDS && missing() > 0; i++) {
            Thread.sleep(1_000);
        }
        Arrays.sort(gaps);
        print("gapMillis", gaps[KILLS / 2]);
        print("longestGapMillis", gaps[KILLS - 1]);
        print("kills", KILLS);
        print("orders", sent.get());
        print("lost", missing());
        print("doubled", doubled());
    }

    private boolean configure() {
        return client.send(TestMarket.configure()).toCompletableFuture().join()
                instanceof EngineReply.Done;
    }

    /** Longest time without an acknowledgement around a kill, in ms. */
    private long kill() throws InterruptedException {
        Thread.sleep(STEADY);
        synchronized (this) {
            longestGap = 0;
        }
        int killed = nodes.killLeader();
        int before = acknowledgements.get();
        int enough = before + 2 * ORDERS_PER_MILLI * 1_000;
        Await.until("orders after the kill", DEADLINE, () -> acknowledgements.get() >= enough);
        nodes.restart(killed);
        nodes.awaitSettled();
        synchronized (this) {
            return longestGap / 1_000_000;
        }
    }

    private void send() {
        long next = System.nanoTime();
        while (running || !again.isEmpty()) {
            for (int i = 0; i < ORDERS_PER_MILLI; i++) {
                Integer number = again.poll();
                if (number != null) {
                    send(number);
                } else if (running && sent.get() < MOST_ORDERS) {
                    send(sent.getAndIncrement());
                }
            }
            next += 1_000_000;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void send(int number) {
        client.send(order(number))
                .thenAccept(reply -> {
                    if (reply instanceof EngineReply.Answered(OrderAccepted _)) {
                        acknowledge(number);
                    } else {
                        again.add(number);
                    }
                });
    }

    private static PlaceOrder order(int number) {
        Side side = number % 2 == 0 ? Side.SELL : Side.BUY;
        return TestMarket.order(
                100 + number % 200,
                number,
                TestMarket.interval(8 + number / 2 % 32),
                side,
                10,
                side == Side.SELL ? 100 : 150);
    }

    private synchronized void acknowledge(int number) {
        long now = System.nanoTime();
        if (latest != 0) {
            longestGap = Math.max(longestGap, now - latest);
        }
        latest = now;
        if (acknowledged.getAndIncrement(number) == 0) {
            acknowledgements.incrementAndGet();
        }
    }

    private void event(EngineEvent event) {
        if (event instanceof OrderAccepted order) {
            accepted.incrementAndGet((int) order.command().clientOrderId());
        }
        if (event.sequence() % EVENTS_PER_ACKNOWLEDGEMENT == 0) {
            client.send(new AcknowledgeEvents(event.sequence()));
        }
    }

    /** Acknowledged orders that no event tells of. */
    private int missing() {
        int count = 0;
        for (int i = 0; i < sent.get(); i++) {
            count += acknowledged.get(i) > 0 && accepted.get(i) == 0 ? 1 : 0;
        }
        return count;
    }

    private int doubled() {
        int count = 0;
        for (int i = 0; i < sent.get(); i++) {
            count += accepted.get(i) > 1 ? 1 : 0;
        }
        return count;
    }

    private static void print(String key, long value) {
        System.out.println(key + "=" + value);
    }
}
