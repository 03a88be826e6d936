package energy.peerwatt.web.stage;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StageTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void triesAgainAfterAFailure() {
        AtomicInteger runs = new AtomicInteger();
        try (Stage stage =
                Stage.start(
                        "test",
                        () -> {
                            if (runs.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return LONG;
                        })) {
            Await.until("third run", () -> runs.get() == 3);
            Await.until("well again", () -> stage.failures() == 0);
        }
        assertThat(runs).hasValue(3);
    }

    @Test
    void aStepKnowsThatItIsToEnd() {
        AtomicReference<BooleanSupplier> ending = new AtomicReference<>();
        try (Stage stage =
                Stage.start(
                        "test",
                        () -> {
                            ending.set(Stage.ending());
                            return LONG;
                        })) {
            Await.until("first run", () -> ending.get() != null);
            assertThat(ending.get().getAsBoolean()).isFalse();
            stage.end();
            assertThat(ending.get().getAsBoolean()).isTrue();
        }
        assertThat(Stage.ending().getAsBoolean()).as("outside a step").isFalse();
    }

    @Test
    void runsAtOnceWhenWoken() {
        AtomicInteger runs = new AtomicInteger();
        try (Stage stage =
                Stage.start(
                        "test",
                        () -> {
                            runs.incrementAndGet();
                            return LONG;
                        })) {
            Await.until("first run", () -> runs.get() == 1);
            stage.wake();
            Await.until("second run", () -> runs.get() == 2);
        }
    }

    @Test
    void interruptsAStepThatDoesNotEndAndClosesIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        class Endless implements Stage.Step, AutoCloseable {
            @Override
            public Duration run() throws InterruptedException {
                begun.countDown();
                new CountDownLatch(1).await();
                return LONG;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }
        Stage stage = Stage.start("test", new Endless());
        begun.await();

        stage.close();

        assertThat(closed).isTrue();
        assertThat(stage.failures()).isZero();
    }

    @Test
    void tellsThatItsThreadHasDied() {
        Stage stage =
                Stage.start(
                        "test",
                        () -> {
                            throw new OutOfMemoryError("by intent");
                        });

        Await.until("thread ended", () -> !stage.isAlive());
    }
}
