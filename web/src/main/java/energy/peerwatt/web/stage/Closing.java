package energy.peerwatt.web.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Closes several things side by side, so that one that hangs does not hold up the others. */
public final class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    private Closing() {}

    /** Returns when all are closed, or after this long; failures are logged. */
    public static void all(Collection<? extends AutoCloseable> open, Duration longest) {
        CountDownLatch left = new CountDownLatch(open.size());
        for (AutoCloseable one : open) {
            Thread.ofVirtual().name("close").start(() -> close(one, left));
        }
        try {
            if (!left.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%d of %d did not stop in %s", left.getCount(), open.size(), longest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable one, CountDownLatch left) {
        try {
            one.close();
        } catch (Exception e) {
            LOG.warnf(e, "%s did not close in order", one);
        } finally {
            left.countDown();
        }
    }
}
