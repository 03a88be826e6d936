package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the engine on random logs. {@code -Dseed=n} repeats one run. */
class MatchingEnginePropertyTest {

    private static final int LENGTH = 8_000;
    private static final int RETAINED = 60;

    private static final List<Long> FIXED = List.of(1L, 2L, 3L);

    /** What orders of the fixed workloads are rejected for. */
    private static final RejectReason[] REASONS = {
        RejectReason.UNKNOWN_AREA,
        RejectReason.GATE_CLOSED,
        RejectReason.BEYOND_HORIZON,
        RejectReason.OFF_TICK,
        RejectReason.OFF_LOT,
        RejectReason.OUT_OF_RANGE,
        RejectReason.UNKNOWN_ORDER,
        RejectReason.DUPLICATE_CLIENT_ORDER_ID,
        RejectReason.TERMS_NOT_ALLOWED,
        RejectReason.EXPIRED,
        RejectReason.BUY_EXPOSURE,
        RejectReason.SELL_LIMIT,
        RejectReason.FEEDER_LIMIT,
        RejectReason.UNFILLABLE,
        RejectReason.BUSY
    };

    static LongStream seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null
                ? LongStream.of(chosen)
                : LongStream.concat(
                        FIXED.stream().mapToLong(Long::longValue), new Random().longs(3));
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void replayEqualsLiveOnEitherBook(long seed) {
        List<Workload.Entry> log = Workload.random(seed, LENGTH);
        Run live = new Run(new MatchingEngine(TestBook.LADDER.open(), RETAINED));
        Run replay = new Run(new MatchingEngine(TestBook.REFERENCE.open(), RETAINED));

        for (Workload.Entry entry : log) {
            live.apply(entry);
            replay.apply(entry);
            assertThat(replay.engine.lastSequence()).isEqualTo(live.engine.lastSequence());
        }

        assertThat(replay.events).isEqualTo(live.events);
        assertThat(replay.encoded).isEqualTo(live.encoded);
        assertThat(replay.answers).isEqualTo(live.answers);
        assertThat(replay.engine.stateHash()).isEqualTo(live.engine.stateHash());
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void restoredSnapshotsContinueAlike(long seed) {
        List<Workload.Entry> log = Workload.random(seed, LENGTH);
        Random random = new Random(seed);
        Run live = new Run(new MatchingEngine(TestBook.LADDER.open(), RETAINED));
        Run restored = new Run(new MatchingEngine(TestBook.LADDER.open(), RETAINED));
        for (int i = 0; i < log.size(); i++) {
            if (random.nextInt(400) == 0) {
                TestBook book = random.nextBoolean() ? TestBook.LADDER : TestBook.REFERENCE;
                restored.engine = restore(restored.engine, book);
                assertThat(restored.engine.stateHash()).isEqualTo(live.engine.stateHash());
                assertThat(snapshot(restored.engine)).isEqualTo(snapshot(live.engine));
            }
            live.apply(log.get(i));
            restored.apply(log.get(i));
            assertThat(restored.engine.nextDueLogTime()).isEqualTo(live.engine.nextDueLogTime());
        }

        assertThat(restored.events).isEqualTo(live.events);
        assertThat(restored.answers).isEqualTo(live.answers);
        assertThat(restored.engine.stateHash()).isEqualTo(live.engine.stateHash());
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void eventsObeyTheLawsOfTheMarket(long seed) {
        Run run = new Run(new MatchingEngine(TestBook.LADDER.open(), RETAINED));
        MarketLaws laws = new MarketLaws(RETAINED);
        for (Workload.Entry entry : Workload.random(seed, LENGTH)) {
            int before = run.events.size();
            int answered = run.answers.size();
            run.apply(entry);
            laws.commanded(
                    entry.command(),
                    run.answers.size() > answered ? run.answers.getLast() : null,
                    run.engine.now());
            run.events.subList(before, run.events.size()).forEach(laws::hear);
            laws.settle();
        }

        assertThat(run.events)
                .extracting(EngineEvent::sequence)
                .isEqualTo(LongStream.rangeClosed(1, run.events.size()).boxed().toList());
        assertThat(run.events).extracting(EngineEvent::at).isSorted();
        assertThat(run.events)
                .hasAtLeastOneElementOfType(TradeMade.class)
                .hasAtLeastOneElementOfType(OrderReplaced.class)
                .hasAtLeastOneElementOfType(OrderReduced.class)
                .hasAtLeastOneElementOfType(BasketAccepted.class)
                .hasAtLeastOneElementOfType(CallCleared.class);
        assertThat(laws.tradedBlocks()).isPositive();
        if (FIXED.contains(seed)) {
            assertThat(laws.rejections()).containsKeys(REASONS);
        }
    }

    /** Whole commands, damaged ones, and noise. */
    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void noBytesLeadToAnException(long seed) {
        Random random = new Random(seed);
        MatchingEngine engine = new MatchingEngine(TestBook.LADDER.open(), RETAINED);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[8_192]);
        for (Workload.Entry entry : Workload.random(seed, LENGTH)) {
            entry.applyTo(engine, _ -> {});
            if (entry.command() instanceof SetClock) {
                // One far ahead would only close gates from then on.
                continue;
            }
            int length = EngineCodec.encode(entry.command(), buffer, 0);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = i == 3 ? random.nextInt(12) : random.nextInt(length);
                buffer.putByte(at, (byte) random.nextInt());
            }
            int cut = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
            engine.apply(entry.logTimeMillis(), buffer, 0, cut);
        }

        assertThat(restore(engine, TestBook.REFERENCE).stateHash()).isEqualTo(engine.stateHash());
    }

    private static final class Run {

        private MatchingEngine engine;
        private final List<EngineEvent> events = new ArrayList<>();
        private final List<UnsafeBuffer> encoded = new ArrayList<>();
        private final List<EngineAnswer> answers = new ArrayList<>();

        Run(MatchingEngine engine) {
            this.engine = engine;
        }

        void apply(Workload.Entry entry) {
            long before = engine.lastSequence();
            entry.applyTo(engine, answers::add);
            events.addAll(engine.retainedAfter(before, Integer.MAX_VALUE));
            EventLog log = engine.retained();
            for (long next = before + 1; next <= engine.lastSequence(); next++) {
                byte[] bytes = new byte[log.length(next)];
                log.buffer(next).getBytes(log.offset(next), bytes);
                encoded.add(new UnsafeBuffer(bytes));
            }
        }
    }

    private static MatchingEngine restore(MatchingEngine engine, TestBook book) {
        UnsafeBuffer bytes = snapshot(engine);
        return MatchingEngine.load(
                new WireReader(bytes, 0, bytes.capacity()), book.open(), RETAINED);
    }

    private static UnsafeBuffer snapshot(MatchingEngine engine) {
        WireWriter out = new WireWriter();
        engine.writeSnapshot(out);
        return new UnsafeBuffer(out.buffer(), 0, out.length());
    }
}
