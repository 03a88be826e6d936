package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.cancel;
import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineNodeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private final SetClock clock = clock(Instant.now(), 1);

    @TempDir private Path directory;

    @ParameterizedTest(name = "remote {0}")
    @ValueSource(booleans = {false, true})
    void answersCommandsAndDeliversEvents(boolean remote) {
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client =
                        client(remote ? node.remoteAddress() : node.localAddress(), clock)) {
            client.subscribe(0, events::add);

            assertThat(ask(client, configure())).isEqualTo(new EngineReply.Done());
            assertThat(ask(client, sell(101, 1, 100, 70))).isInstanceOf(EngineReply.Answered.class);
            ask(client, buy(102, 1, 60, 150));
            ask(client, cancel(101, 1));

            awaitEvents(4);
            assertThat(events)
                    .extracting(Object::getClass)
                    .containsExactly(
                            OrderAccepted.class,
                            OrderAccepted.class,
                            TradeMade.class,
                            OrderCancelled.class);
            assertGapFree();
        }
    }

    @Test
    void repeatedOrderIsAnsweredLikeTheFirstEvenAfterARestart() {
        EngineReply first;
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), clock)) {
            ask(client, configure());
            first = ask(client, sell(101, 1, 100, 70));
        }

        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), clock)) {
            client.subscribe(0, events::add);

            assertThat(ask(client, sell(101, 1, 100, 70))).isEqualTo(first);
            ask(client, sell(101, 2, 100, 70));
            awaitEvents(2);
            assertGapFree();
        }
    }

    @Test
    void gatesCloseWithoutAnyCommand() {
        SetClock fast = clock(Instant.now(), 3_600);
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), fast)) {
            client.subscribe(0, events::add);
            ask(client, configure());

            awaitEvents(4);
            assertThat(events).allMatch(GateClosed.class::isInstance);
            assertGapFree();
        }
    }

    @Test
    void marketTimeStandsStillWhileTheNodeIsDown() {
        SetClock fast = clock(Instant.now(), 3_600);
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), fast)) {
            client.subscribe(0, events::add);
            ask(client, configure());
            awaitEvents(1);
        }
        events.clear();

        Instant resume = TestMarket.START.plusSeconds(1_800);
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client =
                        client(node.localAddress(), new SetClock(resume, Instant.now(), 1))) {
            client.subscribe(0, events::add);
            ask(client, sell(101, 1, 100, 70));

            Await.until(
                    "the order is accepted",
                    DEADLINE,
                    () -> events.stream().anyMatch(OrderAccepted.class::isInstance));
            assertThat(events.getLast().at())
                    .isBetween(TestMarket.START, TestMarket.START.plusSeconds(7_200));
        }
    }

    @Test
    void snapshotsKeepTheReplayShort() {
        int orders = 50;
        EngineNodeConfig config =
                config().withSnapshots(new Snapshots(orders, Duration.ofHours(1)));
        try (EngineNode node = EngineNode.launch(config);
                EngineClient client = client(node.localAddress(), clock)) {
            ask(client, configure());
            placeOrders(client, orders);
            Await.until("a snapshot is taken", DEADLINE, () -> node.snapshotsTaken() > 0);
        }

        try (EngineNode node = EngineNode.launch(config);
                EngineClient client = client(node.localAddress(), clock)) {
            client.subscribe(0, events::add);
            awaitEvents(orders);
            assertGapFree();
            assertThat(ask(client, cancel(101, 7))).isInstanceOf(EngineReply.Answered.class);
            assertThat(node.handledRequests()).isLessThan(orders);
        }
    }

    @Test
    void listenerContinuesWhereItWas() {
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), clock)) {
            ask(client, configure());
            placeOrders(client, 500);

            client.subscribe(123, events::add);

            awaitEvents(377);
            assertThat(events.getFirst().sequence()).isEqualTo(124);
        }
    }

    @Test
    void subscriptionEndsIfEventsWereForgotten() {
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), clock)) {
            ask(client, configure());
            placeOrders(client, 10);
            ask(client, new AcknowledgeEvents(5));

            assertThatThrownBy(() -> ended(client.subscribe(3, events::add)))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("4 to 5");
            assertThatThrownBy(() -> ended(client.subscribe(11, events::add)))
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void subscriptionEndsWithWhatItsListenerThrew() {
        try (EngineNode node = EngineNode.launch(config());
                EngineClient client = client(node.localAddress(), clock)) {
            ask(client, configure());
            placeOrders(client, 1);
            EngineClient.Subscription subscription =
                    client.subscribe(
                            0,
                            event -> {
                                throw new UnsupportedOperationException(event.toString());
                            });

            assertThatThrownBy(() -> ended(subscription))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void aLogInAnotherFormIsNotTakenForAnEmptyMarket() throws IOException {
        EngineNode.launch(config()).close();
        Path form = config().directory().resolve("form");
        String ours = Files.readString(form);
        Files.writeString(form, "1");

        assertThatThrownBy(() -> EngineNode.launch(config()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("form 1");
        Files.delete(form);
        assertThatThrownBy(() -> EngineNode.launch(config()))
                .isInstanceOf(IllegalArgumentException.class);
        Files.writeString(form, ours);
        EngineNode.launch(config()).close();
    }

    @Test
    void directoryIsUsedOnce() {
        try (EngineNode node = EngineNode.launch(config())) {
            assertThatThrownBy(() -> EngineNode.launch(config()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("engine");
            assertThat(node.ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void nodeThatFailedSaysSoAndFreesItsDirectory() {
        IllegalStateException cause = new IllegalStateException("for this test");
        try (EngineNode node = EngineNode.launch(config())) {
            node.fail(cause);

            assertThatThrownBy(() -> node.ended().toCompletableFuture().join()).hasCause(cause);
            EngineNode.launch(config()).close();
        }
    }

    @Test
    void withoutAnEngineTheOutcomeIsUnknown() {
        EngineAddress nowhere = new EngineAddress.Local(directory.resolve("nothing"));
        EngineClientConfig config =
                EngineClientConfig.of(nowhere).withTimeout(Duration.ofMillis(200));
        try (EngineClient client = EngineClient.connect(config)) {
            assertThat(ask(client, configure())).isInstanceOf(EngineReply.Unknown.class);
        }
    }

    private EngineNodeConfig config() {
        return EngineNodeConfig.single(directory.resolve("engine of Lindenweg"));
    }

    private static EngineClient client(EngineAddress address, SetClock clock) {
        return EngineClient.connect(
                EngineClientConfig.of(address).withClock(clock).withTimeout(DEADLINE));
    }

    private static EngineReply ask(EngineClient client, EngineCommand command) {
        return client.send(command).toCompletableFuture().join();
    }

    private static void placeOrders(EngineClient client, int count) {
        List<CompletableFuture<EngineReply>> replies =
                LongStream.rangeClosed(1, count)
                        .mapToObj(id -> client.send(sell(101, id, 5, 70)).toCompletableFuture())
                        .toList();
        assertThat(replies)
                .allSatisfy(
                        reply -> assertThat(reply.join()).isInstanceOf(EngineReply.Answered.class));
    }

    private static void ended(EngineClient.Subscription subscription) {
        subscription
                .ended()
                .toCompletableFuture()
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void awaitEvents(int count) {
        Await.until(count + " events", DEADLINE, () -> events.size() >= count);
    }

    private void assertGapFree() {
        assertThat(events)
                .extracting(EngineEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
    }
}
