package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompletionsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int MOST = 64;

    private final Completions completions = new Completions(MOST);
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void manyAreDoneByOneThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < MOST; i++) {
            completions.add(() -> {
                threads.add(Thread.currentThread());
                done.incrementAndGet();
            });
        }

        completions.keepGoing();
        Await.until("all are done", DEADLINE, () -> done.get() == MOST);

        assertThat(threads).hasSize(1).allMatch(Thread::isVirtual);
    }

    @Test
    void onesThatBlockDoNotHoldUpTheOthers() {
        CountDownLatch others = new CountDownLatch(MOST / 2);
        for (int i = 0; i < MOST / 2; i++) {
            completions.add(() -> {
                others.countDown();
                awaitUninterruptibly(others);
                done.incrementAndGet();
            });
        }

        awaitDone(MOST / 2);
    }

    @Test
    void moreThanThereIsRoomForAreDoneToo() {
        for (int i = 0; i < 3 * MOST; i++) {
            completions.add(done::incrementAndGet);
        }

        awaitDone(3 * MOST);
    }

    @Test
    void whatIsDueAtTheEndIsDone() {
        for (int i = 0; i < MOST; i++) {
            completions.add(done::incrementAndGet);
        }

        completions.finish();

        Await.until("all are done", DEADLINE, () -> done.get() == MOST);
    }

    private void awaitDone(int count) {
        Await.until(
                count + " are done",
                DEADLINE,
                () -> {
                    completions.keepGoing();
                    return done.get() == count;
                });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
