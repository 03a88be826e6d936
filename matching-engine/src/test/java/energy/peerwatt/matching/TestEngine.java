package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An engine with a market clock at {@link TestMarket#START} and one area, and what it said. */
final class TestEngine {

    static final Instant WALL = Instant.parse("2026-11-21T09:30:00Z");
    static final int RETAINED = 10_000;

    final MatchingEngine engine;
    final List<EngineEvent> events = new ArrayList<>();

    private Instant log = WALL;

    private final int retained;

    private TestEngine(MatchingEngine engine, int retained) {
        this.engine = engine;
        this.retained = retained;
    }

    /** An engine at work already. */
    static TestEngine of(MatchingEngine engine) {
        return new TestEngine(engine, RETAINED);
    }

    static TestEngine open(TestBook book, int retained) {
        TestEngine test = new TestEngine(new MatchingEngine(book.open(), retained), retained);
        test.apply(TestMarket.clock(WALL, 1));
        test.apply(TestMarket.configure());
        return test;
    }

    static TestEngine open(TestBook book) {
        return open(book, RETAINED);
    }

    EngineAnswer apply(EngineCommand command) {
        long before = engine.lastSequence();
        EngineAnswer answer = engine.apply(log.toEpochMilli(), command);
        hear(before);
        return answer;
    }

    /** Lets the log's time pass up to so long after the start, the market's with it. */
    void logAt(Duration afterStart) {
        log = WALL.plus(afterStart);
        long before = engine.lastSequence();
        engine.onTime(log.toEpochMilli());
        hear(before);
    }

    Instant log() {
        return log;
    }

    private void hear(long before) {
        events.addAll(engine.retainedAfter(before, Integer.MAX_VALUE));
    }

    /** The trades so far. */
    List<Trade> trades() {
        return all(TradeMade.class).stream().map(TradeMade::trade).toList();
    }

    /** Each trade as {@code seller>buyer quantity@price}, with members' numbers. */
    List<String> deals() {
        return trades().stream()
                .map(trade ->
                        "%s>%s %d@%d"
                                .formatted(
                                        trade.seller(),
                                        trade.buyer(),
                                        trade.quantity().wattHours(),
                                        trade.price().microPerKwh()))
                .toList();
    }

    /** The events of a type so far. */
    <E extends EngineEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The command's own event. */
    <E extends EngineEvent> E direct(Class<E> type, EngineCommand command) {
        EngineAnswer answer = apply(command);
        assertThat(answer).isInstanceOf(EngineAnswer.Event.class);
        EngineEvent event = ((EngineAnswer.Event) answer).event();
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    void accept(EngineCommand command) {
        EngineAnswer answer = apply(command);
        if (answer instanceof EngineAnswer.Event(EngineEvent event)) {
            assertThat(event).isNotInstanceOf(OrderRejected.class);
        } else {
            assertThat(answer).isEqualTo(new EngineAnswer.Done());
        }
    }

    void reject(RejectReason reason, EngineCommand command) {
        assertThat(direct(OrderRejected.class, command).reason()).isEqualTo(reason);
    }

    void refuse(RejectReason reason, EngineCommand setting) {
        assertThat(apply(setting)).isEqualTo(new EngineAnswer.Refused(reason));
    }

    /** The same state in an engine of its own, through a snapshot. */
    MatchingEngine restored(TestBook book) {
        WireWriter out = new WireWriter();
        engine.writeSnapshot(out);
        return MatchingEngine.load(
                new WireReader(out.buffer(), 0, out.length()), book.open(), retained);
    }
}
