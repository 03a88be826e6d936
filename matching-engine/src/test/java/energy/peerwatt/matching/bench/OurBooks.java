package energy.peerwatt.matching.bench;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.LevelCursor;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.Side;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of our books. */
public final class OurBooks implements Contender {

    private final Supplier<OrderBook> kind;
    private OrderBook book;
    private int contracts;
    private final MatchScope scope = new MatchScope();
    private final NewOrder order = new NewOrder();
    private @Nullable EventStream stream;

    /** The order that the current command is about. */
    private long taker;

    private BookEvents events = new Ignored();

    OurBooks(Supplier<OrderBook> kind) {
        this.kind = kind;
        this.book = kind.get();
    }

    @Override
    public String name() {
        return book.getClass().getSimpleName();
    }

    @Override
    public void open(Workload workload) {
        book = kind.get();
        contracts = workload.books();
        for (int i = 0; i < contracts; i++) {
            book.open(Workload.TICK);
        }
    }

    @Override
    public void tell(EventStream newStream) {
        stream = newStream;
        events = new Telling();
    }

    @Override
    public void apply(long[] words, int at) {
        long head = words[at];
        long id = words[at + 1];
        long limit = words[at + 2] * Workload.TICK;
        long amounts = words[at + 3];
        taker = id;
        scope.clear().add(Workload.book(head), 0, MatchScope.WHOLE_ORDER);
        switch (Workload.kind(head)) {
            case Workload.PLACE -> place(head, id, limit, amounts, Lasting.RESTS);
            case Workload.IMMEDIATE -> place(head, id, limit, amounts, Lasting.IMMEDIATE);
            case Workload.FILL_OR_KILL -> place(head, id, limit, amounts, Lasting.FILL_OR_KILL);
            case Workload.CANCEL -> cancel(id);
            case Workload.REDUCE -> reduce(id, limit, amounts);
            default -> move(id, limit, amounts);
        }
    }

    private void place(long head, long id, long limit, long amounts, Lasting lasting) {
        int participant = Workload.participant(head);
        Side side = Workload.buys(head) ? Side.BUY : Side.SELL;
        order.limitOrder(
                        id,
                        participant,
                        participant,
                        Workload.book(head),
                        side,
                        Workload.quantity(amounts),
                        limit)
                .lasting(lasting);
        book.place(order, scope, events);
    }

    private void cancel(long id) {
        long left = book.cancel(id);
        if (stream != null) {
            stream.removed(id, left);
        }
    }

    private void reduce(long id, long limit, long amounts) {
        int left = Workload.left(amounts);
        if (left == 0) {
            cancel(id);
            return;
        }
        book.replace(id, left, limit, scope, events);
        if (stream != null) {
            stream.removed(id, Workload.quantity(amounts));
        }
    }

    private void move(long id, long limit, long amounts) {
        book.replace(id, Workload.left(amounts), limit, scope, events);
    }

    @Override
    public long bytesOutsideHeap() {
        return book instanceof LadderOrderBook ladder ? ladder.bytesOutsideHeap() : 0;
    }

    @Override
    public void tellResting() {
        tellResting(book, contracts, stream);
    }

    /** Tells all resting orders of a book whose contracts are numbered from 0. */
    public static void tellResting(OrderBook book, int contracts, @Nullable EventStream to) {
        if (to == null) {
            throw new IllegalStateException("nobody to tell");
        }
        for (int contract = 0; contract < contracts; contract++) {
            tellSide(book, contract, Side.BUY, to);
            tellSide(book, contract, Side.SELL, to);
        }
    }

    private static void tellSide(OrderBook book, int contract, Side side, EventStream to) {
        LevelCursor cursor = book.cursor(contract, side);
        while (cursor.next()) {
            long limit = cursor.limit() / Workload.TICK;
            while (cursor.nextOrder()) {
                to.rests(contract, side == Side.BUY, cursor.order(), cursor.orderQuantity(), limit);
            }
        }
    }

    private EventStream stream() {
        if (stream == null) {
            throw new IllegalStateException("nobody to tell");
        }
        return stream;
    }

    private final class Telling implements BookEvents {

        @Override
        public void traded(
                int contract,
                long sellOrder,
                int seller,
                long buyOrder,
                int buyer,
                long quantity,
                long price) {
            long maker = sellOrder == taker ? buyOrder : sellOrder;
            stream().traded(maker, taker, quantity, price / Workload.TICK);
        }

        @Override
        public void removed(
                int contract,
                long order,
                int participant,
                Side side,
                long limit,
                long quantity,
                long left,
                Removal reason) {
            stream().removed(order, quantity);
        }
    }

    private static final class Ignored implements BookEvents {

        @Override
        public void traded(
                int contract,
                long sellOrder,
                int seller,
                long buyOrder,
                int buyer,
                long quantity,
                long price) {}

        @Override
        public void removed(
                int contract,
                long order,
                int participant,
                Side side,
                long limit,
                long quantity,
                long left,
                Removal reason) {}
    }
}
