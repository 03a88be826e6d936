package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.GateClosed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final EventLog log = new EventLog(10);
    private final EventEncoder encoder = new EventEncoder(log).at(WireTime.nanos(WireExamples.AT));

    @Test
    void numbersEventsWithoutGaps() {
        gateClosed(7);
        gateClosed(8);

        assertThat(log.firstSequence()).isEqualTo(1);
        assertThat(log.lastSequence()).isEqualTo(2);
        assertThat(event(1)).isEqualTo(expected(1, 7));
        assertThat(event(2)).isEqualTo(expected(2, 8));
    }

    @Test
    void isFullAtItsBoundAndTakesMoreAllTheSame() {
        for (int i = 1; i < 10; i++) {
            gateClosed(i);
        }
        assertThat(log.isFull()).isFalse();

        gateClosed(10);
        gateClosed(11);
        assertThat(log.isFull()).isTrue();

        log.acknowledge(2);
        assertThat(log.isFull()).isFalse();
        assertThat(log.size()).isEqualTo(9);
    }

    @Test
    void forgetsWhatIsAcknowledged() {
        gateClosed(7);
        gateClosed(8);

        log.acknowledge(1);

        assertThat(log.firstSequence()).isEqualTo(2);
        assertThat(event(2)).isEqualTo(expected(2, 8));
        assertThatThrownBy(() -> log.buffer(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.buffer(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNumbersBeyondTheLastAsTheLast() {
        gateClosed(7);

        log.acknowledge(Long.MAX_VALUE);
        gateClosed(8);

        assertThat(log.firstSequence()).isEqualTo(2);
        assertThat(event(2)).isEqualTo(expected(2, 8));
    }

    @Test
    void ignoresNumbersBeforeTheFirst() {
        gateClosed(7);

        log.acknowledge(0);
        log.acknowledge(Long.MIN_VALUE);

        assertThat(log.firstSequence()).isEqualTo(1);
    }

    /** Against a plain queue, over many chunks, reading at random. */
    @Test
    void keepsEveryEventUntilItIsAcknowledged() {
        long seed = 4501;
        Random random = new Random(seed);
        Deque<EngineEvent> kept = new ArrayDeque<>();
        long last = 0;
        for (int round = 0; round < 300; round++) {
            for (int n = random.nextInt(600); n > 0; n--) {
                last++;
                int area = 1 + random.nextInt(1000);
                gateClosed(area);
                kept.add(expected(last, area));
            }
            int forget = random.nextInt(kept.size() + 1);
            for (int i = 0; i < forget; i++) {
                kept.remove();
            }
            log.acknowledge(last - kept.size());

            assertThat(log.size()).as("seed %d", seed).isEqualTo(kept.size());
            if (round % 20 == 0) {
                assertSame(kept, log, "seed " + seed);
            } else if (!kept.isEmpty()) {
                assertThat(event(log.lastSequence())).isEqualTo(kept.getLast());
                assertThat(event(log.firstSequence())).isEqualTo(kept.getFirst());
            }
        }
    }

    @Test
    void isTheSameFromASnapshot() {
        Deque<EngineEvent> kept = new ArrayDeque<>();
        for (int i = 1; i <= 10_000; i++) {
            gateClosed(i);
            kept.add(expected(i, i));
        }
        log.acknowledge(3);
        kept.remove();
        kept.remove();
        kept.remove();
        WireWriter out = new WireWriter();
        log.write(out);

        EventLog restored = new EventLog(10);
        new EventEncoder(restored).gateClosed().intervalStart(0).area(1).intervalLength(900);
        restored.read(new WireReader(out.buffer(), 0, out.length()));

        assertSame(kept, restored, "from the snapshot");
        assertThat(restored.lastSequence()).isEqualTo(10_000);
    }

    private static void assertSame(Deque<EngineEvent> kept, EventLog log, String what) {
        long sequence = log.firstSequence();
        for (EngineEvent expected : kept) {
            assertThat(event(log, sequence)).as(what).isEqualTo(expected);
            sequence++;
        }
    }

    private void gateClosed(int area) {
        encoder.gateClosed()
                .intervalStart(WireExamples.INTERVAL.start().getEpochSecond())
                .area(area)
                .intervalLength(1800);
    }

    private static GateClosed expected(long sequence, int area) {
        return new GateClosed(sequence, WireExamples.AT, new AreaId(area), WireExamples.INTERVAL);
    }

    private EngineEvent event(long sequence) {
        return event(log, sequence);
    }

    private static EngineEvent event(EventLog log, long sequence) {
        return EngineCodec.decodeEvent(
                log.buffer(sequence), log.offset(sequence), log.length(sequence));
    }
}
