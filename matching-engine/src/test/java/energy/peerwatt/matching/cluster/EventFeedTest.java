package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.matching.MatchingEngine;
import energy.peerwatt.matching.TestMarket;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {

    private final MatchingEngine engine = new MatchingEngine(new LadderOrderBook(), 10_000);
    private final NodeMessage message = new NodeMessage();
    private final List<EngineEvent> delivered = new CopyOnWriteArrayList<>();
    private final EventFeed feed = new EventFeed(0, delivered::add);

    @AfterEach
    void stop() {
        feed.close();
    }

    @Test
    void takesOnlyWhatContinuesTheSequence() {
        List<EngineEvent> all = events(30);
        feed.start();

        offer(feed, after(20));
        assertThat(feed.taken()).isZero();
        assertThat(feed.isFetchDue()).isTrue();
        offer(feed, after(0));
        assertThat(feed.taken()).isEqualTo(30);
        offer(feed, after(0));
        offer(feed, after(10));

        awaitDelivered(30);
        assertThat(delivered).isEqualTo(all);
    }

    @Test
    void takesTheRestOfWhatItHasInPart() {
        events(10);
        offer(feed, after(0));
        List<EngineEvent> all = events(30);
        feed.start();

        offer(feed, after(5));

        assertThat(feed.taken()).isEqualTo(30);
        awaitDelivered(30);
        assertThat(delivered).isEqualTo(all);
    }

    @Test
    void takesNoMoreThanItHasRoomForAndAsksForTheRest() {
        List<EngineEvent> all = events(6_000);

        long before = -1;
        while (feed.taken() > before) {
            before = feed.taken();
            offer(feed, after(before));
        }
        assertThat(feed.taken()).isBetween(4_000L, 5_000L);
        assertThat(feed.isFetchDue()).isFalse();
        feed.start();
        awaitDelivered(feed.taken());

        assertThat(feed.isFetchDue()).isTrue();
        while (feed.taken() < 6_000) {
            offer(feed, after(feed.taken()));
        }
        awaitDelivered(6_000);
        assertThat(delivered).isEqualTo(all);
    }

    @Test
    void endsWhenEventsWereForgotten() {
        events(10);
        engine.apply(0, new AcknowledgeEvents(4));
        feed.start();

        offer(feed, after(0));

        assertEndsWith(IllegalStateException.class, "events 1 to 4 were forgotten");
        assertThat(delivered).isEmpty();
    }

    @Test
    void endsWhenTheEngineIsBehind() {
        EventFeed ahead = new EventFeed(7, delivered::add);
        events(3);

        offer(ahead, after(7));

        assertThat(ahead.ended()).isCompletedExceptionally();
        assertThat(ahead.isOver()).isTrue();
    }

    @Test
    void ignoresWhatAFormerLeaderSaidEarlier() {
        events(3);
        MutableDirectBuffer former = after(0);
        List<EngineEvent> all = events(5);
        feed.start();
        offer(feed, after(0));
        feed.fetchNow();

        offer(feed, former);

        awaitDelivered(5);
        assertThat(delivered).isEqualTo(all);
        assertThat(feed.isOver()).isFalse();
        assertThat(feed.isFetchDue()).isTrue();
    }

    @Test
    void endsWhenTheEngineOfANewSessionIsBehind() {
        events(3);
        MutableDirectBuffer former = after(0);
        events(5);
        feed.start();
        offer(feed, after(0));
        feed.newSession();

        offer(feed, former);

        assertEndsWith(IllegalStateException.class, "the engine is at event 3, the listener at 5");
    }

    @Test
    void endsAtAnEventItDoesNotKnow() {
        List<EngineEvent> all = events(3);
        MutableDirectBuffer batch = after(0);
        int block = 8 + 16 + 3;
        int first = block + 2 + (batch.getShort(block, ByteOrder.LITTLE_ENDIAN) & 0xffff);
        // The second event's template.
        batch.putShort(first + 2 + 2, (short) 199, ByteOrder.LITTLE_ENDIAN);
        feed.start();

        offer(feed, batch);

        assertEndsWith(IllegalArgumentException.class, "unknown event 199");
        assertThat(delivered).isEqualTo(all.subList(0, 1));
    }

    private void awaitDelivered(long count) {
        Await.until(count + " events", Duration.ofSeconds(10), () -> delivered.size() >= count);
    }

    private void assertEndsWith(Class<? extends Throwable> type, String why) {
        assertThatThrownBy(() -> feed.ended().get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(type)
                .hasMessage(why);
    }

    /** Rejections, as there is no area, until there are this many. */
    private List<EngineEvent> events(int count) {
        while (engine.lastSequence() < count) {
            engine.apply(0, TestMarket.sell(101, engine.lastSequence(), 5, 70));
        }
        return engine.retainedAfter(0, count);
    }

    private MutableDirectBuffer after(long sequence) {
        message.events(engine.retained(), sequence);
        MutableDirectBuffer copy = new UnsafeBuffer(new byte[message.length()]);
        copy.putBytes(0, message.buffer(), 0, message.length());
        return copy;
    }

    private static void offer(EventFeed feed, MutableDirectBuffer batch) {
        Protocol.Message.Events events =
                (Protocol.Message.Events) Protocol.decode(batch, 0, batch.capacity());
        feed.offer(events.firstRetained(), events.latest(), events.events());
    }
}
