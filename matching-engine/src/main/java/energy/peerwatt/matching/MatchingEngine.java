package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.matching.former.Fill;
import energy.peerwatt.matching.former.Placement;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The market as a deterministic state machine. Single-threaded; the same calls in the same order
 * always give the same events, answers and state.
 *
 * <p>Every call carries the log's timestamp of what it handles. Before a command takes effect, all
 * gates that are due by then are closed. An exception means a bug: the state is then undefined and
 * the node must stop.
 */
public final class MatchingEngine {

    private static final EngineAnswer DONE = new EngineAnswer.Done();

    private final SequencedClock clock = new SequencedClock();
    private final NavigableMap<AreaId, Area> areas = new TreeMap<>();
    private final RetainedEvents events;

    /**
     * All accepted orders of open intervals. For look-up only: its iteration order is undefined.
     */
    private final Map<ClientOrder, OrderAccepted> orders = new HashMap<>();

    private long lastOrder;
    private long lastTrade;
    private Consumer<EngineEvent> listener = _ -> {};

    private record ClientOrder(ParticipantId participant, long clientOrderId) {

        static ClientOrder of(PlaceOrder command) {
            return new ClientOrder(command.participant(), command.clientOrderId());
        }
    }

    /**
     * An empty market.
     *
     * @param retainedEvents new orders are refused as {@code BUSY}, and gates close later, while
     *     this many events wait to be acknowledged
     */
    public MatchingEngine(int retainedEvents) {
        this.events = new RetainedEvents(retainedEvents);
    }

    /** A market as a snapshot left it. */
    public static MatchingEngine load(WireReader snapshot, int retainedEvents) {
        int version = snapshot.uint8();
        if (version != EngineCodec.VERSION) {
            throw new IllegalArgumentException("snapshot of unknown version " + version);
        }
        MatchingEngine engine = new MatchingEngine(retainedEvents);
        engine.read(snapshot);
        return engine;
    }

    /**
     * Handles a command.
     *
     * @param logTimeMillis the log's timestamp, ms since the epoch
     * @param newEvents gets each new event, in order
     * @return what to tell the sender
     */
    public EngineAnswer apply(
            long logTimeMillis, EngineCommand command, Consumer<EngineEvent> newEvents) {
        listener = newEvents;
        if (command instanceof SetClock anchor) {
            clock.set(anchor);
        }
        advanceTo(logTimeMillis);
        return switch (command) {
            case SetClock _ -> DONE;
            case ConfigureArea(AreaRules rules, Instant _) -> configure(rules);
            case PlaceOrder order -> place(order);
            case CancelOrder cancellation -> cancel(cancellation);
            case AcknowledgeEvents(long sequence) -> acknowledge(sequence);
            default -> throw new UnsupportedOperationException(command.toString());
        };
    }

    /** Closes the gates that are due. */
    public void onTime(long logTimeMillis, Consumer<EngineEvent> newEvents) {
        listener = newEvents;
        advanceTo(logTimeMillis);
    }

    /**
     * The log was interrupted: a node restarted or another one leads. A market clock that was ever
     * set stands still until it is set again.
     */
    public void onInterruption() {
        clock.interrupt();
    }

    /**
     * Log time in ms at which {@link #onTime} should be called next; {@link Long#MAX_VALUE} if no
     * gate can be foreseen. In the past if gates wait for events to be acknowledged.
     */
    public long nextGateLogTime() {
        Area next = nextToClose();
        return next == null ? Long.MAX_VALUE : clock.logTimeAt(next.nextGate());
    }

    /** Sequenced market time. */
    public Instant now() {
        return clock.now();
    }

    /** Sequence of the latest event, 0 before the first. */
    public long lastSequence() {
        return events.lastSequence();
    }

    /** Sequence of the oldest event that is kept; one more than the latest if none is. */
    public long firstRetainedSequence() {
        return events.firstSequence();
    }

    /**
     * Kept events after {@code sequence}, oldest first, at most {@code limit}. A view that is valid
     * until the next call.
     */
    public List<EngineEvent> retainedAfter(long sequence, int limit) {
        return events.after(sequence, limit);
    }

    /** Writes the whole state in a canonical form: equal states give equal bytes. */
    public void writeSnapshot(WireWriter out) {
        out.uint8(EngineCodec.VERSION).int64(lastOrder).int64(lastTrade);
        clock.write(out);
        events.write(out);
        out.int32(areas.size());
        areas.values().forEach(area -> area.write(out));
    }

    /** Hash of the snapshot, 64-bit FNV-1a: equal on every node and after every replay. */
    public long stateHash() {
        WireWriter out = new WireWriter();
        writeSnapshot(out);
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < out.length(); i++) {
            hash = (hash ^ (out.buffer().getByte(i) & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private void read(WireReader in) {
        lastOrder = in.int64();
        lastTrade = in.int64();
        clock.read(in);
        events.read(in);
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            Area area = Area.read(in);
            areas.put(area.rules().area(), area);
            for (IntervalBook book : area.books()) {
                book.accepted()
                        .forEach(order -> orders.put(ClientOrder.of(order.command()), order));
            }
        }
    }

    private EngineAnswer configure(AreaRules rules) {
        Area area = areas.get(rules.area());
        if (area == null) {
            areas.put(rules.area(), new Area(rules, clock.now()));
            return DONE;
        }
        if (!area.rules().intervalLength().equals(rules.intervalLength())) {
            return new EngineAnswer.Refused(RejectReason.WRONG_INTERVAL);
        }
        area.change(rules);
        closeDueGates();
        return DONE;
    }

    private EngineAnswer place(PlaceOrder command) {
        Area area = areas.get(command.area());
        if (area == null) {
            return reject(command, RejectReason.UNKNOWN_AREA);
        }
        if (!command.interval().length().equals(area.rules().intervalLength())) {
            return reject(command, RejectReason.WRONG_INTERVAL);
        }
        if (area.isClosed(command.interval(), clock.now())) {
            return reject(command, RejectReason.GATE_CLOSED);
        }
        OrderAccepted earlier = orders.get(ClientOrder.of(command));
        if (earlier != null) {
            return earlier.command().equals(command)
                    ? new EngineAnswer.Event(earlier)
                    : reject(command, RejectReason.DUPLICATE_CLIENT_ORDER_ID);
        }
        RejectReason obstacle = obstacle(command, area.rules());
        return obstacle != null ? reject(command, obstacle) : accept(command, area);
    }

    private @Nullable RejectReason obstacle(PlaceOrder command, AreaRules rules) {
        long limit = command.limit().microPerKwh();
        long wattHours = command.quantity().wattHours();
        if (command.interval().start().isAfter(clock.now().plus(rules.horizon()))) {
            return RejectReason.BEYOND_HORIZON;
        }
        if (limit % rules.tick().microPerKwh() != 0) {
            return RejectReason.OFF_TICK;
        }
        if (wattHours == 0 || wattHours % rules.lot().wattHours() != 0) {
            return RejectReason.OFF_LOT;
        }
        if (limit > AreaRules.LARGEST_LIMIT.microPerKwh()
                || limit < -AreaRules.LARGEST_LIMIT.microPerKwh()
                || wattHours > AreaRules.LARGEST_QUANTITY.wattHours()) {
            return RejectReason.OUT_OF_RANGE;
        }
        return events.isFull() ? RejectReason.BUSY : null;
    }

    private EngineAnswer accept(PlaceOrder command, Area area) {
        lastOrder++;
        OrderAccepted accepted =
                new OrderAccepted(nextSequence(), clock.now(), new OrderId(lastOrder), command);
        emit(accepted);
        IntervalBook interval = area.open(command.interval());
        interval.remember(accepted);
        orders.put(ClientOrder.of(command), accepted);
        Placement placement =
                interval.book()
                        .place(
                                IntervalBook.orderOf(accepted, command.quantity()),
                                area.rules().feesPerKwh());
        for (Fill fill : placement.fills()) {
            lastTrade++;
            emit(new TradeMade(nextSequence(), clock.now(), trade(accepted, fill)));
        }
        if (!placement.cancelled().isZero()) {
            emitCancelled(accepted, placement.cancelled(), CancelReason.SELF_TRADE);
        }
        return new EngineAnswer.Event(accepted);
    }

    private Trade trade(OrderAccepted incoming, Fill fill) {
        PlaceOrder command = incoming.command();
        boolean buys = command.side() == Side.BUY;
        return new Trade(
                new TradeId(lastTrade),
                command.area(),
                command.interval(),
                buys ? fill.owner() : command.participant(),
                buys ? command.participant() : fill.owner(),
                buys ? fill.resting() : incoming.order(),
                buys ? incoming.order() : fill.resting(),
                fill.quantity(),
                fill.price());
    }

    private EngineAnswer cancel(CancelOrder command) {
        OrderAccepted order =
                orders.get(new ClientOrder(command.participant(), command.clientOrderId()));
        if (order == null) {
            return reject(command, RejectReason.UNKNOWN_ORDER);
        }
        Area area = area(order.command().area());
        DeliveryInterval interval = order.command().interval();
        if (area.isClosed(interval, clock.now())) {
            return reject(command, RejectReason.GATE_CLOSED);
        }
        Energy left = area.open(interval).book().cancel(order.order());
        return left.isZero()
                ? reject(command, RejectReason.UNKNOWN_ORDER)
                : new EngineAnswer.Event(emitCancelled(order, left, CancelReason.BY_PARTICIPANT));
    }

    private EngineAnswer acknowledge(long sequence) {
        events.acknowledge(sequence);
        closeDueGates();
        return DONE;
    }

    private EngineAnswer reject(PlaceOrder command, RejectReason reason) {
        return reject(command.participant(), command.clientOrderId(), reason);
    }

    private EngineAnswer reject(CancelOrder command, RejectReason reason) {
        return reject(command.participant(), command.clientOrderId(), reason);
    }

    /** A rejection is kept like every event, unless nothing more can be kept. */
    private EngineAnswer reject(
            ParticipantId participant, long clientOrderId, RejectReason reason) {
        boolean kept = !events.isFull();
        OrderRejected rejected =
                new OrderRejected(
                        kept ? nextSequence() : 0, clock.now(), participant, clientOrderId, reason);
        if (kept) {
            emit(rejected);
        }
        return new EngineAnswer.Event(rejected);
    }

    private void advanceTo(long logTimeMillis) {
        clock.advanceTo(logTimeMillis);
        closeDueGates();
    }

    /** Gates close in the order of their times, then of their areas. */
    private void closeDueGates() {
        Area next = nextToClose();
        while (next != null && !next.nextGate().isAfter(clock.now()) && !events.isFull()) {
            closeGate(next);
            next = nextToClose();
        }
    }

    private @Nullable Area nextToClose() {
        Area next = null;
        for (Area area : areas.values()) {
            if (next == null || area.nextGate().isBefore(next.nextGate())) {
                next = area;
            }
        }
        return next;
    }

    private void closeGate(Area area) {
        DeliveryInterval interval = area.nextToClose();
        IntervalBook closed = area.closeNext();
        if (closed != null) {
            closed.book()
                    .resting()
                    .forEach(rest ->
                            emitCancelled(
                                    closed.accepted(rest.id()),
                                    rest.quantity(),
                                    CancelReason.GATE_CLOSED));
            closed.accepted().forEach(order -> orders.remove(ClientOrder.of(order.command())));
        }
        emit(new GateClosed(nextSequence(), clock.now(), area.rules().area(), interval));
    }

    private OrderCancelled emitCancelled(OrderAccepted order, Energy left, CancelReason reason) {
        OrderCancelled cancelled =
                new OrderCancelled(
                        nextSequence(),
                        clock.now(),
                        order.order(),
                        order.command().participant(),
                        order.command().clientOrderId(),
                        left,
                        reason);
        emit(cancelled);
        return cancelled;
    }

    private Area area(AreaId id) {
        Area area = areas.get(id);
        if (area == null) {
            throw new IllegalStateException("an order of an unknown area " + id);
        }
        return area;
    }

    private long nextSequence() {
        return events.lastSequence() + 1;
    }

    private void emit(EngineEvent event) {
        events.add(event);
        listener.accept(event);
    }
}
