package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Releases whose state machines differ do not share a log. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StateMachineVersionTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int NEXT = StateMachineVersion.CURRENT + 1;

    private static final int SENDERS = 20;
    private static final int ORDERS = 200;

    private final PrintStream out = new PrintStream(PrintStream.nullOutputStream());
    private final SetClock clock = clock(Instant.now(), 1);

    @TempDir private Path directory;

    @Test
    void isWrittenIntoTheLogAsItWas() {
        assertThat(StateMachineVersion.decode(StateMachineVersion.encode(1))).isEqualTo(1);
        assertThat(StateMachineVersion.decode(StateMachineVersion.encode(255))).isEqualTo(255);
    }

    @Test
    void commandsOfAnotherVersionAreNotReplayed() {
        EngineNodeConfig config = EngineNodeConfig.single(directory);
        try (EngineNode node = EngineNode.launch(config);
                EngineClient client = connect(node.localAddress())) {
            ask(client, configure());
        }

        try (EngineNode other = EngineNode.launch(config, NEXT)) {
            assertStopsAsOfAnotherVersion(other);
        }
        try (EngineNode node = EngineNode.launch(config);
                EngineClient client = connect(node.localAddress())) {
            assertThat(ask(client, sell(101, 1, 100, 70))).isInstanceOf(EngineReply.Answered.class);
        }
    }

    @Test
    void theNextVersionGoesOnAfterAShutdownUnderLoad() throws InterruptedException {
        EngineNodeConfig config =
                EngineNodeConfig.single(directory.resolve("one"))
                        .withMembers(0, NodeProcess.freeMembers(1));
        try (EngineClient client = connect(new EngineAddress.Remote(config.members()))) {
            OrderLoad load;
            try (EngineNode node = EngineNode.launch(config)) {
                ask(client, configure());
                load = OrderLoad.start(client, SENDERS);
                awaitMoreOrders(load);

                assertThat(EngineOperation.shutDown(config.directory(), out))
                        .isEqualTo(EngineOperation.DONE);
                awaitEnd(node);
            }
            try (EngineNode next = EngineNode.launch(config, NEXT)) {
                awaitMoreOrders(load);
                load.finish();
                assertThat(ask(client, OrderLoad.orderWith(1)))
                        .isEqualTo(new EngineReply.Answered(load.orders().get(1L)));
                assertThat(next.ended().toCompletableFuture()).isNotDone();
            }
        }
        try (EngineNode former = EngineNode.launch(config)) {
            assertStopsAsOfAnotherVersion(former);
        }
    }

    @Test
    void memberOfAnotherVersionStopsAndTheOthersGoOn() {
        List<Member> members = NodeProcess.freeMembers(3);
        try (EngineNode first = EngineNode.launch(member(0, members));
                EngineNode second = EngineNode.launch(member(1, members));
                EngineClient client = connect(new EngineAddress.Remote(members))) {
            ask(client, configure());

            try (EngineNode odd = EngineNode.launch(member(2, members), NEXT)) {
                assertStopsAsOfAnotherVersion(odd);
            }

            assertThat(ask(client, sell(101, 1, 100, 70))).isInstanceOf(EngineReply.Answered.class);
            assertThat(first.ended().toCompletableFuture()).isNotDone();
            assertThat(second.ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void shutdownEndsAllMembersAndTheNextVersionGoesOn() throws InterruptedException {
        List<Member> members = NodeProcess.freeMembers(3);
        try (EngineClient client = connect(new EngineAddress.Remote(members))) {
            OrderLoad load;
            try (EngineNode first = EngineNode.launch(member(0, members));
                    EngineNode second = EngineNode.launch(member(1, members));
                    EngineNode third = EngineNode.launch(member(2, members))) {
                ask(client, configure());
                load = OrderLoad.start(client, SENDERS);
                awaitMoreOrders(load);

                assertThat(
                                IntStream.range(0, 3)
                                        .map(id ->
                                                EngineOperation.shutDown(
                                                        member(id, members).directory(), out)))
                        .contains(EngineOperation.DONE);
                List.of(first, second, third).forEach(StateMachineVersionTest::awaitEnd);
            }
            try (EngineNode first = EngineNode.launch(member(0, members), NEXT);
                    EngineNode second = EngineNode.launch(member(1, members), NEXT);
                    EngineNode third = EngineNode.launch(member(2, members), NEXT)) {
                awaitMoreOrders(load);
                load.finish();
                assertThat(List.of(first, second, third))
                        .noneMatch(node -> node.ended().toCompletableFuture().isDone());
            }
        }
    }

    private static void awaitMoreOrders(OrderLoad load) {
        int enough = load.orders().size() + ORDERS;
        Await.until("more orders", DEADLINE, () -> load.orders().size() > enough);
    }

    private static void awaitEnd(EngineNode node) {
        Await.until("it ended", DEADLINE, () -> node.ended().toCompletableFuture().isDone());
    }

    private EngineNodeConfig member(int id, List<Member> members) {
        return EngineNodeConfig.single(directory.resolve("node-" + id)).withMembers(id, members);
    }

    private static void assertStopsAsOfAnotherVersion(EngineNode node) {
        assertThatThrownBy(() ->
                        node.ended()
                                .toCompletableFuture()
                                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(OtherVersionException.class);
    }

    private EngineClient connect(EngineAddress address) {
        return EngineClient.connect(
                EngineClientConfig.of(address).withClock(clock).withTimeout(Duration.ofSeconds(5)));
    }

    private static EngineReply ask(EngineClient client, EngineCommand command) {
        return client.send(command).toCompletableFuture().join();
    }
}
