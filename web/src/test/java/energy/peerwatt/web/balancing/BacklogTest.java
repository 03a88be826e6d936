package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private void hold() {
        begun.countDown();
        try {
            assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("planted fault");
    }

    @Test
    void theNewestOfEachKeyIsDoneOffTheCallersThreadAndAfterAFaultToo() throws Exception {
        try (Backlog<String> backlog = new Backlog<>("test")) {
            backlog.put("a", this::hold);
            assertThat(begun.await(10, TimeUnit.SECONDS)).as("on another thread").isTrue();
            backlog.put("b", () -> done.add("old b"));
            backlog.put("b", () -> done.add("new b"));
            backlog.putBehind("b", () -> done.add("late b"));
            backlog.putBehind("c", () -> done.add("c"));
            backlog.put("end", ended::countDown);
            released.countDown();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(done).containsExactly("new b", "c");
    }
}
