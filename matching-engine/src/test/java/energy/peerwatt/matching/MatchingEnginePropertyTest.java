package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.unit.Energy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the engine on random logs. {@code -Dseed=n} repeats one run. */
class MatchingEnginePropertyTest {

    private static final int LENGTH = 4_000;
    private static final int RETAINED = 300;

    static LongStream seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null
                ? LongStream.of(chosen)
                : LongStream.concat(LongStream.of(1, 2, 3), new Random().longs(3));
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void replayEqualsLive(long seed) {
        List<Workload.Entry> log = Workload.random(seed, LENGTH);
        Run live = new Run(new MatchingEngine(new LadderOrderBook(), RETAINED));
        log.forEach(live::apply);

        Run replay = new Run(new MatchingEngine(new LadderOrderBook(), RETAINED));
        log.forEach(replay::apply);

        assertThat(replay.events).isEqualTo(live.events);
        assertThat(replay.answers).isEqualTo(live.answers);
        assertThat(replay.engine.stateHash()).isEqualTo(live.engine.stateHash());
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void restoredSnapshotContinuesAlike(long seed) {
        List<Workload.Entry> log = Workload.random(seed, LENGTH);
        int cut = new Random(seed).nextInt(LENGTH);
        Run live = new Run(new MatchingEngine(new LadderOrderBook(), RETAINED));
        log.subList(0, cut).forEach(live::apply);

        Run restored = new Run(restore(live.engine));

        assertThat(restored.engine.stateHash()).isEqualTo(live.engine.stateHash());
        live.forget();
        log.subList(cut, LENGTH).forEach(live::apply);
        log.subList(cut, LENGTH).forEach(restored::apply);
        assertThat(restored.events).isEqualTo(live.events);
        assertThat(restored.answers).isEqualTo(live.answers);
        assertThat(restored.engine.stateHash()).isEqualTo(live.engine.stateHash());
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void eventsTellTheWholeStory(long seed) {
        Run run = new Run(new MatchingEngine(new LadderOrderBook(), RETAINED));
        Workload.random(seed, LENGTH).forEach(run::apply);

        assertThat(run.events)
                .extracting(EngineEvent::sequence)
                .isEqualTo(LongStream.rangeClosed(1, run.events.size()).boxed().toList());
        assertThat(run.events).extracting(EngineEvent::at).isSorted();
        assertThat(run.events).hasAtLeastOneElementOfType(TradeMade.class);
        Story story = new Story();
        run.events.forEach(story::tell);
    }

    /** Follows every order from its events alone. */
    private static final class Story {

        private final Map<OrderId, OrderAccepted> orders = new HashMap<>();
        private final Map<OrderId, Energy> left = new HashMap<>();
        private final Set<String> closed = new HashSet<>();

        void tell(EngineEvent event) {
            switch (event) {
                case OrderAccepted accepted -> {
                    assertOpen(accepted.command().area() + " " + accepted.command().interval());
                    orders.put(accepted.order(), accepted);
                    left.put(accepted.order(), accepted.command().quantity());
                }
                case TradeMade(_, _, Trade trade) -> {
                    assertOpen(trade.area() + " " + trade.interval());
                    assertThat(trade.seller()).isNotEqualTo(trade.buyer());
                    assertThat(trade.price())
                            .isBetween(
                                    orders.get(trade.sellOrder()).command().limit(),
                                    orders.get(trade.buyOrder()).command().limit());
                    left.merge(trade.sellOrder(), trade.quantity(), Energy::minus);
                    left.merge(trade.buyOrder(), trade.quantity(), Energy::minus);
                }
                case OrderCancelled cancelled ->
                        assertThat(left.put(cancelled.order(), Energy.ZERO))
                                .isEqualTo(cancelled.remaining());
                case GateClosed gate -> {
                    assertThat(closed.add(gate.area() + " " + gate.interval())).isTrue();
                    assertThat(orders.values())
                            .filteredOn(order -> order.command().area().equals(gate.area()))
                            .filteredOn(order -> order.command().interval().equals(gate.interval()))
                            .allSatisfy(
                                    order -> assertThat(left.get(order.order()).isZero()).isTrue());
                }
                case EngineEvent.OrderRejected _ -> {}
                default -> throw new AssertionError(event);
            }
        }

        private void assertOpen(String book) {
            assertThat(closed).doesNotContain(book);
        }
    }

    private static final class Run {

        private final MatchingEngine engine;
        private final List<EngineEvent> events = new ArrayList<>();
        private final List<EngineAnswer> answers = new ArrayList<>();

        Run(MatchingEngine engine) {
            this.engine = engine;
        }

        void apply(Workload.Entry entry) {
            long before = engine.lastSequence();
            entry.applyTo(engine, answers::add);
            events.addAll(engine.retainedAfter(before, Integer.MAX_VALUE));
        }

        void forget() {
            events.clear();
            answers.clear();
        }
    }

    private static MatchingEngine restore(MatchingEngine engine) {
        WireWriter out = new WireWriter();
        engine.writeSnapshot(out);
        return MatchingEngine.load(
                new WireReader(out.buffer(), 0, out.length()), new LadderOrderBook(), RETAINED);
    }
}
