package energy.peerwatt.matching;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.bench.Contender;
import energy.peerwatt.matching.bench.EventStream;
import energy.peerwatt.matching.bench.OurBooks;
import energy.peerwatt.matching.bench.Workload;
import energy.peerwatt.matching.sbe.CancelOrderEncoder;
import energy.peerwatt.matching.sbe.MessageHeaderEncoder;
import energy.peerwatt.matching.sbe.PlaceOrderEncoder;
import energy.peerwatt.matching.sbe.ReplaceOrderEncoder;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The whole engine on the same commands: each is encoded, then decoded, checked, matched and
 * answered as in the cluster. Books lie in areas of 96 intervals.
 */
public final class EngineContender implements Contender {

    private static final int INTERVALS = 96;
    private static final int RETAINED_EVENTS = 100_000;
    private static final int COMMANDS_PER_ACKNOWLEDGEMENT = 1_000;
    private static final long LOG_TIME = TestMarket.START.toEpochMilli();
    private static final DeliveryInterval FIRST = TestMarket.interval(1);
    private static final int LENGTH = (int) FIRST.length().toSeconds();

    private LadderOrderBook book = new LadderOrderBook();
    private MatchingEngine engine = new MatchingEngine(book, RETAINED_EVENTS);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final ReplaceOrderEncoder replace = new ReplaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private int contracts;
    private int sinceAcknowledgement;
    private @Nullable EventStream stream;

    @Override
    public String name() {
        return "MatchingEngine";
    }

    @Override
    public void open(Workload workload) {
        book = new LadderOrderBook();
        engine = new MatchingEngine(book, RETAINED_EVENTS);
        contracts = workload.books();
        handle(TestMarket.clock(Instant.ofEpochMilli(LOG_TIME), 1));
        for (int area = 0; area * INTERVALS < contracts; area++) {
            handle(new ConfigureArea(rules(1 + area)));
        }
    }

    private static AreaRules rules(int area) {
        return new AreaRules(
                new AreaId(area),
                FIRST.length(),
                TestMarket.GATE_LEAD,
                Duration.ofDays(2),
                Price.ofMicroPerKwh(Workload.TICK),
                Energy.ofWattHours(1),
                Price.ofMicroPerKwh(0));
    }

    private void handle(EngineCommand command) {
        if (!(engine.apply(LOG_TIME, command) instanceof EngineAnswer.Done)) {
            throw new IllegalStateException("refused: " + command);
        }
    }

    @Override
    public void tell(EventStream newStream) {
        stream = newStream;
    }

    @Override
    public void apply(long[] words, int at) {
        long head = words[at];
        long id = words[at + 1];
        long limit = words[at + 2] * Workload.TICK;
        long amounts = words[at + 3];
        long participant = 1L + Workload.participant(head);
        long before = engine.lastSequence();
        int length =
                switch (Workload.kind(head)) {
                    case Workload.PLACE ->
                            place(head, participant, id, limit, amounts, TimeInForce.UNTIL_GATE);
                    case Workload.IMMEDIATE ->
                            place(
                                    head,
                                    participant,
                                    id,
                                    limit,
                                    amounts,
                                    TimeInForce.IMMEDIATE_OR_CANCEL);
                    case Workload.FILL_OR_KILL ->
                            place(head, participant, id, limit, amounts, TimeInForce.FILL_OR_KILL);
                    case Workload.CANCEL -> cancel(participant, id);
                    default ->
                            Workload.left(amounts) == 0
                                    ? cancel(participant, id)
                                    : replace(participant, id, limit, amounts);
                };
        engine.apply(LOG_TIME, buffer, 0, length);
        if (stream != null) {
            tell(stream, before, Workload.kind(head), id, amounts);
        }
        if (++sinceAcknowledgement == COMMANDS_PER_ACKNOWLEDGEMENT) {
            sinceAcknowledgement = 0;
            handle(new AcknowledgeEvents(engine.lastSequence()));
        }
    }

    private int place(
            long head,
            long participant,
            long id,
            long limit,
            long amounts,
            TimeInForce timeInForce) {
        int contract = Workload.book(head);
        place.wrapAndApplyHeader(buffer, 0, header)
                .participant(participant)
                .clientOrderId(id)
                .intervalStart(
                        FIRST.start().getEpochSecond() + contract % INTERVALS * (long) LENGTH)
                .quantity(Workload.quantity(amounts))
                .limitPrice(limit)
                .validUntil(PlaceOrderEncoder.validUntilNullValue())
                .minimumFill(0)
                .displayed(0)
                .area(1 + contract / INTERVALS)
                .intervalLength(LENGTH)
                .side(WireCodes.SIDE.code(Workload.buys(head) ? Side.BUY : Side.SELL))
                .timeInForce(WireCodes.TIME_IN_FORCE.code(timeInForce))
                .selfTrade(WireCodes.SELF_TRADE.code(SelfTradePrevention.CANCEL_NEWEST))
                .origin(WireCodes.ORIGIN.code(Origin.ANY))
                .flags()
                .clear();
        return MessageHeaderEncoder.ENCODED_LENGTH + PlaceOrderEncoder.BLOCK_LENGTH;
    }

    private int replace(long participant, long id, long limit, long amounts) {
        replace.wrapAndApplyHeader(buffer, 0, header)
                .participant(participant)
                .clientOrderId(id)
                .quantity(Workload.left(amounts))
                .limitPrice(limit);
        return MessageHeaderEncoder.ENCODED_LENGTH + ReplaceOrderEncoder.BLOCK_LENGTH;
    }

    private int cancel(long participant, long id) {
        cancel.wrapAndApplyHeader(buffer, 0, header).participant(participant).clientOrderId(id);
        return MessageHeaderEncoder.ENCODED_LENGTH + CancelOrderEncoder.BLOCK_LENGTH;
    }

    private void tell(EventStream to, long before, int kind, long taker, long amounts) {
        EventLog log = engine.retained();
        for (long next = before + 1; next <= log.lastSequence(); next++) {
            EngineEvent event =
                    EngineCodec.decodeEvent(log.buffer(next), log.offset(next), log.length(next));
            switch (event) {
                case TradeMade(long _, Instant _, var trade) -> {
                    boolean buys = trade.buyOrder().value() == taker;
                    long maker = buys ? trade.sellOrder().value() : trade.buyOrder().value();
                    long price = trade.price().microPerKwh() / Workload.TICK;
                    to.traded(maker, taker, trade.quantity().wattHours(), price);
                }
                case OrderCancelled cancelled ->
                        to.removed(cancelled.order().value(), cancelled.remaining().wattHours());
                case OrderRejected rejected -> throw new IllegalStateException("" + rejected);
                default -> {}
            }
        }
        if (kind == Workload.REDUCE && Workload.left(amounts) > 0) {
            to.removed(taker, Workload.quantity(amounts));
        }
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
