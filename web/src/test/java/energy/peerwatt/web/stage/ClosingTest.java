package energy.peerwatt.web.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClosingTest {

    @Test
    void closesTheOthersWhenOneHangsAndOneFails() {
        AtomicInteger closed = new AtomicInteger();
        AutoCloseable hangs = () -> new CountDownLatch(1).await();
        AutoCloseable fails =
                () -> {
                    throw new IllegalStateException("by intent");
                };

        Closing.all(
                List.of(hangs, fails, closed::incrementAndGet, closed::incrementAndGet),
                Duration.ofMillis(200));

        assertThat(closed).hasValue(2);
    }
}
