package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.GatewayIdentity;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The threads on which the stores are called in a server. */
class SessionsTest {

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final GatewayRegistry registry = database.registry();
    private final Context context =
            Objects.requireNonNull(
                    VertxContext.createNewDuplicatedContext(database.vertx.getOrCreateContext()));

    @Test
    void aWorkerThreadOfAnEventLoopContextMayWaitForAnAnswer() throws Exception {
        CompletableFuture<Boolean> answer =
                context.executeBlocking(() ->
                                registry.find("unknown")
                                        .await()
                                        .atMost(MeteringDatabase.PATIENCE)
                                        .isEmpty())
                        .toCompletionStage()
                        .toCompletableFuture();

        assertThat(answer.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callsAtTheSameTimeOnOneContextDoNotShareASession() throws Exception {
        CompletableFuture<Object> done = new CompletableFuture<>();

        context.runOnContext(ignored ->
                registerTwenty().subscribe().with(done::complete, done::completeExceptionally));

        done.get(30, TimeUnit.SECONDS);
        assertThat(registry.keys().await().atMost(MeteringDatabase.PATIENCE)).hasSize(20);
    }

    @Test
    void callsAtTheSameTimeFromOneThreadDoNotShareASession() {
        registerTwenty().await().atMost(MeteringDatabase.PATIENCE);

        assertThat(registry.keys().await().atMost(MeteringDatabase.PATIENCE)).hasSize(20);
    }

    @Test
    void theSameKeyRegisteredTwiceAtOnceIsOneKey() {
        GatewayIdentity identity = new TestGateway("gw-1").identity;
        Uni<Void> register = registry.register(identity, Instant.EPOCH);

        Uni.join()
                .all(register, register, register)
                .andCollectFailures()
                .await()
                .atMost(MeteringDatabase.PATIENCE);

        assertThat(registry.keys().await().atMost(MeteringDatabase.PATIENCE)).hasSize(1);
    }

    private Uni<List<Void>> registerTwenty() {
        List<Uni<Void>> calls =
                IntStream.range(0, 20)
                        .mapToObj(i -> new TestGateway("gw-" + i).identity)
                        .map(identity -> registry.register(identity, Instant.EPOCH))
                        .toList();
        return Uni.join().all(calls).andCollectFailures();
    }
}
