package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.live.Topics.Message;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    /** What the page was sent, in this order. */
    private final List<String> sent = new ArrayList<>();

    /** What it has not taken yet. */
    private final Queue<UniEmitter<? super Void>> underWay = new ArrayDeque<>();

    private final Delivery delivery =
            new Delivery(text ->
                    Uni.createFrom()
                            .emitter(emitter -> {
                                sent.add(text);
                                underWay.add(emitter);
                            }));

    @Test
    void everythingIsDueToANewPage() {
        delivery.send(() -> List.of(prompt("book", 7), calm("status", 3)));

        assertThat(sent).containsExactly("book 7", "status 3");
    }

    @Test
    void whatIsPromptGoesAtOnceAndTheRestInItsTurn() {
        delivery.send(() -> List.of(prompt("book", 1), calm("status", 1)));
        takeAll();
        delivery.send(() -> List.of(prompt("book", 2), calm("status", 2)));
        takeAll();
        assertThat(sent).containsExactly("book 1", "status 1", "book 2");

        delivery.takeTurn();
        delivery.send(() -> List.of(prompt("book", 2), calm("status", 3)));
        assertThat(sent).containsExactly("book 1", "status 1", "book 2", "status 3");
    }

    @Test
    void whatIsCalmButFollowsSomethingPromptGoesAtOnce() {
        delivery.send(() -> List.of(prompt("village", 1)));
        takeAll();

        delivery.send(() -> List.of(new Message("village", 3, 2, "village 3", null)));

        assertThat(sent).containsExactly("village 1", "village 3");
    }

    @Test
    void aSlowPageMissesMessagesButNeverTheLatest() {
        delivery.send(() -> List.of(prompt("book", 1), calm("status", 1)));
        takeOne();
        delivery.send(() -> List.of(prompt("book", 2), calm("status", 1)));
        delivery.takeTurn();
        delivery.send(() -> List.of(prompt("book", 3), calm("status", 2)));
        assertThat(sent).containsExactly("book 1", "status 1");

        takeAll();
        delivery.send(() -> List.of(prompt("book", 4), calm("status", 3)));
        takeAll();
        delivery.send(() -> List.of(prompt("book", 4), calm("status", 3)));
        assertThat(sent).containsExactly("book 1", "status 1", "book 4", "status 3");
    }

    @Test
    void asksForNothingWhileThePageIsTakingSomething() {
        AtomicInteger asked = new AtomicInteger();
        delivery.send(() -> List.of(prompt("book", 1)));
        delivery.send(() -> {
            asked.incrementAndGet();
            return List.of(prompt("book", 2));
        });

        assertThat(asked).hasValue(0);
    }

    @Test
    void goesOnAfterAMessageThatWasLost() {
        delivery.send(() -> List.of(prompt("book", 1)));
        Objects.requireNonNull(underWay.poll()).fail(new IOException("gone"));

        delivery.send(() -> List.of(prompt("book", 2)));

        assertThat(sent).containsExactly("book 1", "book 2");
    }

    @Test
    void aTurnWithNothingNewIsKept() {
        delivery.send(() -> List.of(calm("status", 1)));
        takeAll();
        delivery.takeTurn();
        delivery.send(() -> List.of(calm("status", 1)));

        delivery.send(() -> List.of(calm("status", 2)));

        assertThat(sent).containsExactly("status 1", "status 2");
    }

    @Test
    void aPageThatHasTheOneBeforeIsSentWhatChangedAndAnyOtherTheWhole() {
        delivery.send(() -> List.of(changed(2, 1)));
        takeAll();
        delivery.send(() -> List.of(changed(3, 2)));
        takeAll();
        delivery.send(() -> List.of(changed(5, 4)));

        assertThat(sent).containsExactly("village 2", "3 after 2", "village 5");
    }

    private static Message changed(long seq, long after) {
        Topics.Change change = new Topics.Change(after, seq + " after " + after);
        return new Message("village", seq, seq, "village " + seq, change);
    }

    private void takeAll() {
        while (!underWay.isEmpty()) {
            takeOne();
        }
    }

    private void takeOne() {
        Objects.requireNonNull(underWay.poll()).complete(null);
    }

    private static Message prompt(String topic, long seq) {
        return new Message(topic, seq, seq, topic + " " + seq, null);
    }

    private static Message calm(String topic, long seq) {
        return new Message(topic, seq, 0, topic + " " + seq, null);
    }
}
