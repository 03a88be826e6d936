package energy.peerwatt.matching;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.bench.Contender;
import energy.peerwatt.matching.bench.EventStream;
import energy.peerwatt.matching.bench.OurBooks;
import energy.peerwatt.matching.bench.Workload;
import energy.peerwatt.matching.sbe.PlaceOrderEncoder;
import energy.peerwatt.matching.sbe.SideCode;
import energy.peerwatt.matching.sbe.TimeInForceCode;
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

    /** Commands that the book is told of before they are given, if it is large. */
    private static final int EXPECTED = 8;

    private static final int COMMANDS_PER_ACKNOWLEDGEMENT = 1_024;
    private static final long MOST_EXPOSURE = 1L << 60;
    private static final long MOST_SOLD = 1L << 40;

    /** Of a seller and of a buyer. */
    private static final short[] SIDES = {SideCode.SELL.value(), SideCode.BUY.value()};

    private final boolean together;
    private LadderOrderBook book = new LadderOrderBook();
    private PreTradeLimits limits = new PreTradeLimits();
    private EventLog log = new EventLog(RETAINED_EVENTS);
    private EventEncoder encoder = new EventEncoder(log);
    private final Participants participants = new Participants();
    private final MatchScope scope = new MatchScope();
    private final NewOrder order = new NewOrder();
    private int contracts;
    private @Nullable EventStream stream;

    /** By contract; as the engine's record of an interval has it. */
    private int[] periods = {};

    private long now;
    private long lastTrade;

    /** The order that the current command is about, and what it pays if it buys. */
    private long taker;

    /** All bits if it buys, else none: sides come in no order, so that no branch is foreseen. */
    private long purchase;

    private long bought;
    private long paid;

    private final ArrayBuffer command =
            new ArrayBuffer(WireHeader.LENGTH + PlaceOrderEncoder.BLOCK_LENGTH);
    private final CommandView commandView = new CommandView();

    /**
     * No books yet.
     *
     * @param together whether the book is told of {@value #EXPECTED} commands before they are given
     */
    public LimitedBooks(boolean together) {
        this.together = together;
        EngineCodec.encode(TestMarket.sell(1, 1, 1, 1), command, 0);
        if (!commandView.wrap(command, 0, command.capacity())) {
            throw new IllegalStateException("no command");
        }
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
        contracts = workload.books();
        periods = new int[contracts];
        for (int contract = 0; contract < contracts; contract++) {
            book.open(Workload.TICK);
            periods[contract] = contract % INTERVALS;
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
        if (together && (at & EXPECTED * Workload.WORDS - 1) == 0 && book.isFar()) {
            expect(words, at);
        }
        long head = words[at];
        long amounts = words[at + 3];
        int contract = Workload.book(head);
        int participant = Workload.participant(head);
        taker = words[at + 1];
        purchase = Workload.ifBuys(head);
        if ((++now & COMMANDS_PER_ACKNOWLEDGEMENT - 1) == 0) {
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
            default -> {
                long limit = words[at + 2] * Workload.TICK;
                replace(contract, participant, limit, Workload.left(amounts));
            }
        }
    }

    private void expect(long[] words, int from) {
        int to = Math.min(from + EXPECTED * Workload.WORDS, words.length);
        for (int at = from; at < to; at += Workload.WORDS) {
            book.expect(words[at + 1], Workload.book(words[at]));
        }
    }

    private void place(int contract, int participant, long ticks, long amounts, Lasting lasting) {
        long limit = ticks * Workload.TICK;
        long quantity = Workload.quantity(amounts);
        requireWithin(reserve(contract, participant, limit, quantity));
        accepted(contract, participant, limit, quantity, lasting);
        Side side = buys() ? Side.BUY : Side.SELL;
        order.limitOrder(taker, participant, participant, contract, side, quantity, limit)
                .lasting(lasting);
        scope.clear().add(contract, 0, MatchScope.WHOLE_ORDER);
        book.place(order, scope, this);
        if (bought > 0) {
            settle(contract, participant, limit);
        }
    }

    private void cancel(int contract, int participant) {
        long limit = book.limit(taker);
        long left = book.cancel(taker);
        release(contract, participant, buys(), limit, left);
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
        replace(contract, participant, book.limit(taker), Workload.left(amounts));
        if (stream != null) {
            stream.removed(taker, Workload.quantity(amounts));
        }
    }

    private void replace(int contract, int participant, long limit, long quantity) {
        long before = book.left(taker);
        long oldLimit = book.limit(taker);
        requireWithin(change(contract, participant, oldLimit, before, limit, quantity));
        encoder.at(now).replaced(taker, participants.id(participant), taker, quantity, limit);
        scope.clear().add(contract, 0, MatchScope.WHOLE_ORDER);
        book.replace(taker, quantity, limit, scope, this);
        if (bought > 0) {
            settle(contract, participant, limit);
        }
    }

    private static void requireWithin(boolean within) {
        if (!within) {
            throw new IllegalStateException("the workload stays within limits");
        }
    }

    private boolean buys() {
        return purchase != 0;
    }

    private int period(int contract) {
        return periods[contract];
    }

    private boolean reserve(int contract, int participant, long limit, long quantity) {
        return buys()
                ? limits.buy(participant, Math.max(0, limit) * quantity)
                : limits.sell(participant, period(contract), quantity);
    }

    private boolean change(
            int contract, int participant, long oldLimit, long before, long limit, long quantity) {
        long cost = Math.max(0, limit) * quantity - Math.max(0, oldLimit) * before;
        long energy = quantity - before;
        if (energy != 0 && !buys()) {
            return limits.sell(participant, period(contract), energy);
        }
        return limits.buy(participant, cost & purchase);
    }

    private void release(int contract, int participant, boolean buyer, long limit, long quantity) {
        if (buyer) {
            limits.release(participant, Math.max(0, limit) * quantity);
        } else {
            limits.releaseSale(participant, period(contract), quantity);
        }
    }

    private void settle(int contract, int participant, long limit) {
        long reserved = Math.max(0, limit) * bought;
        limits.pay(participant, period(contract), reserved, Math.max(0, paid));
        bought = 0;
        paid = 0;
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
        if (buys()) {
            bought += quantity;
            paid += price * quantity;
        } else {
            limits.pay(buyer, period(contract), price * quantity, price * quantity);
        }
        encoder.at(now)
                .traded(
                        ++lastTrade,
                        intervalStart(contract),
                        participants.id(seller),
                        participants.id(buyer),
                        sellOrder,
                        buyOrder,
                        quantity,
                        price,
                        area(contract),
                        area(contract),
                        INTERVAL_SECONDS);
        if (stream != null) {
            long maker = buys() ? sellOrder : buyOrder;
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

    /** The event is a copy of the command, which here has to be made from its few numbers. */
    private void accepted(
            int contract, int participant, long limit, long quantity, Lasting lasting) {
        long block = WireHeader.LENGTH;
        command.int64(
                block + PlaceOrderEncoder.participantEncodingOffset(),
                participants.id(participant));
        command.int64(block + PlaceOrderEncoder.clientOrderIdEncodingOffset(), taker);
        command.int64(
                block + PlaceOrderEncoder.intervalStartEncodingOffset(), intervalStart(contract));
        command.int64(block + PlaceOrderEncoder.quantityEncodingOffset(), quantity);
        command.int64(block + PlaceOrderEncoder.limitPriceEncodingOffset(), limit);
        // Whole, because it is read so, too, before it has reached memory.
        long word =
                area(contract)
                        | (long) INTERVAL_SECONDS << 32
                        | (long) SIDES[(int) purchase & 1] << 48
                        | (long) timeInForce(lasting).value() << 56;
        command.int64(block + PlaceOrderEncoder.areaEncodingOffset(), word);
        encoder.at(now).accepted(taker, commandView);
    }

    private static TimeInForceCode timeInForce(Lasting lasting) {
        return switch (lasting) {
            case RESTS -> TimeInForceCode.UNTIL_GATE;
            case IMMEDIATE -> TimeInForceCode.IMMEDIATE_OR_CANCEL;
            case FILL_OR_KILL -> TimeInForceCode.FILL_OR_KILL;
        };
    }

    private void cancelled(long id, int participant, long remaining, CancelReason reason) {
        encoder.at(now)
                .cancelled(
                        id,
                        participants.id(participant),
                        id,
                        remaining,
                        WireCodes.CANCEL_REASON.code(reason));
    }

    private static int area(int contract) {
        return 1 + contract / INTERVALS;
    }

    private long intervalStart(int contract) {
        return (long) INTERVAL_SECONDS * period(contract);
    }

    @Override
    public long bytesOutsideHeap() {
        return book.bytesOutsideHeap();
    }

    @Override
    public void tellResting() {
        OurBooks.tellResting(book, contracts, stream);
    }
}
