package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.IntervalValue;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The threads on which the stores are called in a server. */
class SessionsTest {

    private static final int CALLS = 20;

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final IntervalValueStore values = database.values();
    private final Context context =
            Objects.requireNonNull(
                    VertxContext.createNewDuplicatedContext(database.vertx.getOrCreateContext()));

    @Test
    void aWorkerThreadOfAnEventLoopContextMayWaitForAnAnswer() throws Exception {
        CompletableFuture<Boolean> answer =
                context.executeBlocking(
                                () -> read().await().atMost(MeteringDatabase.PATIENCE).isEmpty())
                        .toCompletionStage()
                        .toCompletableFuture();

        assertThat(answer.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callsAtTheSameTimeOnOneContextDoNotShareASession() throws Exception {
        CompletableFuture<Object> done = new CompletableFuture<>();

        context.runOnContext(ignored ->
                readMany().subscribe().with(done::complete, done::completeExceptionally));

        assertThat(done.get(30, TimeUnit.SECONDS))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(CALLS);
    }

    @Test
    void callsAtTheSameTimeFromOneThreadDoNotShareASession() {
        assertThat(readMany().await().atMost(MeteringDatabase.PATIENCE)).hasSize(CALLS);
    }

    private Uni<List<IntervalValue>> read() {
        return values.values(
                TestGateway.POINT, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }

    private Uni<List<List<IntervalValue>>> readMany() {
        return Uni.join()
                .all(Stream.generate(this::read).limit(CALLS).toList())
                .andCollectFailures();
    }
}
