package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.configure;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.matching.TestMarket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client sends and sends, and takes no reply. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SlowClientTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Their replies are far more than there is room for. */
    private static final int COMMANDS = 30_000;

    private static final int COMMANDS_OF_THE_OTHER = 200;

    private final Set<Long> taken = new HashSet<>();

    @TempDir private Path directory;

    @ParameterizedTest(name = "remote {0}")
    @ValueSource(booleans = {false, true})
    void delaysNobodyAndIsServedOnceItTakesAgain(boolean remote) {
        try (EngineNode node = EngineNode.launch(EngineNodeConfig.single(directory));
                EngineClient other = other(node);
                Connection slow = connect(remote ? node.remoteAddress() : node.localAddress())) {
            assertThat(ask(other, configure())).isInstanceOf(EngineReply.Done.class);
            Await.until("connected", DEADLINE, () -> slow.poll() >= 0 && slow.isConnected());

            for (int id = 1; id <= COMMANDS; id++) {
                send(slow, id);
            }

            for (int id = 1; id <= COMMANDS_OF_THE_OTHER; id++) {
                assertThat(ask(other, sell(102, id, 5, 70)))
                        .isInstanceOf(EngineReply.Answered.class);
            }
            Await.until("a reply", DEADLINE, () -> slow.poll() >= 0 && !taken.isEmpty());
            Await.until("all replies that were kept", DEADLINE, () -> slow.poll() == 0);
            assertThat(taken).hasSizeLessThan(COMMANDS);
            send(slow, COMMANDS + 1);
            Await.until(
                    "the last reply",
                    DEADLINE,
                    () -> slow.poll() >= 0 && taken.contains(COMMANDS + 1L));
        }
    }

    /** Under its number as correlation. */
    private static void send(Connection slow, long id) {
        MutableDirectBuffer request = Protocol.encodeCommand(sell(101, id, 5, 70));
        Protocol.correlation(request, id);
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!slow.offer(request, request.capacity())) {
            assertThat(System.nanoTime()).as("deadline of request %d", id).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Connection connect(EngineAddress address) {
        return Connection.to(
                address,
                (_, _, buffer, offset, length, _) -> {
                    if (Protocol.decode(buffer, offset, length)
                            instanceof Protocol.Message.Reply(long correlation, EngineReply _)) {
                        taken.add(correlation);
                    }
                });
    }

    private static EngineClient other(EngineNode node) {
        return EngineClient.connect(
                EngineClientConfig.of(node.localAddress())
                        .withClock(TestMarket.clock(Instant.now(), 1))
                        .withTimeout(DEADLINE));
    }

    private static EngineReply ask(EngineClient client, EngineCommand command) {
        return client.send(command).toCompletableFuture().join();
    }
}
