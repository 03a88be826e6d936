package energy.peerwatt.matching;

import energy.peerwatt.book.OrderBook;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.EngineCommand.SetTrust;
import energy.peerwatt.market.EngineCommand.Setting;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.sbe.AcknowledgeEventsDecoder;
import energy.peerwatt.matching.sbe.CancelOrderDecoder;
import energy.peerwatt.matching.sbe.CancelOrdersDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.ReplaceOrderDecoder;
import energy.peerwatt.matching.sbe.SetClockDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The market as a deterministic state machine. Single-threaded; the same calls in the same order
 * always give the same events, answers and state, whatever order book is underneath.
 *
 * <p>Every call carries the log's timestamp of what it handles. Before a command takes effect,
 * everything that is due by then is done: orders expire, calls clear, gates close. Afterwards
 * blocks are tried where books changed. No bytes whatever lead to an exception; one means a bug:
 * the state is then undefined and the node must stop.
 *
 * <p>Handling plain orders allocates nothing once there are as many of everything as ever at a
 * time.
 */
public final class MatchingEngine {

    private final Market market;
    private final OrderEntry entry;
    private final OrderReplacement replacement;
    private final Blocks blocks;
    private final Baskets baskets;
    private final Cancellations cancellations;
    private final Settings settings;
    private final Gates gates;
    private final CommandView command = new CommandView();

    /** Sequence of the latest event before the command at hand. */
    private long lastBefore;

    /** For commands that come as records. */
    private final MutableDirectBuffer encoded = new ExpandableArrayBuffer();

    /**
     * So many orders may rest; then new ones that may rest are refused as {@code BUSY}. However
     * sparse their numbers and limits are, the book's memory of 2 GiB holds them, at 3.6 KiB each.
     * How many rest is part of the state, so all nodes refuse the same orders. It does not bound
     * the price levels that orders have left, which take room until their side of a book is empty.
     */
    public static final int MOST_RESTING = 1 << 19;

    /**
     * An empty market.
     *
     * @param book an empty one, from now on the engine's own
     * @param retainedEvents new orders are refused as {@code BUSY}, and what is due waits, while
     *     this many events wait to be acknowledged
     */
    public MatchingEngine(OrderBook book, int retainedEvents) {
        this(book, retainedEvents, MOST_RESTING);
    }

    /** As the public one, where fewer orders may rest. */
    MatchingEngine(OrderBook book, int retainedEvents, int mostResting) {
        market = new Market(book, retainedEvents, mostResting);
        entry = new OrderEntry(market);
        replacement = new OrderReplacement(market);
        blocks = new Blocks(market);
        baskets = new Baskets(market);
        cancellations = new Cancellations(market, blocks);
        settings = new Settings(market);
        gates = new Gates(market, blocks, cancellations);
    }

    /**
     * A market as a snapshot left it.
     *
     * @throws IllegalArgumentException if the snapshot is of another version, of an engine with
     *     another bound, or has more left of an order than was ordered
     */
    public static MatchingEngine load(WireReader snapshot, OrderBook book, int retainedEvents) {
        MatchingEngine engine = new MatchingEngine(book, retainedEvents);
        new Snapshot(engine.market, engine.blocks).read(snapshot);
        return engine;
    }

    /**
     * Handles an encoded command.
     *
     * @param logTimeMillis the log's timestamp, ms since the epoch
     * @return what to tell the sender; {@code MALFORMED} if the bytes are no command
     */
    public Answer apply(long logTimeMillis, DirectBuffer buffer, int offset, int length) {
        lastBefore = lastSequence();
        boolean wellFormed = command.wrap(buffer, offset, length);
        if (wellFormed && command.templateId() == SetClockDecoder.TEMPLATE_ID) {
            setClock(command.setClock());
        }
        advanceTo(logTimeMillis);
        Answer answer = market.journal.answer();
        if (wellFormed) {
            dispatch();
        } else {
            answer.refused(RejectReason.MALFORMED);
        }
        gates.closeDue();
        blocks.tryChanged();
        return answer;
    }

    /** Handles a command that comes as a record; the same as its encoded form. */
    public EngineAnswer apply(long logTimeMillis, EngineCommand record) {
        int length = EngineCodec.encode(record, encoded, 0);
        return EngineAnswer.of(apply(logTimeMillis, encoded, 0, length));
    }

    /** Does what is due. */
    public void onTime(long logTimeMillis) {
        advanceTo(logTimeMillis);
        blocks.tryChanged();
    }

    /**
     * The log was interrupted: a node restarted or another one leads. A market clock that was ever
     * set stands still until it is set again.
     */
    public void onInterruption() {
        market.clock.interrupt();
    }

    /**
     * Log time in ms at which {@link #onTime} should be called next, as a gate closes or an order
     * expires; {@link Long#MAX_VALUE} if nothing can be foreseen. In the past if it waits for
     * events to be acknowledged.
     */
    public long nextDueLogTime() {
        return market.clock.logTimeAt(gates.nextDue());
    }

    /** Sequenced market time. */
    public Instant now() {
        return WireTime.instant(market.now());
    }

    /** Sequence of the latest event, 0 before the first. */
    public long lastSequence() {
        return market.journal.log().lastSequence();
    }

    /** Sequence of the oldest event that is kept; one more than the latest if none is. */
    public long firstRetainedSequence() {
        return market.journal.log().firstSequence();
    }

    /** The events that are kept, encoded; to be read only. */
    public EventLog retained() {
        return market.journal.log();
    }

    /** Kept events after {@code sequence}, oldest first, at most {@code limit}. */
    public List<EngineEvent> retainedAfter(long sequence, int limit) {
        EventLog log = market.journal.log();
        List<EngineEvent> events = new ArrayList<>();
        long next = Math.max(MarketTime.plus(sequence, 1), log.firstSequence());
        while (next <= log.lastSequence() && events.size() < limit) {
            events.add(
                    EngineCodec.decodeEvent(log.buffer(next), log.offset(next), log.length(next)));
            next++;
        }
        return events;
    }

    /** Writes the whole state in a canonical form: equal states give equal bytes. */
    public void writeSnapshot(WireWriter out) {
        new Snapshot(market, blocks).write(out);
    }

    /** Hash of what a snapshot holds: equal on every node and after every replay. */
    public long stateHash() {
        StateHash hash = new StateHash();
        new Snapshot(market, blocks).write(hash);
        return hash.value();
    }

    private void setClock(SetClockDecoder anchor) {
        market.clock.set(anchor.marketStart(), anchor.wallStart(), anchor.speed());
    }

    private void advanceTo(long logTimeMillis) {
        market.clock.advanceTo(logTimeMillis);
        gates.closeDue();
    }

    private void dispatch() {
        switch (command.templateId()) {
            case PlaceOrderDecoder.TEMPLATE_ID -> entry.place(command);
            case CancelOrderDecoder.TEMPLATE_ID -> cancellations.cancel(command.cancelOrder());
            case ReplaceOrderDecoder.TEMPLATE_ID -> replacement.replace(command.replaceOrder());
            case PlaceBlockDecoder.TEMPLATE_ID -> blocks.place(command);
            case PlaceBasketDecoder.TEMPLATE_ID -> baskets.place(command);
            case AcknowledgeEventsDecoder.TEMPLATE_ID ->
                    acknowledge(command.acknowledgeEvents().sequence());
            case CancelOrdersDecoder.TEMPLATE_ID ->
                    cancellations.cancelAll((CancelOrders) CommandRecords.of(command));
            case SetClockDecoder.TEMPLATE_ID -> market.journal.answer().done();
            default -> answer(set((Setting) CommandRecords.of(command)));
        }
    }

    /** Nobody can have stored what this very call made known, whatever number came. */
    private void acknowledge(long sequence) {
        market.journal.log().acknowledge(Math.min(sequence, lastBefore));
        market.journal.answer().done();
    }

    private @Nullable RejectReason set(Setting setting) {
        return switch (setting) {
            case ConfigureArea configure -> settings.configure(configure);
            case LinkAreas link -> settings.link(link);
            case SetTransferCapacity capacity -> settings.transferCapacity(capacity);
            case SetFeederLimit limit -> settings.feederLimit(limit);
            case SetParticipantLimits limits -> settings.participantLimits(limits);
            case SetGroup group -> settings.group(group);
            case SetTrust trust -> settings.trust(trust);
        };
    }

    private void answer(@Nullable RejectReason obstacle) {
        if (obstacle == null) {
            market.journal.answer().done();
        } else {
            market.journal.answer().refused(obstacle);
        }
    }
}
