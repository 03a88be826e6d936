package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.order;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders that place orders, each the next one when it knows what became of the one before, and
 * cancel some. Whatever is unknown they ask again.
 */
final class OrderLoad {

    /** The share of orders that are cancelled at once. */
    private static final int ORDERS_PER_CANCELLATION = 8;

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final EngineClient client;
    private final List<Thread> senders = new ArrayList<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final Map<Long, EngineEvent> orders = new ConcurrentHashMap<>();
    private final Map<Long, EngineEvent> cancellations = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    private OrderLoad(EngineClient client) {
        this.client = client;
    }

    static OrderLoad start(EngineClient client, int senders) {
        OrderLoad load = new OrderLoad(client);
        for (int i = 0; i < senders; i++) {
            load.senders.add(Thread.ofVirtual().start(load::send));
        }
        return load;
    }

    /** What the engine answered to each order, by client order id. */
    Map<Long, EngineEvent> orders() {
        return orders;
    }

    /** What the engine answered to each cancellation, by client order id. */
    Map<Long, EngineEvent> cancellations() {
        return cancellations;
    }

    /** How often the fate of a command was unknown at first. */
    long unknown() {
        return unknown.get();
    }

    /** Lets every sender learn the fate of its last command. */
    void finish() throws InterruptedException {
        stopping = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void send() {
        while (!stopping) {
            long id = lastId.incrementAndGet();
            PlaceOrder order = orderWith(id);
            orders.put(id, ask(order));
            if (id % ORDERS_PER_CANCELLATION == 0) {
                cancellations.put(id, ask(cancel(order.participant().value(), id)));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private EngineEvent ask(EngineCommand command) {
        while (true) {
            EngineReply reply = client.send(command).toCompletableFuture().join();
            if (reply instanceof EngineReply.Answered(EngineEvent event)) {
                return event;
            }
            unknown.incrementAndGet();
        }
    }

    /** Sales at 80 to 120 and purchases at 130 to 170 all-in, so that some of them meet. */
    static PlaceOrder orderWith(long id) {
        boolean buys = id % 2 == 0;
        return order(
                100 + id % 50,
                id,
                interval(8 + id / 2 % 60),
                buys ? Side.BUY : Side.SELL,
                5 + id % 4 * 5,
                (buys ? 130 : 80) + id / 2 % 5 * 10);
    }
}
