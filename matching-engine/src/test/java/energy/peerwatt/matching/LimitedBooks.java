package energy.peerwatt.matching;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.bench.Contender;
import energy.peerwatt.matching.bench.EventStream;
import energy.peerwatt.matching.bench.OurBooks;
import energy.peerwatt.matching.bench.Workload;
import energy.peerwatt.matching.sbe.OrderAcceptedEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The product's book with all that the engine does around it for a plain order: self-trade
 * prevention, pre-trade limits reserved and given back, and every event encoded into the log of
 * retained events, which is acknowledged now and then. What is left out is what exchange-core's
 * book does not do either: decoding commands, recognising repeated ones, gates and networks.
 */
public final class LimitedBooks implements Contender, BookEvents {

    private static final int PARTICIPANTS = 1_000;
    private static final int INTERVALS = 96;
    private static final int INTERVAL_SECONDS = 900;
    private static final int RETAINED_EVENTS = 100_000;
    private static final int COMMANDS_PER_ACKNOWLEDGEMENT = 1_000;
    private static final long MOST_EXPOSURE = 1L << 60;
    private static final long MOST_SOLD = 1L << 40;

    private LadderOrderBook book = new LadderOrderBook();
    private PreTradeLimits limits = new PreTradeLimits();
    private EventLog log = new EventLog(RETAINED_EVENTS);
    private EventEncoder encoder = new EventEncoder(log);
    private final Participants participants = new Participants();
    private final MatchScope scope = new MatchScope();
    private final NewOrder order = new NewOrder();
    private int contracts;
    private @Nullable EventStream stream;

    /** By order; as the engine's record of an order has it. */
    private int[] restingLimits = {};

    private long now;
    private long lastTrade;

    /** The order that the current command is about, and what it pays if it buys. */
    private long taker;

    private boolean buys;
    private long bought;
    private long paid;

    /** No books yet. */
    public LimitedBooks() {
        for (int number = 0; number < PARTICIPANTS; number++) {
            participants.number(1_000_000 + number);
        }
    }

    @Override
    public String name() {
        return "LadderOrderBook with limits and events";
    }

    @Override
    public void open(Workload workload) {
        book = new LadderOrderBook();
        limits = new PreTradeLimits();
        log = new EventLog(RETAINED_EVENTS);
        encoder = new EventEncoder(log);
        restingLimits = new int[workload.orders() + 1];
        contracts = workload.books();
        for (int contract = 0; contract < contracts; contract++) {
            book.open(Workload.TICK);
        }
        for (int participant = 0; participant < PARTICIPANTS; participant++) {
            limits.limit(participant, MOST_EXPOSURE, MOST_SOLD);
        }
    }

    @Override
    public void tell(EventStream newStream) {
        stream = newStream;
    }

    @Override
    public void apply(long[] words, int at) {
        long head = words[at];
        long amounts = words[at + 3];
        int contract = Workload.book(head);
        int participant = Workload.participant(head);
        taker = words[at + 1];
        buys = Workload.buys(head);
        bought = 0;
        paid = 0;
        if (++now % COMMANDS_PER_ACKNOWLEDGEMENT == 0) {
            log.acknowledge(log.lastSequence());
        }
        switch (Workload.kind(head)) {
            case Workload.PLACE ->
                    place(contract, participant, words[at + 2], amounts, Lasting.RESTS);
            case Workload.IMMEDIATE ->
                    place(contract, participant, words[at + 2], amounts, Lasting.IMMEDIATE);
            case Workload.FILL_OR_KILL ->
                    place(contract, participant, words[at + 2], amounts, Lasting.FILL_OR_KILL);
            case Workload.CANCEL -> cancel(contract, participant);
            case Workload.REDUCE -> reduce(contract, participant, amounts);
            default -> replace(contract, participant, words[at + 2], amounts);
        }
    }

    private void place(int contract, int participant, long ticks, long amounts, Lasting lasting) {
        long limit = ticks * Workload.TICK;
        long quantity = Workload.quantity(amounts);
        requireWithin(reserve(contract, participant, limit, quantity));
        restingLimits[(int) taker] = (int) ticks;
        accepted(contract, participant, limit, quantity, lasting);
        Side side = buys ? Side.BUY : Side.SELL;
        order.limitOrder(taker, participant, participant, contract, side, quantity, limit)
                .lasting(lasting);
        scope.clear().add(contract, 0, MatchScope.WHOLE_ORDER);
        book.place(order, scope, this);
        settle(contract, participant, limit);
    }

    private void cancel(int contract, int participant) {
        long limit = restingLimits[(int) taker] * Workload.TICK;
        long left = book.cancel(taker);
        release(contract, participant, buys, limit, left);
        cancelled(taker, participant, left, CancelReason.BY_PARTICIPANT);
        if (stream != null) {
            stream.removed(taker, left);
        }
    }

    private void reduce(int contract, int participant, long amounts) {
        if (Workload.left(amounts) == 0) {
            cancel(contract, participant);
            return;
        }
        replace(contract, participant, restingLimits[(int) taker], amounts);
        if (stream != null) {
            stream.removed(taker, Workload.quantity(amounts));
        }
    }

    private void replace(int contract, int participant, long ticks, long amounts) {
        long limit = ticks * Workload.TICK;
        long before = book.left(taker);
        long quantity = Workload.left(amounts);
        long oldLimit = restingLimits[(int) taker] * Workload.TICK;
        restingLimits[(int) taker] = (int) ticks;
        requireWithin(change(contract, participant, oldLimit, before, limit, quantity));
        encoder.at(now)
                .orderReplaced()
                .order(taker)
                .participant(participants.id(participant))
                .clientOrderId(taker)
                .quantity(quantity)
                .limitPrice(limit);
        scope.clear().add(contract, 0, MatchScope.WHOLE_ORDER);
        book.replace(taker, quantity, limit, scope, this);
        settle(contract, participant, limit);
    }

    private static void requireWithin(boolean within) {
        if (!within) {
            throw new IllegalStateException("the workload stays within limits");
        }
    }

    private static int period(int contract) {
        return contract % INTERVALS;
    }

    private boolean reserve(int contract, int participant, long limit, long quantity) {
        return buys
                ? limits.buy(participant, period(contract), Math.max(0, limit) * quantity)
                : limits.sell(participant, period(contract), quantity);
    }

    private boolean change(
            int contract, int participant, long oldLimit, long before, long limit, long quantity) {
        int period = period(contract);
        if (!buys) {
            if (quantity < before) {
                limits.releaseSale(participant, period, before - quantity);
            }
            return true;
        }
        long more = Math.max(0, limit) * quantity - Math.max(0, oldLimit) * before;
        if (more > 0) {
            return limits.buy(participant, period, more);
        }
        limits.release(participant, period, -more);
        return true;
    }

    private void release(int contract, int participant, boolean buyer, long limit, long quantity) {
        if (buyer) {
            limits.release(participant, period(contract), Math.max(0, limit) * quantity);
        } else {
            limits.releaseSale(participant, period(contract), quantity);
        }
    }

    private void settle(int contract, int participant, long limit) {
        if (bought > 0) {
            long reserved = Math.max(0, limit) * bought;
            limits.release(participant, period(contract), reserved - Math.max(0, paid));
        }
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        if (buys) {
            bought += quantity;
            paid += price * quantity;
        }
        encoder.at(now)
                .tradeMade()
                .trade(++lastTrade)
                .intervalStart(intervalStart(contract))
                .seller(participants.id(seller))
                .buyer(participants.id(buyer))
                .sellOrder(sellOrder)
                .buyOrder(buyOrder)
                .quantity(quantity)
                .price(price)
                .area(area(contract))
                .buyerArea(area(contract))
                .intervalLength(INTERVAL_SECONDS);
        if (stream != null) {
            long maker = buys ? sellOrder : buyOrder;
            stream.traded(maker, taker, quantity, price / Workload.TICK);
        }
    }

    @Override
    public void removed(
            int contract,
            long removed,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason) {
        release(contract, participant, side == Side.BUY, limit, quantity);
        cancelled(removed, participant, quantity, CancelReason.NOT_FILLED_AT_ONCE);
        if (stream != null) {
            stream.removed(removed, quantity);
        }
    }

    private void accepted(
            int contract, int participant, long limit, long quantity, Lasting lasting) {
        encoder.at(now)
                .orderAccepted()
                .order(taker)
                .participant(participants.id(participant))
                .clientOrderId(taker)
                .intervalStart(intervalStart(contract))
                .quantity(quantity)
                .limitPrice(limit)
                .validUntil(OrderAcceptedEncoder.validUntilNullValue())
                .minimumFill(0)
                .displayed(0)
                .area(area(contract))
                .intervalLength(INTERVAL_SECONDS)
                .side(WireCodes.SIDE.code(buys ? Side.BUY : Side.SELL))
                .timeInForce(WireCodes.TIME_IN_FORCE.code(timeInForce(lasting)))
                .selfTrade(WireCodes.SELF_TRADE.code(SelfTradePrevention.CANCEL_NEWEST))
                .origin(WireCodes.ORIGIN.code(Origin.ANY))
                .flags()
                .clear();
    }

    private static TimeInForce timeInForce(Lasting lasting) {
        return switch (lasting) {
            case RESTS -> TimeInForce.UNTIL_GATE;
            case IMMEDIATE -> TimeInForce.IMMEDIATE_OR_CANCEL;
            case FILL_OR_KILL -> TimeInForce.FILL_OR_KILL;
        };
    }

    private void cancelled(long id, int participant, long remaining, CancelReason reason) {
        encoder.at(now)
                .orderCancelled()
                .order(id)
                .participant(participants.id(participant))
                .clientOrderId(id)
                .remaining(remaining)
                .reason(WireCodes.CANCEL_REASON.code(reason));
    }

    private static int area(int contract) {
        return 1 + contract / INTERVALS;
    }

    private static long intervalStart(int contract) {
        return (long) INTERVAL_SECONDS * period(contract);
    }

    @Override
    public long bytesOutsideHeap() {
        return book.usedBytes();
    }

    @Override
    public void tellResting() {
        OurBooks.tellResting(book, contracts, stream);
    }
}
