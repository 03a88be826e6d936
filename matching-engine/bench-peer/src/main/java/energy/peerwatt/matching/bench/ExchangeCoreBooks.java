package energy.peerwatt.matching.bench;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.IOrder;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * exchange-core's faster book, one per number, with one object pool for all of them, sized as its
 * engine sizes it. Its own tests run it like this too: one command object, events as new objects.
 */
final class ExchangeCoreBooks implements Contender {

    private IOrderBook[] books = {};
    private final OrderCommand command = new OrderCommand();
    private @Nullable EventStream stream;

    @Override
    public String name() {
        return "exchange-core " + version() + " " + OrderBookDirectImpl.class.getSimpleName();
    }

    private static String version() {
        String file = "/META-INF/maven/exchange.core2/exchange-core/pom.properties";
        Properties properties = new Properties();
        try (InputStream in = OrderBookDirectImpl.class.getResourceAsStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    @Override
    public void open(Workload workload) {
        ObjectsPool pool = new ObjectsPool(poolSizes());
        books = new IOrderBook[workload.books()];
        for (int i = 0; i < books.length; i++) {
            books[i] =
                    new OrderBookDirectImpl(
                            symbol(i),
                            pool,
                            OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER,
                            LoggingConfiguration.DEFAULT);
        }
    }

    private static Map<Integer, Integer> poolSizes() {
        Map<Integer, Integer> sizes = new HashMap<>();
        sizes.put(ObjectsPool.DIRECT_ORDER, 1024 * 1024);
        sizes.put(ObjectsPool.DIRECT_BUCKET, 1024 * 64);
        sizes.put(ObjectsPool.ART_NODE_4, 1024 * 32);
        sizes.put(ObjectsPool.ART_NODE_16, 1024 * 16);
        sizes.put(ObjectsPool.ART_NODE_48, 1024 * 8);
        sizes.put(ObjectsPool.ART_NODE_256, 1024 * 4);
        return sizes;
    }

    private static CoreSymbolSpecification symbol(int number) {
        return CoreSymbolSpecification.builder()
                .symbolId(number)
                .type(SymbolType.FUTURES_CONTRACT)
                .baseScaleK(1)
                .quoteScaleK(1)
                .build();
    }

    @Override
    public void tell(EventStream newStream) {
        stream = newStream;
    }

    @Override
    public void apply(long[] words, int at) {
        long head = words[at];
        long amounts = words[at + 3];
        command.orderId = words[at + 1];
        command.price = words[at + 2];
        command.uid = Workload.participant(head);
        command.symbol = Workload.book(head);
        command.matcherEvent = null;
        command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        switch (Workload.kind(head)) {
            case Workload.PLACE -> place(head, amounts, OrderType.GTC);
            case Workload.IMMEDIATE -> place(head, amounts, OrderType.IOC);
            case Workload.FILL_OR_KILL -> placeWithBudget(head, amounts);
            case Workload.CANCEL -> command.command = OrderCommandType.CANCEL_ORDER;
            case Workload.REDUCE -> {
                command.command = OrderCommandType.REDUCE_ORDER;
                command.size = Workload.quantity(amounts);
            }
            default -> command.command = OrderCommandType.MOVE_ORDER;
        }
        CommandResultCode result = IOrderBook.processCommand(books[command.symbol], command);
        if (result != CommandResultCode.SUCCESS) {
            throw new IllegalStateException(result + " for " + command);
        }
        if (stream != null) {
            tell(stream, command.matcherEvent);
        }
    }

    private void place(long head, long amounts, OrderType type) {
        command.command = OrderCommandType.PLACE_ORDER;
        command.orderType = type;
        command.action = Workload.buys(head) ? OrderAction.BID : OrderAction.ASK;
        command.size = Workload.quantity(amounts);
        command.reserveBidPrice = command.price;
    }

    /** The budget is for the whole at the worst limit, so price does not decide. */
    private void placeWithBudget(long head, long amounts) {
        place(head, amounts, OrderType.FOK_BUDGET);
        command.price *= command.size;
        command.reserveBidPrice = command.price;
    }

    /** Rejections come first in exchange-core's list of events, here last. */
    private void tell(EventStream to, @Nullable MatcherTradeEvent first) {
        for (MatcherTradeEvent event = first; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                to.traded(event.matchedOrderId, command.orderId, event.size, event.price);
            }
        }
        for (MatcherTradeEvent event = first; event != null; event = event.nextEvent) {
            if (event.eventType != MatcherEventType.TRADE) {
                to.removed(command.orderId, event.size);
            }
        }
    }

    @Override
    public long bytesOutsideHeap() {
        return 0;
    }

    @Override
    public void tellResting() {
        EventStream to = stream;
        if (to == null) {
            throw new IllegalStateException("nobody to tell");
        }
        for (int i = 0; i < books.length; i++) {
            tell(to, i, books[i].bidOrdersStream(true));
            tell(to, i, books[i].askOrdersStream(true));
        }
    }

    private static void tell(EventStream to, int book, Stream<? extends IOrder> orders) {
        orders.forEach(order ->
                to.rests(
                        book,
                        order.getAction() == OrderAction.BID,
                        order.getOrderId(),
                        order.getSize() - order.getFilled(),
                        order.getPrice()));
    }
}
